package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.iso.BootCatalog;
import org.vitrine.unpack.format.iso.Disc;
import org.vitrine.unpack.format.iso.PathTable;
import org.vitrine.unpack.format.iso.VolumeDescriptor;
import org.vitrine.unpack.format.iso.Walk;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system of CD-ROMs, with Rock Ridge, Joliet, zisofs and El Torito. A disc that several trees
/// describe is given once: by Rock Ridge, else by Joliet, else by its plain names.
public final class Iso9660 implements Format {
    private static final int FIRST = VolumeDescriptor.FIRST;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int MOST_EXTENDED = 8;

    @Override
    public Card card() {
        return new Card(
                "iso9660",
                "ISO 9660",
                List.of(
                        "ECMA-119, Volume and File Structure of CDROM for Information Interchange",
                        "SUSP 1.12 and RRIP 1.12 (IEEE P1281, P1282)",
                        "Joliet Specification (Microsoft, 1995)",
                        "El Torito Bootable CD-ROM Format Specification 1.0"),
                List.of(
                        "Only the first session is read, and of UDF on the same disc only its presence is said.",
                        "Interleaved, associated and sparse files, and zisofs of the second version, are named, not read.",
                        "What stands in the system area before the volume, such as a boot record, is not explained.",
                        "A boot image without a length in the catalogue is taken to reach to the end."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("01434430303101", FIRST));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        long first = at + FIRST;
        if (!image.holds(first, Disc.SECTOR)
                || !VolumeDescriptor.standsAt(image, first)
                || image.u8(first, "Volume Descriptor Type") != 1) {
            return Optional.empty();
        }
        int block = VolumeDescriptor.blockSize(image, first);
        long blocks = image.u32(first + 80, LITTLE_ENDIAN, "Volume Space Size");
        long length = Math.max(FIRST + Disc.SECTOR, blocks * block);
        return Optional.of(Claim.strong(at, Math.min(length, image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "volume");
        Disc disc = new Disc(content, out, VolumeDescriptor.blockSize(content, FIRST));
        List<VolumeDescriptor> descriptors = descriptors(disc);
        headers(disc);
        List<VolumeDescriptor> views = new ArrayList<>();
        VolumeDescriptor primary = descriptors.getFirst();
        views.add(primary);
        for (VolumeDescriptor each : descriptors) {
            if (each.joliet()) {
                // Joliet has the longer names, unless Rock Ridge is there.
                boolean better = views.size() == 1 && Walk.names(disc, primary) == Walk.Names.PLAIN;
                views.add(better ? 0 : views.size(), each);
                out.header("joliet", "level " + level(content, each.at()), each.at() + 88, 3);
            }
        }
        Walk given = walk(disc, views, out);
        for (VolumeDescriptor each : descriptors) {
            if (each.type() == 0) {
                BootCatalog.read(disc, each, given);
            }
        }
        return claim.end();
    }

    /// Walks all views, the best first; what only others have is given behind it.
    private static Walk walk(Disc disc, List<VolumeDescriptor> views, Sink out) throws Unreadable {
        Walk given = null;
        for (VolumeDescriptor view : views) {
            Walk walk = view(disc, view, given);
            if (given == null) {
                given = walk;
                out.header("names", walk.names().name(), -1, 0);
            }
        }
        if (given == null) {
            throw new IllegalStateException("a disc without a view");
        }
        return given;
    }

    private static Walk view(Disc disc, VolumeDescriptor view, @Nullable Walk before) throws Unreadable {
        Walk walk = Walk.run(disc, view, before);
        PathTable.check(disc, view, walk);
        return walk;
    }

    private static int level(Bytes image, long at) throws Malformed {
        return switch (image.u8(at + 90, "Escape Sequences")) {
            case '@' -> 1;
            case 'C' -> 2;
            default -> 3;
        };
    }

    private static List<VolumeDescriptor> descriptors(Disc disc) throws Malformed {
        List<VolumeDescriptor> descriptors = new ArrayList<>();
        long at = FIRST;
        VolumeDescriptor last;
        do {
            if (!VolumeDescriptor.standsAt(disc.image(), at) || descriptors.size() == MOST_DESCRIPTORS) {
                disc.out().problem(new Problem.Malformed(at, "Volume Descriptor", "the set has no terminator"));
                return descriptors;
            }
            last = VolumeDescriptor.of(disc.image(), at);
            descriptors.add(last);
            disc.structure(at, Disc.SECTOR);
            at += Disc.SECTOR;
        } while (last.type() != 255);
        extended(disc, at);
        return descriptors;
    }

    /// The descriptors by which a disc says that it has a file system of ECMA-167, too.
    private static void extended(Disc disc, long first) throws Malformed {
        long at = first;
        for (int i = 0; i < MOST_EXTENDED && disc.image().holds(at, 6); i++) {
            String id = HeaderText.of(disc.image(), at + 1, 5, "Standard Identifier");
            if (!List.of("BEA01", "NSR02", "NSR03", "TEA01").contains(id)) {
                return;
            }
            if (id.startsWith("NSR")) {
                disc.out().header("udf", id, at + 1, 5);
                disc.out().problem(new Problem.Unsupported(at + 1, id, "the tree of UDF on this disc is not read"));
            }
            disc.structure(at, Disc.SECTOR);
            at += Disc.SECTOR;
        }
    }

    private static void headers(Disc disc) throws Malformed {
        Bytes image = disc.image();
        text(disc, "System Identifier", 8, 32);
        text(disc, "Volume Identifier", 40, 32);
        long blocks = disc.both(FIRST + 80, "Volume Space Size");
        disc.out().header("Volume Space Size", Long.toString(blocks), FIRST + 80, 8);
        disc.out().header("Logical Block Size", Integer.toString(disc.block()), FIRST + 128, 4);
        text(disc, "Publisher Identifier", 318, 128);
        text(disc, "Data Preparer Identifier", 446, 128);
        text(disc, "Application Identifier", 574, 128);
        time(disc, "Volume Creation Date and Time", 813);
        time(disc, "Volume Modification Date and Time", 830);
        if (blocks * disc.block() > image.size()) {
            disc.out()
                    .problem(new Problem.Malformed(
                            FIRST + 80,
                            "Volume Space Size",
                            blocks * disc.block() + " bytes named, " + image.size() + " are there"));
        }
        if (image.u16(510, LITTLE_ENDIAN, "system area") == 0xaa55) {
            disc.out().header("system area", "ends a sector like a boot record (55 AA)", 510, 2);
        }
    }

    private static void text(Disc disc, String field, int at, int length) throws Malformed {
        String text = HeaderText.of(disc.image(), FIRST + at, length, field).strip();
        if (!text.isEmpty()) {
            disc.out().header(field, text, FIRST + at, length);
        }
    }

    private static void time(Disc disc, String field, int at) throws Malformed {
        OptionalLong time = disc.longTime(FIRST + at, field);
        if (time.isPresent()) {
            disc.out().header(field, Instant.ofEpochSecond(time.getAsLong()).toString(), FIRST + at, 17);
        }
    }
}
