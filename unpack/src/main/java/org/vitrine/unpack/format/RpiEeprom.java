package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Lz4Frame;
import org.vitrine.unpack.format.rpi.Hashed;
import org.vitrine.unpack.format.rpi.Lzss;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The boot EEPROM of a Raspberry Pi: sections with a magic and a length at multiples of eight, up to erased flash.
/// Files have a name of 16 bytes; packed ones end with the SHA-256 of what they decode to, which is what is given: the
/// packing changed from one release to the next, the files didn't.
public final class RpiEeprom implements Format {
    private static final int HEADER = 8;
    private static final int NAME = 16;
    private static final int HASH = 32;
    private static final int FIRST = 0x55aaf00f;
    private static final int PLAIN = 0x55aaf11f;
    private static final int PLAIN_OTHER = 0x55aaf22f;
    private static final int PACKED = 0x55aaf33f;
    private static final int LZ4 = 0x55aaf44f;
    private static final int PADDING = 0x55aafeef;
    private static final int ERASED = 0xffff_ffff;
    private static final long LARGEST = 16 << 20;

    private static final Card CARD = new Card(
            "rpi-eeprom",
            "Raspberry Pi boot EEPROM",
            List.of(
                    "rpi-eeprom, rpi-eeprom-config (layout of the sections)",
                    "https://git.venev.name/hristo/rpi-eeprom-compress (the packing of older images)",
                    "LZ4 Frame Format Description 1.6.4 (the packing of newer ones)"),
            List.of(
                    "The length in a file's header is believed: what lies between a shorter file and the next is not read.",
                    "A file packed with LZ4 whose frame doesn't say its size is given as the frame it is.",
                    "Signatures are given, not verified."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("55aaf00f"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, BIG_ENDIAN, "magic") != FIRST) {
            return Optional.empty();
        }
        long length = image.u32(at + 4, BIG_ENDIAN, "length");
        long next = at + aligned(HEADER + length);
        // A second section where the first says it is: eight fixed bytes in all.
        boolean followed = length > 0
                && length < LARGEST
                && image.holds(next, HEADER)
                && isSection(image.i32(next, BIG_ENDIAN, "magic"));
        return followed ? Optional.of(Claim.strong(at, end(image, at))) : Optional.empty();
    }

    private static long aligned(long at) {
        return at + HEADER - 1 & -HEADER;
    }

    private static boolean isSection(int magic) {
        return switch (magic) {
            case FIRST, PLAIN, PLAIN_OTHER, PACKED, LZ4, PADDING -> true;
            default -> false;
        };
    }

    /// Length up to the last section, and the erased flash behind it.
    private static long end(Bytes image, long at) throws Malformed {
        long end = 0;
        while (image.holds(at + end, HEADER) && isSection(image.i32(at + end, BIG_ENDIAN, "magic"))) {
            end += aligned(HEADER + image.u32(at + end + 4, BIG_ENDIAN, "length"));
        }
        end = Math.min(end, image.size() - at);
        boolean erased = image.holds(at + end, 4) && image.i32(at + end, BIG_ENDIAN, "magic") == ERASED;
        byte[] window = new byte[1 << 14];
        while (erased && at + end < image.size() && end < LARGEST) {
            int filled = image.copyAvailable(at + end, window, 0, window.length);
            int same = 0;
            while (same < filled && window[same] == -1) {
                same++;
            }
            end += same;
            erased = same == window.length;
        }
        return end;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "EEPROM");
        Map<String, Integer> names = new HashMap<>();
        long at = 0;
        while (all.holds(at, HEADER)) {
            int magic = all.i32(at, BIG_ENDIAN, "magic");
            if (!isSection(magic)) {
                break;
            }
            out.uses(Extent.Kind.STRUCTURE, at, HEADER);
            long length = all.u32(at + 4, BIG_ENDIAN, "length");
            long there = Math.min(length, all.size() - at - HEADER);
            if (there < length) {
                out.problem(
                        new Problem.Malformed(at + 4, "length", length + " bytes declared, " + there + " are there"));
            }
            Bytes body = all.slice(at + HEADER, there, "section");
            if (magic == FIRST) {
                give(body, at + HEADER, "bootcode.bin", names, out);
            } else if (magic != PADDING) {
                file(at + HEADER, body, magic, names, out);
            }
            at += aligned(HEADER + there);
        }
        return claim.end();
    }

    private static void give(Bytes content, long at, String name, Map<String, Integer> names, Sink out)
            throws Unreadable {
        out.uses(Extent.Kind.DATA, at, content.size());
        out.file(named(Name.of(name), names), content);
    }

    private static Entry named(Name name, Map<String, Integer> names) {
        int count = names.merge(name.toString(), 1, Integer::sum);
        Name unique = count == 1 ? name : Name.of(name + "." + count);
        return Entry.of(List.of(unique), ArtifactType.FILE);
    }

    private static void file(long at, Bytes body, int magic, Map<String, Integer> names, Sink out) throws Unreadable {
        if (body.size() < NAME + (magic == PACKED || magic == LZ4 ? HASH : 0)) {
            out.problem(new Problem.Malformed(at - 4, "length", body.size() + " bytes are no file"));
            return;
        }
        byte[] raw = body.array(0, NAME, "name");
        int length = 0;
        while (length < NAME && raw[length] != 0) {
            length++;
        }
        Name name = Name.of(Arrays.copyOf(raw, length));
        if (length == 0 || name.toString().equals("..") || name.toString().equals(".")) {
            out.problem(new Problem.Malformed(at, "name", "is none"));
            name = Name.of("section@" + at);
        }
        Entry entry = named(name, names);
        if (magic == PLAIN || magic == PLAIN_OTHER) {
            out.uses(Extent.Kind.STRUCTURE, at, NAME);
            out.uses(Extent.Kind.DATA, at + NAME, body.size() - NAME);
            out.file(entry, body.from(NAME, "file"));
            return;
        }
        long packed = body.size() - NAME - HASH;
        byte[] hash = body.array(NAME + packed, HASH, "SHA-256");
        out.header(name + " SHA-256", HexFormat.of().formatHex(hash), at + NAME + packed, HASH);
        out.uses(Extent.Kind.STRUCTURE, at, NAME);
        out.uses(Extent.Kind.DATA, at + NAME, packed);
        out.uses(Extent.Kind.STRUCTURE, at + NAME + packed, HASH);
        Bytes data = body.slice(NAME, packed, "file");
        if (magic == PACKED) {
            out.file(entry, Lzss.size(data), to -> Lzss.decode(data, hash, to));
        } else {
            frame(data, hash, entry, out);
        }
    }

    private static void frame(Bytes data, byte[] hash, Entry entry, Sink out) throws Unreadable {
        long size = declared(data);
        if (size < 0) {
            out.file(entry, data);
        } else {
            out.file(entry, size, to -> {
                Hashed hashed = new Hashed(to);
                Lz4Frame.decode(data, 0, hashed);
                hashed.require(hash, data.size());
            });
        }
    }

    /// What a frame says that it decodes to; -1 where it says nothing, or is none.
    private static long declared(Bytes data) {
        try {
            return Lz4Frame.Header.read(data, 0).size();
        } catch (Malformed e) {
            return -1;
        }
    }
}
