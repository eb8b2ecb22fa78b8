package org.vitrine.unpack.format.sevenzip;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.X86Options;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// A run of files that are compressed as one. Whoever asks for the files in their order decodes it once;
/// its place is kept between two files, which doesn't change what either gives.
final class Folder {
    /// The largest dictionary that is kept, in bytes.
    private static final long DICTIONARY_LIMIT = 128L << 20;

    /// No LZMA data grows more than this, so a dictionary beyond it is never filled.
    private static final long MOST_GROWTH = 8192;

    private static final int BLOCK = 1 << 16;

    /// A step of the decoding.
    ///
    /// @param method its identifier, in hex
    /// @param properties the bytes that it needs
    record Coder(String method, Bytes properties) {}

    /// From the packed bytes to the files.
    private final List<Coder> chain;
    private final Bytes packed;
    private final long packedAt;
    private final long size;
    private final long[] sizes;
    private final String refusal;
    private @Nullable InputStream open;
    private long position;

    /// A folder.
    ///
    /// @param sizes what each step of the chain gives
    /// @param refusal why it can't be decoded, or empty
    Folder(List<Coder> chain, Bytes packed, long packedAt, long[] sizes, String refusal) {
        this.chain = List.copyOf(chain);
        this.packed = packed;
        this.packedAt = packedAt;
        this.sizes = sizes.clone();
        this.size = sizes.length == 0 ? 0 : sizes[sizes.length - 1];
        this.refusal = refusal;
    }

    long size() {
        return size;
    }

    /// Decodes one file of it.
    ///
    /// @param crc what it must be, or -1
    synchronized void decode(long start, long length, long crc, Out out) throws Unreadable {
        if (!refusal.isEmpty()) {
            throw new Unsupported(packedAt, "Coder", refusal);
        }
        byte[] block = new byte[BLOCK];
        CRC32 computed = new CRC32();
        boolean whole = false;
        try {
            InputStream input = at(start, block);
            long left = length;
            while (left > 0) {
                int count = input.read(block, 0, (int) Math.min(BLOCK, left));
                if (count <= 0) {
                    throw new Malformed(packedAt, "packed stream", left + " bytes of a file are not there");
                }
                out.write(block, 0, count);
                computed.update(block, 0, count);
                position += count;
                left -= count;
            }
            whole = position < size;
        } catch (IOException | IllegalArgumentException e) {
            throw new Malformed(packedAt, "packed stream", String.valueOf(e.getMessage()));
        } finally {
            if (!whole) {
                open = null;
            }
        }
        if (crc >= 0 && crc != computed.getValue()) {
            throw new Malformed(packedAt, "CRC", "%08x stored, %08x computed".formatted(crc, computed.getValue()));
        }
    }

    private InputStream at(long start, byte[] block) throws IOException, Unreadable {
        InputStream input = open;
        if (input == null || position > start) {
            input = fresh();
            open = input;
            position = 0;
        }
        while (position < start) {
            int count = input.read(block, 0, (int) Math.min(BLOCK, start - position));
            if (count <= 0) {
                throw new Malformed(packedAt, "packed stream", "ends before the file");
            }
            position += count;
        }
        return input;
    }

    private InputStream fresh() throws IOException, Unreadable {
        InputStream input = packed.stream();
        for (int i = 0; i < chain.size(); i++) {
            input = step(chain.get(i), input, sizes[i]);
        }
        return input;
    }

    private InputStream step(Coder coder, InputStream input, long gives) throws IOException, Unreadable {
        Bytes properties = coder.properties();
        return switch (coder.method()) {
            case "00" -> input;
            case "030101" -> {
                int first = properties.u8(0, "lc, lp, pb");
                yield new LZMAInputStream(
                        input, gives, (byte) first, dictionary(properties.u32(1, LITTLE_ENDIAN, "dictionary"), gives));
            }
            case "21" -> {
                int code = properties.u8(0, "dictionary");
                long named = code >= 40 ? 0xffffffffL : (2L | code & 1) << code / 2 + 11;
                yield new LZMA2InputStream(input, dictionary(named, gives));
            }
            case "03030103", "04" -> new X86Options().getInputStream(input, ArrayCache.getDummyCache());
            case "040108" -> new InflaterInputStream(input, new Inflater(true), BLOCK);
            default -> throw new Unsupported(packedAt, "Coder", "method " + coder.method());
        };
    }

    private int dictionary(long named, long gives) throws Unsupported {
        long needed = Math.min(Math.min(named, gives), packed.size() * MOST_GROWTH);
        if (needed > DICTIONARY_LIMIT) {
            throw new Unsupported(packedAt, "dictionary", needed + " bytes needed, " + DICTIONARY_LIMIT + " allowed");
        }
        return (int) Math.max(4096, needed);
    }

    /// The identifier of a method as it is compared.
    static String method(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /// Why a folder with this method can't be decoded, or empty.
    static String refusal(String method) {
        return switch (method) {
            case "00", "030101", "21", "03030103", "04", "040108" -> "";
            case "06f10701" -> "encrypted (AES)";
            case "0303011b" -> "BCJ2";
            case "040202" -> "bzip2";
            case "030401" -> "PPMd";
            default -> "method " + method;
        };
    }
}
