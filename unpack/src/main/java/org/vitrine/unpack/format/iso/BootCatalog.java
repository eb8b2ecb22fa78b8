package org.vitrine.unpack.format.iso;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;

/// The catalogue of boot images (El Torito 1.0, section 2). An image that is a file of the tree is named;
/// any other is given as a part.
public final class BootCatalog {
    private static final int ENTRY = 32;
    private static final int VIRTUAL_SECTOR = 512;
    private static final int MOST_IMAGES = 256;

    private final Disc disc;
    private final Walk walk;
    private final long start;
    private int images;

    private BootCatalog(Disc disc, Walk walk, long start) {
        this.disc = disc;
        this.walk = walk;
        this.start = start;
    }

    /// Reads the catalogue that a boot record names, if it is one of El Torito.
    ///
    /// @throws LimitReached when no more entries are allowed
    public static void read(Disc disc, VolumeDescriptor record, Walk walk) throws Unreadable {
        Bytes image = disc.image();
        String system = new String(image.array(record.at() + 7, 23, "Boot System Identifier"), ISO_8859_1);
        if (!system.equals("EL TORITO SPECIFICATION")) {
            disc.out().problem(new Problem.Unsupported(record.at() + 7, "Boot System Identifier", "not El Torito"));
            return;
        }
        long start = image.u32(record.at() + 0x47, LITTLE_ENDIAN, "Boot Catalog") * disc.block();
        try {
            new BootCatalog(disc, walk, start).read();
        } catch (Malformed e) {
            disc.out().problem(e.problem());
        }
    }

    private void read() throws Unreadable {
        Bytes image = disc.image();
        int sum = 0;
        for (int i = 0; i < ENTRY; i += 2) {
            sum += image.u16(start + i, LITTLE_ENDIAN, "Validation Entry");
        }
        if (image.u8(start, "Header ID") != 1 || image.u16(start + 30, LITTLE_ENDIAN, "Key") != 0xaa55) {
            throw new Malformed(start, "Validation Entry", "no boot catalogue starts here");
        }
        if ((sum & 0xffff) != 0) {
            disc.out().problem(new Problem.Malformed(start + 28, "Checksum", "the words add up to " + (sum & 0xffff)));
        }
        image(start + ENTRY, platform(image.u8(start + 1, "Platform ID")));
        long at = start + 2 * ENTRY;
        boolean last = false;
        while (!last && image.holds(at, ENTRY)) {
            int id = image.u8(at, "Header Indicator");
            if (id != 0x90 && id != 0x91) {
                break;
            }
            last = id == 0x91;
            String platform = platform(image.u8(at + 1, "Platform ID"));
            int count = image.u16(at + 2, LITTLE_ENDIAN, "number of section entries");
            at += ENTRY;
            for (int i = 0; i < count; i++) {
                image(at, platform);
                at += ENTRY;
                while (image.holds(at, ENTRY) && image.u8(at, "Extension Indicator") == 0x44) {
                    at += ENTRY;
                }
            }
        }
        disc.structure(start, at - start);
    }

    private static String platform(int id) {
        return switch (id) {
            case 0 -> "80x86";
            case 1 -> "PowerPC";
            case 2 -> "Mac";
            case 0xef -> "EFI";
            default -> "0x%02x".formatted(id);
        };
    }

    private void image(long at, String platform) throws Unreadable {
        Bytes image = disc.image();
        if (++images > MOST_IMAGES) {
            throw new Malformed(at, "Section Entry", "more than " + MOST_IMAGES + " images");
        }
        boolean boots = image.u8(at, "Boot Indicator") == 0x88;
        int media = image.u8(at + 1, "Boot media type") & 0xf;
        int count = image.u16(at + 6, LITTLE_ENDIAN, "Sector Count");
        long from = image.u32(at + 8, LITTLE_ENDIAN, "Load RBA") * disc.block();
        if (from == 0) {
            return;
        }
        long there = image.size() - from;
        if (there <= 0) {
            disc.out().problem(new Problem.Malformed(at + 8, "Load RBA", "byte " + from + " is not there"));
            return;
        }
        long file = walk.fileAt(from);
        String kind = boots ? platform + ", bootable" : platform + ", not bootable";
        String place = file >= 0 ? "a file of the tree" : "outside of the tree";
        disc.out().header("boot image", kind + ", at " + from + ", " + place, at, ENTRY);
        if (file < 0) {
            long length = Math.min(there, length(image, media, count, from));
            disc.out().part("boot", from, image.slice(from, length, "boot image"));
        }
    }

    /// Where the catalogue has no length, as for EFI, an image reaches to the end.
    private static long length(Bytes image, int media, int count, long from) throws Malformed {
        return switch (media) {
            case 1 -> 1200L << 10;
            case 2 -> 1440L << 10;
            case 3 -> 2880L << 10;
            case 4 -> {
                long sectors = image.holds(from + 446, 16)
                        ? image.u32(from + 454, LITTLE_ENDIAN, "first sector")
                                + image.u32(from + 458, LITTLE_ENDIAN, "sectors")
                        : 0;
                yield sectors == 0 ? Long.MAX_VALUE : sectors * VIRTUAL_SECTOR;
            }
            default -> count <= 1 ? Long.MAX_VALUE : (long) count * VIRTUAL_SECTOR;
        };
    }
}
