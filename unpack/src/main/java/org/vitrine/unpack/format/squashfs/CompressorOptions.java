package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// What the compressor was told, as the image keeps it behind its superblock. Nothing is read with its help; it
/// tells images apart.
///
/// @param offset of the options in the image
/// @param length bytes of them
/// @param text each option with its name; the bytes in hex where a vendor has changed their form
public record CompressorOptions(long offset, int length, String text) {
    private static final int UNCOMPRESSED = 0x8000;
    /// No compressor has more than 8 bytes of options; vendors have added a few.
    private static final int LIMIT = 256;

    /// Those of an image that has some.
    ///
    /// @throws Malformed when they can't be options
    public static CompressorOptions of(Bytes image, Compression compression, ByteOrder order) throws Malformed {
        int header = image.u16(Superblock.SIZE, ByteOrder.LITTLE_ENDIAN, "compressor options");
        int length = header & ~UNCOMPRESSED;
        if ((header & UNCOMPRESSED) == 0 || length == 0 || length > LIMIT) {
            throw new Malformed(Superblock.SIZE, "compressor options", "header 0x" + Integer.toHexString(header));
        }
        long at = Superblock.SIZE + 2;
        byte[] bytes = image.array(at, length, "compressor options");
        Bytes options = Bytes.of(bytes);
        String known = length == size(compression) ? text(options, compression, order) : "";
        return new CompressorOptions(
                at, length, known.isEmpty() ? HexFormat.of().formatHex(bytes) : known);
    }

    private static int size(Compression compression) {
        return switch (compression) {
            case GZIP, LZO, XZ, LZ4 -> 8;
            case ZSTD -> 4;
            case LZMA -> -1;
        };
    }

    private static String text(Bytes options, Compression compression, ByteOrder order) throws Malformed {
        StringJoiner text = new StringJoiner(" ");
        switch (compression) {
            case GZIP -> {
                text.add("compression_level=" + options.u32(0, order, "compression_level"));
                text.add("window_size=" + options.u16(4, order, "window_size"));
                text.add("strategies=0x" + Integer.toHexString(options.u16(6, order, "strategies")));
            }
            case LZO -> {
                text.add("algorithm=" + options.u32(0, order, "algorithm"));
                text.add("compression_level=" + options.u32(4, order, "compression_level"));
            }
            case XZ -> {
                text.add("dictionary_size=" + options.u32(0, order, "dictionary_size"));
                text.add("filters=0x" + Long.toHexString(options.u32(4, order, "filters")));
            }
            case LZ4 -> {
                text.add("version=" + options.u32(0, order, "version"));
                text.add("flags=0x" + Long.toHexString(options.u32(4, order, "flags")));
            }
            case ZSTD -> text.add("compression_level=" + options.u32(0, order, "compression_level"));
            case LZMA -> {}
        }
        return text.toString();
    }
}
