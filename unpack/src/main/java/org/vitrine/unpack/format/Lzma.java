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
import org.vitrine.unpack.codec.LzmaDecoder;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// An .lzma file, also called LZMA-alone: 13 bytes of header without a magic, then raw LZMA data. Most firmware
/// for small devices packs its kernel so.
public final class Lzma implements Format {
    private static final int HEADER = 13;
    /// lc, lp and pb as met in firmware: 3/0/2 nearly always, then what vendors tuned for MIPS and ARM code.
    private static final int[] PROPERTIES = {
        0x5d, 0x5a, 0x5b, 0x5c, 0x5e, 0x62, 0x63, 0x64, 0x65, 0x66, 0x6c, 0x6d, 0x6e, 0x75, 0x87, 0x2c, 0x30, 0x39
    };
    /// A known size can't be more than so many times the data: 273 bytes cost a third of a bit at best.
    private static final long MAX_RATIO = 8_000;
    /// Shorter ones prove nothing.
    private static final int SMALLEST = 16;

    private static final List<Magic> MAGIC = headers();

    /// The properties, and a dictionary of which the lowest byte is 0, as it is in all that are rounded.
    private static List<Magic> headers() {
        List<Magic> headers = new ArrayList<>();
        for (int properties : PROPERTIES) {
            headers.add(Magic.hex(HexFormat.of().toHexDigits((byte) properties) + "00"));
        }
        return List.copyOf(headers);
    }

    @Override
    public Card card() {
        return new Card(
                "lzma",
                "LZMA-alone",
                List.of("LZMA specification (draft), Igor Pavlov, 2015", "XZ Utils, doc/lzma-file-format.txt"),
                List.of(
                        "Found only with one of 18 usual lc/lp/pb and a dictionary that is a multiple of 256 bytes.",
                        "A dictionary is kept up to 128 MiB; data that reaches further back is refused.",
                        "An unknown size without an end marker is not opened.",
                        "A declared size of 4 GiB or more is not opened.",
                        "Data that decodes to fewer than 16 bytes is not opened.",
                        "A damaged stream can't be told from chance and is not shown."));
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public boolean doubtful() {
        return true;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            // The range coder starts with a zero byte: what chance threw up nearly always ends here.
            if (image.u8(at + HEADER, "range coder") != 0) {
                return Optional.empty();
            }
            long dictionary = image.u32(at + 1, LITTLE_ENDIAN, "dictionary size");
            long size = size(image, at);
            long left = image.size() - at - HEADER;
            int code = image.i32(at + HEADER + 1, LITTLE_ENDIAN, "range coder");
            boolean likely = image.u8(at, "properties") < 9 * 5 * 5
                    && (dictionary >= 4096 && dictionary <= 3L << 29 || dictionary == 0xffff_ffffL)
                    && (size == LzmaDecoder.UNKNOWN || size >= SMALLEST && size / MAX_RATIO <= left)
                    // The first symbol, a literal, starts with a zero bit.
                    && (code & 0x80) == 0
                    && code != 0;
            return likely ? Optional.of(Claim.weak(at, Claim.UNKNOWN)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// The declared size. Some encoders for small devices write 32 bits of it and leave ones above.
    private static long size(Bytes image, long at) throws Malformed {
        long low = image.u32(at + 5, LITTLE_ENDIAN, "uncompressed size");
        long high = image.u32(at + 9, LITTLE_ENDIAN, "uncompressed size");
        if (low == 0xffff_ffffL && (high == low || high == 0)) {
            return LzmaDecoder.UNKNOWN;
        }
        if (high != 0 && high != 0xffff_ffffL) {
            throw new Malformed(at + 5, "uncompressed size", "4 GiB or more");
        }
        return low;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        int properties = image.u8(at, "properties");
        long dictionary = image.u32(at + 1, LITTLE_ENDIAN, "dictionary size");
        long size = size(image, at);
        sink.header(
                "properties", "lc=" + properties % 9 + " lp=" + properties / 9 % 5 + " pb=" + properties / 45, 0, 1);
        sink.header("dictionary size", Long.toString(dictionary), 1, 4);
        sink.header("uncompressed size", size == LzmaDecoder.UNKNOWN ? "unknown" : Long.toString(size), 5, 8);
        long end = LzmaDecoder.decode(image, at + HEADER, properties, dictionary, size, sink.payload("payload", 0));
        sink.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        sink.uses(Extent.Kind.DATA, HEADER, end - at - HEADER);
        return end;
    }
}
