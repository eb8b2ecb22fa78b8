package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A package of MikroTik's RouterOS: a magic, a length, then parts, each with a type of two bytes and
/// a length of four.
public final class Npk implements Format {
    private static final int MAGIC = 0xbad0f11e;
    private static final int START = 8;
    private static final int PART = 6;
    private static final int MOST_PARTS = 4096;

    private static final int INFORMATION = 1;
    private static final int DESCRIPTION = 2;
    private static final int REQUIREMENTS = 3;
    private static final int FILES = 4;
    private static final int INSTALL = 7;
    private static final int UNINSTALL = 8;
    private static final int SIGNATURE = 9;
    private static final int ARCHITECTURE = 16;
    private static final int SQUASHFS = 21;
    private static final int FILLING = 22;
    private static final int DIGEST = 23;
    private static final int CHANNEL = 24;

    @Override
    public Card card() {
        return new Card(
                "npk",
                "MikroTik RouterOS package",
                List.of("No public specification; the layout as packages of RouterOS 6 and 7 show it"),
                List.of(
                        "The signature is named, not verified; nor is the digest, whose extent is not known.",
                        "Parts of other types are given out as they are."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1ef1d0ba"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            if (image.i32(at, LITTLE_ENDIAN, "magic") != MAGIC) {
                return Optional.empty();
            }
            long size = image.u32(at + 4, LITTLE_ENDIAN, "size");
            int first = image.u16(at + START, LITTLE_ENDIAN, "part type");
            long length = image.u32(at + START + 2, LITTLE_ENDIAN, "part size");
            boolean right = first == INFORMATION && length >= 24 && length < 1024 && size >= START + length;
            return right ? Optional.of(Claim.strong(at, Math.min(START + size, image.size() - at))) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "package");
        long declared = START + all.u32(4, LITTLE_ENDIAN, "size");
        if (declared > all.size()) {
            sink.problem(new Problem.Malformed(4, "size", declared + " bytes declared, " + all.size() + " left"));
        }
        sink.uses(Extent.Kind.STRUCTURE, 0, START);
        long next = START;
        int parts = 0;
        while (next < all.size()) {
            if (++parts > MOST_PARTS) {
                throw new Malformed(next, "part type", "more than " + MOST_PARTS + " parts");
            }
            int type = all.u16(next, LITTLE_ENDIAN, "part type");
            long length = all.u32(next + 2, LITTLE_ENDIAN, "part size");
            sink.uses(Extent.Kind.STRUCTURE, next, PART);
            part(type, all.slice(next + PART, length, "part"), next + PART, sink);
            next += PART + length;
        }
        return claim.end();
    }

    private static void part(int type, Bytes part, long at, Sink sink) throws Unreadable {
        switch (type) {
            case INFORMATION -> information(part, at, sink);
            case DESCRIPTION -> text("description", part, at, sink);
            case REQUIREMENTS -> requirements(part, at, sink);
            case FILES -> sink.part("files", at, part);
            case INSTALL -> sink.part("install", at, part);
            case UNINSTALL -> sink.part("uninstall", at, part);
            case SQUASHFS -> sink.part("squashfs", at, part);
            case SIGNATURE -> {
                sink.header("signature", part.size() + " bytes", at, part.size());
                sink.uses(Extent.Kind.STRUCTURE, at, part.size());
            }
            case ARCHITECTURE -> text("architecture", part, at, sink);
            case DIGEST -> text("digest", part, at, sink);
            case CHANNEL -> text("channel", part, at, sink);
            case FILLING -> {
                // Brings the next part to a multiple of 4096; what it holds is nobody's.
            }
            default -> {
                if (part.size() > 0) {
                    sink.part("part" + type, at, part);
                }
            }
        }
    }

    private static void text(String field, Bytes part, long at, Sink sink) throws Malformed {
        int length = (int) Math.min(part.size(), 4096);
        sink.header(field, HeaderText.of(part, 0, length, field), at, part.size());
        sink.uses(Extent.Kind.STRUCTURE, at, part.size());
    }

    private static void information(Bytes part, long at, Sink sink) throws Malformed {
        sink.header("name", HeaderText.of(part, 0, 16, "name"), at, 16);
        sink.header("version", version(part, 16), at + 16, 4);
        sink.header(
                "build time",
                Instant.ofEpochSecond(part.u32(20, LITTLE_ENDIAN, "build time")).toString(),
                at + 20,
                4);
        sink.uses(Extent.Kind.STRUCTURE, at, part.size());
    }

    /// Revision, kind of release, minor, major.
    private static String version(Bytes part, long at) throws Malformed {
        int revision = part.u8(at, "version");
        int kind = part.u8(at + 1, "version");
        String release = switch (kind) {
            case 'a' -> "alpha";
            case 'b' -> "beta";
            case 'c' -> "rc";
            case 'f' -> ".";
            default -> " " + HexFormat.of().toHexDigits((byte) kind) + " ";
        };
        String name = part.u8(at + 3, "version") + "." + part.u8(at + 2, "version");
        return kind == 'f' && revision == 0 ? name : name + release + revision;
    }

    private static void requirements(Bytes part, long at, Sink sink) throws Malformed {
        int count = part.u16(0, LITTLE_ENDIAN, "count");
        sink.uses(Extent.Kind.STRUCTURE, at, part.size());
        for (int i = 0; i < count; i++) {
            long from = 2 + 32L * i;
            if (!part.holds(from, 32)) {
                throw new Malformed(at, "count", count + " requirements in " + part.size() + " bytes");
            }
            String name = HeaderText.of(part, from, 16, "requirement");
            String range = version(part, from + 16) + " to " + version(part, from + 24);
            sink.header("requires", name + " " + range, at + from, 32);
        }
    }
}
