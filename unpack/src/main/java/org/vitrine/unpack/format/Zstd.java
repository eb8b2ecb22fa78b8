package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.ZstdStream;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A Zstandard file: frames one after another, and skippable ones between them, which hold whatever
/// their writer liked.
public final class Zstd implements Format {
    private static final int SKIPPABLE = 0x184D2A50;
    /// Skippable frames in front of the first one that isn't.
    private static final int LEADING = 16;

    private static final List<Magic> MAGIC = magics();

    private static List<Magic> magics() {
        List<Magic> magics = new ArrayList<>(List.of(Magic.hex("28b52ffd")));
        for (int i = 0; i < 16; i++) {
            magics.add(Magic.hex(HexFormat.of().toHexDigits((byte) (0x50 + i)) + "2a4d18"));
        }
        return List.copyOf(magics);
    }

    @Override
    public Card card() {
        return new Card(
                "zstd",
                "Zstandard",
                List.of("RFC 8878"),
                List.of(
                        "Frames that need a dictionary are refused.",
                        "Windows of more than 128 MiB are refused.",
                        "Frames of zstd before 0.8 are not recognised.",
                        "What skippable frames hold is left as it is.",
                        "Frames that directly follow one another are one payload, as zstd itself reads them."));
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        long next = at;
        for (int i = 0; i < LEADING && isSkippable(image, next); i++) {
            next = behindSkippable(image, next);
        }
        if (!isFrame(image, next)) {
            return Optional.empty();
        }
        try {
            ZstdStream.Header.read(image, next);
        } catch (Malformed e) {
            return Optional.empty();
        } catch (Unreadable e) {
            return at == 0 ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
        }
        return Optional.of(
                at == 0 || ZstdStream.plausible(image, next)
                        ? Claim.strong(at, Claim.UNKNOWN)
                        : Claim.weak(at, Claim.UNKNOWN));
    }

    private static boolean isFrame(Bytes image, long at) {
        try {
            return image.i32(at, LITTLE_ENDIAN, "Magic_Number") == ZstdStream.MAGIC;
        } catch (Malformed e) {
            return false;
        }
    }

    private static boolean isSkippable(Bytes image, long at) {
        try {
            return (image.i32(at, LITTLE_ENDIAN, "Magic_Number") & ~15) == SKIPPABLE
                    && image.holds(at + 8, image.u32(at + 4, LITTLE_ENDIAN, "Frame_Size"));
        } catch (Malformed e) {
            return false;
        }
    }

    private static long behindSkippable(Bytes image, long at) {
        try {
            return at + 8 + image.u32(at + 4, LITTLE_ENDIAN, "Frame_Size");
        } catch (Malformed e) {
            return at;
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        Out payload = sink.payload("payload", 0);
        long next = at;
        long frames = 0;
        while (true) {
            if (isSkippable(image, next)) {
                sink.uses(Extent.Kind.STRUCTURE, next - at, 8);
                next = behindSkippable(image, next);
            } else if (isFrame(image, next)) {
                ZstdStream.Header header = ZstdStream.Header.read(image, next);
                if (frames == 0) {
                    describe(header, next - at, sink);
                }
                long end = ZstdStream.decode(image, next, payload);
                int trailer = header.checked() ? 4 : 0;
                sink.uses(Extent.Kind.STRUCTURE, next - at, header.blocks() - next);
                sink.uses(Extent.Kind.DATA, header.blocks() - at, end - trailer - header.blocks());
                sink.uses(Extent.Kind.STRUCTURE, end - trailer - at, trailer);
                next = end;
                frames++;
            } else {
                break;
            }
        }
        if (frames > 1) {
            sink.header("frames", Long.toString(frames), -1, 0);
        }
        return next;
    }

    private static void describe(ZstdStream.Header header, long at, Sink sink) {
        sink.header("Window_Size", Long.toString(header.window()), -1, 0);
        if (header.size() >= 0) {
            sink.header("Frame_Content_Size", Long.toString(header.size()), -1, 0);
        }
        sink.header("Content_Checksum_flag", header.checked() ? "1" : "0", at + 4, 1);
    }
}
