package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.ubifs.Superblock;
import org.vitrine.unpack.format.ubifs.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// UBIFS, the file system in volumes of [Ubi]: an index of all nodes as the last commit left it, and a journal of what
/// was written since, which is replayed as a mount would do it. Nodes that neither names are not explained: what was
/// deleted or overwritten may still be read in them.
public final class Ubifs implements Format {
    @Override
    public Card card() {
        return new Card(
                "ubifs",
                "UBIFS",
                List.of(
                        "Linux kernel, fs/ubifs/ubifs-media.h",
                        "A. Hunter, A Brief Introduction to the Design of UBIFS, 2008"),
                List.of(
                        "Encrypted names and contents are not decrypted, hashes and signatures are not verified.",
                        "The table of block properties and the list of orphans are not read.",
                        "What deleted files held stays in regions; it is counted, but not put together again."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("31181006"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Bytes rest = image.from(at, "ubifs");
        return Superblock.of(rest).map(found -> Claim.strong(at, Math.min(found.length(), rest.size())));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "ubifs");
        Superblock superblock = Superblock.of(content).orElseThrow(() -> new Malformed(0, "sb_node", "is gone"));
        // A volume ends with its last block that is mapped, so that blocks which were never written may lack.
        if (content.size() % superblock.blockSize() != 0) {
            out.problem(new Problem.Malformed(
                    36,
                    "leb_size",
                    "the last of " + superblock.blocks() + " blocks is cut: " + content.size() + " bytes"));
        }
        new Volume(content, superblock, out).give();
        return claim.end();
    }
}
