package org.vitrine.unpack.format.iso;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// A file that is compressed block by block (zisofs, first version): a header, pointers, and zlib streams.
///
/// @param stored its bytes on the disc
/// @param size of the decoded file
record Zisofs(Bytes stored, long size) implements Decoder {
    private static final byte[] MAGIC = {0x37, (byte) 0xe4, 0x53, (byte) 0x96, (byte) 0xc9, (byte) 0xdb, (byte) 0xd6, 7
    };

    @Override
    public void decode(Out out) throws Unreadable {
        if (!stored.matches(0, MAGIC)) {
            throw new Malformed(0, "zisofs magic", "the file is said to be compressed, and is not");
        }
        long declared = stored.u32(8, LITTLE_ENDIAN, "zisofs size");
        int header = stored.u8(12, "zisofs header size") * 4;
        int shift = stored.u8(13, "zisofs block size");
        if (declared != size || header < 16 || shift < 15 || shift > 17) {
            throw new Malformed(8, "zisofs header", declared + " bytes in blocks of 2^" + shift + ", not " + size);
        }
        byte[] decoded = new byte[1 << shift];
        Inflater inflater = new Inflater();
        try {
            long left = size;
            for (long i = 0; left > 0; i++) {
                long from = stored.u32(header + 4 * i, LITTLE_ENDIAN, "zisofs pointer");
                long to = stored.u32(header + 4 * i + 4, LITTLE_ENDIAN, "zisofs pointer");
                int wanted = (int) Math.min(left, decoded.length);
                if (from == to) {
                    out.hole(wanted);
                } else {
                    block(inflater, from, to - from, decoded, wanted);
                    out.write(decoded, 0, wanted);
                }
                left -= wanted;
            }
        } finally {
            inflater.end();
        }
    }

    private void block(Inflater inflater, long at, long length, byte[] decoded, int wanted) throws Malformed {
        // No deflated block is longer than what it stands for by more than this.
        if (length < 0 || length > 2L * decoded.length) {
            throw new Malformed(at, "zisofs block", length + " bytes");
        }
        inflater.reset();
        inflater.setInput(stored.array(at, length, "zisofs block"));
        try {
            int done = 0;
            while (done < wanted) {
                int count = inflater.inflate(decoded, done, wanted - done);
                if (count == 0) {
                    throw new Malformed(at, "zisofs block", "gives " + done + " bytes of " + wanted);
                }
                done += count;
            }
        } catch (DataFormatException e) {
            throw new Malformed(at, "zisofs block", String.valueOf(e.getMessage()));
        }
    }
}
