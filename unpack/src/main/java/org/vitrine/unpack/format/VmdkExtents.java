package org.vitrine.unpack.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Descriptor;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Sink;

/// A VMware disk whose descriptor is a file of its own, beside its extents. A disk of several flat extents
/// is put together; one that is a single file is that file, which is opened anyway.
public final class VmdkExtents implements Composition {
    private static final long SECTOR = 512;

    @Override
    public Card card() {
        return new Card(
                "vmdk-extents",
                "VMware disk in extents",
                List.of("VMware, Virtual Disk Format 5.0, section The Disk Descriptor"),
                List.of("Disks of several sparse extents are not put together: each extent is opened by itself."));
    }

    @Override
    public boolean claim(Member folder) {
        return folder.members().stream().anyMatch(VmdkExtents::isDescriptor);
    }

    private static boolean isDescriptor(Member file) {
        return file.type() == ArtifactType.FILE && Descriptor.is(file.content());
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        for (Member file : folder.members()) {
            if (isDescriptor(file)) {
                Descriptor descriptor = Descriptor.of(file.content());
                out.header("descriptor", file.name().toString(), -1, 0);
                descriptor.rows(out, -1);
                extents(folder, descriptor, out);
            }
        }
    }

    private static void extents(Member folder, Descriptor descriptor, Sink out) throws Unreadable {
        List<Bytes> pieces = new ArrayList<>();
        boolean flat = true;
        for (Descriptor.Piece piece : descriptor.extents()) {
            if (piece.kind().equals("ZERO")) {
                pieces.add(Hole.of(Math.min(piece.sectors(), 1L << 40) * SECTOR));
                continue;
            }
            Optional<Member> file = folder.member(Name.of(piece.file()));
            if (file.isEmpty()) {
                out.problem(new Problem.Malformed(-1, "extent", Name.of(piece.file()) + " isn't there"));
                return;
            }
            if (piece.kind().equals("FLAT") || piece.kind().equals("VMFS")) {
                Bytes content = file.get().content();
                if (!content.holds(piece.offset() * SECTOR, piece.sectors() * SECTOR)) {
                    throw new Malformed(-1, "extent", file.get().name() + " is too short");
                }
                pieces.add(content.slice(piece.offset() * SECTOR, piece.sectors() * SECTOR, "extent"));
            } else {
                flat = false;
            }
        }
        if (!flat && descriptor.extents().size() > 1) {
            out.problem(new Problem.Unsupported(-1, "extent", "several sparse extents are not put together"));
        } else if (flat && pieces.size() > 1) {
            bounded(pieces);
            out.volume("disk", 0, Stitched.of(pieces));
        }
    }

    /// An extent of zeros costs nothing to claim, and as much to digest as any other.
    private static void bounded(List<Bytes> pieces) throws Malformed {
        long size = 0;
        for (Bytes piece : pieces) {
            size += piece.size();
            if (size > 1L << 40) {
                throw new Malformed(-1, "extent", "more than a terabyte");
            }
        }
    }
}
