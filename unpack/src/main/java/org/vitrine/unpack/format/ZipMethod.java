package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Bzip2Decoder;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.Deflate;
import org.vitrine.unpack.codec.Deflate64;
import org.vitrine.unpack.codec.LzmaDecoder;
import org.vitrine.unpack.codec.XzStream;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// The compression methods of a zip (APPNOTE 4.4.5) that are read here.
final class ZipMethod {
    static final int STORED = 0;
    static final int DEFLATE = 8;
    private static final int DEFLATE64 = 9;
    private static final int BZIP2 = 12;
    private static final int LZMA = 14;
    private static final int XZ = 95;

    private ZipMethod() {}

    static boolean known(int method) {
        return switch (method) {
            case STORED, DEFLATE, DEFLATE64, BZIP2, LZMA, XZ -> true;
            default -> false;
        };
    }

    static String name(int method) {
        return switch (method) {
            case 1 -> "shrink";
            case 2, 3, 4, 5 -> "reduce";
            case 6 -> "implode";
            case 20, 93 -> "zstd";
            case 94 -> "mp3";
            case 96 -> "jpeg";
            case 97 -> "wavpack";
            case 98 -> "ppmd";
            default -> "method " + method;
        };
    }

    /// What gives the content of an entry; size and CRC are verified.
    static Decoder decoder(Bytes data, ZipHeader header) {
        return out -> {
            Checked checked = new Checked(out, new CRC32());
            decode(data, header, checked);
            if (checked.count() != header.size()) {
                throw new Malformed(
                        -1, "uncompressed size", header.size() + " declared, " + checked.count() + " decoded");
            }
            if (checked.value() != header.crc()) {
                throw new Malformed(
                        -1,
                        "crc-32",
                        Long.toHexString(header.crc()) + " declared, " + Long.toHexString(checked.value())
                                + " decoded");
            }
        };
    }

    private static void decode(Bytes data, ZipHeader header, Out out) throws Unreadable {
        switch (header.method()) {
            case STORED -> copy(data, out);
            case DEFLATE -> Deflate.decode(data, 0, out);
            case DEFLATE64 -> Deflate64.decode(data, 0, out);
            case BZIP2 -> Bzip2Decoder.decode(data, 0, out);
            case XZ -> XzStream.decode(data, 0, out);
            case LZMA -> lzma(data, header.size(), out);
            default -> throw new IllegalArgumentException("method " + header.method());
        }
    }

    private static void copy(Bytes data, Out out) throws Unreadable {
        byte[] block = new byte[1 << 14];
        for (long at = 0; at < data.size(); ) {
            int count = data.copyAvailable(at, block, 0, block.length);
            out.write(block, 0, count);
            at += count;
        }
    }

    /// APPNOTE 5.8: version, length and bytes of the properties, then the data.
    private static void lzma(Bytes data, long size, Out out) throws Unreadable {
        int length = data.u16(2, LITTLE_ENDIAN, "LZMA properties size");
        if (length != 5) {
            throw new Malformed(2, "LZMA properties size", length + " bytes, 5 expected");
        }
        long dictionary = data.u32(5, LITTLE_ENDIAN, "dictionary size");
        LzmaDecoder.decode(data, 9, data.u8(4, "properties"), dictionary, size, out);
    }
}
