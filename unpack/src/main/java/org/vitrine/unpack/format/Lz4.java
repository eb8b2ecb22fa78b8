package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Lz4Frame;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// An LZ4 file: frames one after another, or the legacy ones without checksums that Linux kernels are
/// packed with.
public final class Lz4 implements Format {
    @Override
    public Card card() {
        return new Card(
                "lz4",
                "LZ4",
                List.of("LZ4 Frame Format Description 1.6.4", "LZ4 Block Format Description"),
                List.of(
                        "Frames that need a dictionary are refused.",
                        "A legacy frame has no end mark: it ends behind the first block that isn't full.",
                        "Frames that directly follow one another are one payload, as lz4 itself reads them."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("04224d18"), Magic.hex("02214c18"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        boolean right = isFrame(image, at) || isLegacy(image, at) && Lz4Frame.legacyPlausible(image, at);
        return right ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
    }

    /// Whether a frame's header, whose checksum is right, stands at `at`.
    private static boolean isFrame(Bytes image, long at) {
        try {
            Lz4Frame.Header.read(image, at);
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    private static boolean isLegacy(Bytes image, long at) {
        try {
            return image.i32(at, LITTLE_ENDIAN, "Magic Number") == Lz4Frame.LEGACY;
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        Out payload = sink.payload("payload", 0);
        sink.header("frame", isLegacy(image, at) ? "legacy" : "LZ4", 0, 4);
        long next = at;
        long frames = 0;
        do {
            if (isLegacy(image, next)) {
                long end = Lz4Frame.decodeLegacy(image, next, payload);
                sink.uses(Extent.Kind.STRUCTURE, next - at, 4);
                sink.uses(Extent.Kind.DATA, next + 4 - at, end - next - 4);
                next = end;
            } else {
                Lz4Frame.Header header = Lz4Frame.Header.read(image, next);
                if (frames == 0) {
                    describe(header, sink);
                }
                long end = Lz4Frame.decode(image, next, payload);
                int trailer = header.checked() ? 8 : 4;
                sink.uses(Extent.Kind.STRUCTURE, next - at, header.blocks() - next);
                sink.uses(Extent.Kind.DATA, header.blocks() - at, end - trailer - header.blocks());
                sink.uses(Extent.Kind.STRUCTURE, end - trailer - at, trailer);
                next = end;
            }
            frames++;
        } while (isFrame(image, next) || isLegacy(image, next) && Lz4Frame.legacyPlausible(image, next));
        if (frames > 1) {
            sink.header("frames", Long.toString(frames), -1, 0);
        }
        return next;
    }

    private static void describe(Lz4Frame.Header header, Sink sink) {
        sink.header("block size", Integer.toString(header.blockSize()), 5, 1);
        sink.header("blocks", header.linked() ? "linked" : "independent", 4, 1);
        if (header.size() >= 0) {
            sink.header("content size", Long.toString(header.size()), 6, 8);
        }
        String checksums = (header.blockChecked() ? "of blocks" : "")
                + (header.blockChecked() && header.checked() ? ", " : "")
                + (header.checked() ? "of content" : "");
        sink.header("checksums", checksums.isEmpty() ? "none" : checksums, 4, 1);
    }
}
