package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The firmware of Bosch's cameras: a header of 1024 bytes before further images of the same kind, or before files
/// of which each byte is masked with 0x42.
public final class BoschCamera implements Format {
    private static final int HEADER = 0x400;
    private static final int LENGTH = 16;
    private static final int MAGIC = 0x10122003;
    private static final int MASK = 0x42;
    /// The magic of a file, masked as it lies there.
    private static final int FILE = 0xdeadaffe ^ 0x42424242;
    private static final int FILE_HEADER = 64;
    private static final int NAME = 8;
    private static final int NAME_LENGTH = 32;
    private static final int SIZE = 40;

    private static final Card CARD = new Card(
            "bosch-camera",
            "Bosch camera firmware",
            List.of("anvilsecure/BoschFirmwareTool (the published description of the layout)"),
            List.of(
                    "Encrypted firmware (from version 6.50 on) is not recognised.",
                    "Fields without a known meaning get no row; the checksums follow no rule known here."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("10122003"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!starts(image, at, MAGIC) || !image.holds(at, HEADER)) {
            return Optional.empty();
        }
        long end = at + HEADER;
        if (starts(image, end, MAGIC)) {
            while (starts(image, end, MAGIC) && image.holds(end, HEADER)) {
                end += HEADER + image.u32(end + LENGTH, BIG_ENDIAN, "length");
            }
        } else if (starts(image, end, FILE)) {
            end += image.u32(at + LENGTH, BIG_ENDIAN, "length");
        } else {
            return Optional.empty();
        }
        return Optional.of(Claim.strong(at, Math.min(end, image.size()) - at));
    }

    private static boolean starts(Bytes image, long at, int magic) throws Malformed {
        return image.holds(at, 4) && image.i32(at, BIG_ENDIAN, "magic") == magic;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "firmware");
        out.header("target", "0x%08x".formatted(all.i32(4, BIG_ENDIAN, "target")), 4, 4);
        out.header("version", "%08x".formatted(all.i32(12, BIG_ENDIAN, "version")), 12, 4);
        out.header("length", Long.toString(all.u32(LENGTH, BIG_ENDIAN, "length")), LENGTH, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        if (starts(all, HEADER, MAGIC)) {
            images(all, out);
        } else {
            files(all, out);
        }
        return claim.end();
    }

    private static void images(Bytes all, Sink out) throws Unreadable {
        long at = HEADER;
        while (starts(all, at, MAGIC) && all.holds(at, HEADER)) {
            long length = HEADER + all.u32(at + LENGTH, BIG_ENDIAN, "length");
            long there = Math.min(length, all.size() - at);
            if (there < length) {
                out.problem(new Problem.Malformed(
                        at + LENGTH, "length", length + " bytes declared, " + there + " are there"));
            }
            out.part("firmware", at, all.slice(at, there, "firmware"));
            at += length;
        }
    }

    private static void files(Bytes all, Sink out) throws Unreadable {
        long at = HEADER;
        while (starts(all, at, FILE) && all.holds(at, FILE_HEADER)) {
            byte[] header = unmasked(all, at, FILE_HEADER);
            Bytes fields = Bytes.of(header);
            long record = fields.u32(4, BIG_ENDIAN, "record length");
            long size = fields.u32(SIZE, BIG_ENDIAN, "size");
            if (record < FILE_HEADER || size > record - FILE_HEADER || !all.holds(at, record)) {
                throw new Malformed(at + 4, "record length", size + " bytes in " + record);
            }
            int end = NAME;
            while (end < NAME + NAME_LENGTH && header[end] != 0) {
                end++;
            }
            List<Name> path = Name.split(Arrays.copyOfRange(header, NAME, end));
            if (path.isEmpty()) {
                throw new Malformed(at + NAME, "name", "is none");
            }
            out.uses(Extent.Kind.STRUCTURE, at, FILE_HEADER);
            out.uses(Extent.Kind.DATA, at + FILE_HEADER, size);
            Bytes data = all.slice(at + FILE_HEADER, size, "file");
            out.file(Entry.of(path, ArtifactType.FILE), size, to -> {
                int step = 1 << 14;
                for (long done = 0; done < size; done += step) {
                    byte[] window = unmasked(data, done, (int) Math.min(step, size - done));
                    to.write(window, 0, window.length);
                }
            });
            at += record;
        }
    }

    private static byte[] unmasked(Bytes masked, long at, int length) throws Malformed {
        byte[] bytes = masked.array(at, length, "masked bytes");
        for (int i = 0; i < length; i++) {
            bytes[i] ^= MASK;
        }
        return bytes;
    }
}
