package org.vitrine.unpack.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.erofs.Superblock;
import org.vitrine.unpack.format.erofs.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// EROFS: the read-only file system of newer Android devices and of container images.
public final class Erofs implements Format {
    @Override
    public Card card() {
        return new Card(
                "erofs",
                "Enhanced read-only file system",
                List.of("Linux kernel, Documentation/filesystems/erofs.rst", "Linux kernel, fs/erofs/erofs_fs.h"),
                List.of(
                        "Compressed files, and files in chunks, are listed but not read.",
                        "Extended attributes whose names start with a prefix of the image's own are not read.",
                        "What lies on further devices is not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("e2e1f5e0", Superblock.AT));
    }

    /// With a checksum that is right it is one; without, four bytes and a few numbers are too little.
    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Optional<Superblock> found = Superblock.of(image, at);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long length = Math.min(found.get().size(), image.size() - at);
        boolean sure = found.get().summed()
                && found.get().sum(image.from(at, "erofs")) == found.get().checksum();
        return sure || at == 0 ? Optional.of(Claim.strong(at, length)) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "erofs");
        Superblock superblock =
                Superblock.of(content, 0).orElseThrow(() -> new Malformed(Superblock.AT, "superblock", "is cut"));
        int at = Superblock.AT;
        out.header("block_size", Integer.toString(1 << superblock.blockBits()), at + 12, 1);
        out.header("inos", Long.toString(superblock.inodes()), at + 16, 8);
        out.header("build_time", time(superblock.built()), at + 24, 8);
        out.header("blocks", Long.toString(superblock.blocks()), at + 36, 4);
        out.header("volume_name", HeaderText.of(content, at + 64, 16, "volume_name"), at + 64, 16);
        out.header("feature_incompat", "0x%x".formatted(superblock.incompatible()), at + 80, 4);
        if (superblock.size() > content.size()) {
            out.problem(new Problem.Malformed(
                    at + 36, "blocks", superblock.size() + " bytes named, " + content.size() + " are there"));
        }
        if (superblock.summed() && superblock.sum(content) != superblock.checksum()) {
            out.problem(new Problem.Malformed(at + 4, "checksum", "must be 0x%08x".formatted(superblock.sum(content))));
        }
        out.uses(Extent.Kind.STRUCTURE, at, Superblock.SIZE);
        new Volume(content, superblock, out).walk();
        return claim.end();
    }

    private static String time(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException e) {
            return Long.toString(seconds);
        }
    }
}
