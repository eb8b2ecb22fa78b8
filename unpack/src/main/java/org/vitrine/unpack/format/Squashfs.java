package org.vitrine.unpack.format;

import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.squashfs.Compression;
import org.vitrine.unpack.format.squashfs.CompressorOptions;
import org.vitrine.unpack.format.squashfs.Superblock;
import org.vitrine.unpack.format.squashfs.Version;
import org.vitrine.unpack.format.squashfs.Volume;
import org.vitrine.unpack.format.squashfs.Walk;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// Squashfs, all versions and both byte orders: the read-only file system of most routers.
public final class Squashfs implements Format {
    /// mksquashfs fills its images with zeros up to a multiple of this.
    private static final int PADDING = 4096;

    @Override
    public Card card() {
        return new Card(
                "squashfs",
                "Squashfs 1 to 4",
                List.of(
                        "Linux kernel, Documentation/filesystems/squashfs.rst",
                        "https://dr-emann.github.io/squashfs/squashfs.html",
                        "Kernel patches of squashfs 1.x, 2.x and 3.x, include/linux/squashfs_fs.h"),
                List.of(
                        "Of versions 1 to 3, `compression` is that of the inodes; vendors have compressed files otherwise.",
                        "Of LZMA without a header, lc = 3, lp = 0, pb = 2 is taken for granted.",
                        "Blocks of gzip are inflated by the JDK's own zlib, which is native code."));
    }

    @Override
    public List<Magic> magic() {
        return Version.MAGICS.stream().map(letters -> Magic.text(letters, 0)).toList();
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!Superblock.standsAt(image, at)) {
            return Optional.empty();
        }
        Superblock superblock = Superblock.of(image.from(at, "superblock"));
        return Optional.of(Claim.strong(at, length(image, at, superblock.bytesUsed())));
    }

    /// To the end of the zeros behind it where it is filled up as mksquashfs does it; as much as there is when
    /// it is cut.
    private static long length(Bytes image, long at, long used) throws Malformed {
        long there = image.size() - at;
        if (used >= there) {
            return there;
        }
        long padded = Math.min(there, (used + PADDING - 1) / PADDING * PADDING);
        for (byte each : image.array(at + used, padded - used, "padding")) {
            if (each != 0) {
                return used;
            }
        }
        return padded;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "squashfs");
        Superblock superblock = Superblock.of(content);
        headers(superblock, out);
        if (superblock.bytesUsed() > content.size()) {
            out.problem(new Problem.Malformed(
                    superblock.bytesUsedAt(),
                    "bytes_used",
                    superblock.bytesUsed() + " bytes named, " + content.size() + " are there"));
        }
        Volume volume = Volume.open(content, superblock);
        compression(content, volume, out);
        new Walk(volume, out).run();
        return claim.end();
    }

    private static void compression(Bytes image, Volume volume, Sink out) {
        Compression compression = volume.compression();
        if (volume.superblock().version().early()) {
            out.header("compression", compression.text(), -1, 0);
            return;
        }
        out.header("compression", compression.text(), 20, 2);
        int named = volume.superblock().compression();
        if (!Compression.of(named).equals(Optional.of(compression))) {
            out.problem(new Problem.Malformed(
                    20, "compression", "number " + named + " named, but " + compression.text() + " is what it is"));
        }
        if (volume.superblock().hasOptions()) {
            try {
                CompressorOptions options = CompressorOptions.of(
                        image, compression, volume.superblock().version().order());
                out.header("compressor_options", options.text(), options.offset(), options.length());
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
    }

    private static void headers(Superblock superblock, Sink out) {
        Version version = superblock.version();
        out.header("version", version.text(), 28, 4);
        boolean big = version.order() == ByteOrder.BIG_ENDIAN;
        out.header("byte_order", big ? "big-endian" : "little-endian", -1, 0);
        out.header("inodes", Long.toString(superblock.inodes()), 4, 4);
        String created = Instant.ofEpochSecond(superblock.created()).toString();
        if (version.early()) {
            earlyHeaders(superblock, created, out);
            return;
        }
        out.header("mkfs_time", created, 8, 4);
        out.header("block_size", Integer.toString(superblock.blockSize()), 12, 4);
        out.header("fragments", Long.toString(superblock.fragments()), 16, 4);
        out.header("flags", "0x%04x".formatted(superblock.flags()), 24, 2);
        out.header("no_ids", Integer.toString(superblock.ids()), 26, 2);
        out.header("bytes_used", Long.toString(superblock.bytesUsed()), superblock.bytesUsedAt(), 8);
    }

    private static void earlyHeaders(Superblock superblock, String created, Sink out) {
        int major = superblock.version().major();
        out.header("mkfs_time", created, 39, 4);
        out.header("block_size", Integer.toString(superblock.blockSize()), major == 1 ? 32 : 51, major == 1 ? 2 : 4);
        if (major > 1) {
            out.header("fragments", Long.toString(superblock.fragments()), 55, 4);
        }
        out.header("flags", "0x%02x".formatted(superblock.flags()), 36, 1);
        out.header("no_uids", Integer.toString(superblock.owners()), 37, 1);
        out.header("no_guids", Integer.toString(superblock.ids() - superblock.owners()), 38, 1);
        String used = Long.toString(superblock.bytesUsed());
        out.header("bytes_used", used, superblock.bytesUsedAt(), major == 3 ? 8 : 4);
    }
}
