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
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int UNCOMPRESSED = 0x8000;
    /// No compressor has more than 8 bytes of options; vendors have added a few.
    private static final int LIMIT = 256;

    /// Those of an image that has some.
    ///
    /// @throws Malformed when they can't be options
    public static CompressorOptions of(Bytes image, Compression compression) throws Malformed {
        int header = image.u16(Superblock.SIZE, LE, "compressor options");
        int length = header & ~UNCOMPRESSED;
        if ((header & UNCOMPRESSED) == 0 || length == 0 || length > LIMIT) {
            throw new Malformed(Superblock.SIZE, "compressor options", "header 0x" + Integer.toHexString(header));
        }
        long at = Superblock.SIZE + 2;
        byte[] bytes = image.array(at, length, "compressor options");
        Bytes options = Bytes.of(bytes);
        String known = length == size(compression) ? text(options, compression) : "";
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

    private static String text(Bytes options, Compression compression) throws Malformed {
        StringJoiner text = new StringJoiner(" ");
        switch (compression) {
            case GZIP -> {
                text.add("compression_level=" + options.u32(0, LE, "compression_level"));
                text.add("window_size=" + options.u16(4, LE, "window_size"));
                text.add("strategies=0x" + Integer.toHexString(options.u16(6, LE, "strategies")));
            }
            case LZO -> {
                text.add("algorithm=" + options.u32(0, LE, "algorithm"));
                text.add("compression_level=" + options.u32(4, LE, "compression_level"));
            }
            case XZ -> {
                text.add("dictionary_size=" + options.u32(0, LE, "dictionary_size"));
                text.add("filters=0x" + Long.toHexString(options.u32(4, LE, "filters")));
            }
            case LZ4 -> {
                text.add("version=" + options.u32(0, LE, "version"));
                text.add("flags=0x" + Long.toHexString(options.u32(4, LE, "flags")));
            }
            case ZSTD -> text.add("compression_level=" + options.u32(0, LE, "compression_level"));
            case LZMA -> {}
        }
        return text.toString();
    }
}
