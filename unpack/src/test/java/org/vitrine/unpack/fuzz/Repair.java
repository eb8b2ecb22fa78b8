package org.vitrine.unpack.fuzz;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.vitrine.unpack.codec.XxHash32;
import org.vitrine.unpack.format.jffs2.Crc;

/// Puts checksums right that stand before everything else: no fuzzer guesses them, and what lies behind
/// them would
/// never be met. Checksums that are only reported stay as they are.
final class Repair {
    private static final int UBI_EC = 0x55424923;
    private static final int UBI_VID = 0x55424921;
    private static final int UBI_LAYOUT = 0x7fffefff;

    private final byte[] image;
    private final int start;

    private Repair(byte[] image, int start) {
        this.image = image;
        this.start = start;
    }

    /// Puts right what the format of this name would refuse at once.
    ///
    /// @param start where its container starts
    static void checksums(String format, byte[] image, int start) {
        Repair repair = new Repair(image, start);
        switch (format) {
            case "gpt" -> repair.gpt();
            case "uimage" -> repair.put(4, BIG_ENDIAN, repair.zeroed(new CRC32(), 0, 64, 4));
            case "u-boot-env" -> repair.environment();
            case "erofs" -> repair.erofs();
            case "uefi-fv" -> repair.firmwareVolume();
            case "jffs2" -> repair.each(4, repair::jffs2);
            case "ubi" -> repair.each(64, repair::ubi);
            case "ubifs" -> repair.each(8, repair::ubifs);
            case "sevenzip" -> repair.sevenZip();
            case "xz" -> repair.xz();
            case "lz4" -> repair.lz4();
            case "lzop" -> repair.lzop();
            case "tar", "oci", "docker", "csar", "helm", "ovf", "vmdk-extents" -> repair.each(512, repair::tar);
            default -> {}
        }
    }

    private boolean holds(long at, long length) {
        return at >= 0 && length >= 0 && start + at + length <= image.length;
    }

    private int u8(int at) {
        return holds(at, 1) ? image[start + at] & 0xff : 0;
    }

    private int get(int at, ByteOrder order) {
        return holds(at, 4) ? ByteBuffer.wrap(image).order(order).getInt(start + at) : 0;
    }

    private void put(int at, ByteOrder order, long value) {
        if (holds(at, 4)) {
            ByteBuffer.wrap(image).order(order).putInt(start + at, (int) value);
        }
    }

    private long sum(Checksum checksum, int at, int length) {
        if (holds(at, length)) {
            checksum.update(image, start + at, length);
        }
        return checksum.getValue();
    }

    /// The sum of a header that has it in itself, as zeros.
    private long zeroed(Checksum checksum, int at, int length, int own) {
        if (length >= own + 4 && holds(at, length)) {
            byte[] header = Arrays.copyOfRange(image, start + at, start + at + length);
            Arrays.fill(header, own, own + 4, (byte) 0);
            checksum.update(header);
        }
        return checksum.getValue();
    }

    /// Goes through the image in steps; `repaired` gives how far a structure reaches, 0 where there is
    /// none.
    private void each(int step, IntUnaryOperator repaired) {
        for (int at = 0; holds(at, 1); ) {
            int length = repaired.applyAsInt(at);
            boolean whole = length > 0 && holds(at, length);
            at += whole ? Math.max(step, (length + step - 1) / step * step) : step;
        }
    }

    private void gpt() {
        for (int sector : new int[] {512, 4096}) {
            for (int at : new int[] {sector, image.length - start - sector}) {
                if (holds(at, 92) && get(at, LITTLE_ENDIAN) == 0x20494645) {
                    long table = Integer.toUnsignedLong(get(at + 72, LITTLE_ENDIAN)) * sector;
                    long length = Integer.toUnsignedLong(get(at + 80, LITTLE_ENDIAN)) * get(at + 84, LITTLE_ENDIAN);
                    if (length > 0 && holds(table, length)) {
                        put(at + 88, LITTLE_ENDIAN, sum(new CRC32(), (int) table, (int) length));
                    }
                    put(at + 16, LITTLE_ENDIAN, zeroed(new CRC32(), at, get(at + 12, LITTLE_ENDIAN), 16));
                }
            }
        }
    }

    private void environment() {
        int end = Math.min(4096, image.length - start);
        int flagged = u8(4) <= 1 ? 5 : 4;
        put(0, LITTLE_ENDIAN, sum(new CRC32(), flagged, end - flagged));
    }

    private void erofs() {
        int block = 1 << Math.clamp(u8(1024 + 12), 0, 16);
        put(1024 + 4, LITTLE_ENDIAN, ~zeroed(new CRC32C(), 1024, Math.max(block - 1024, 128), 4));
    }

    private void firmwareVolume() {
        int length = u8(48) | u8(49) << 8;
        if (length >= 52 && length % 2 == 0 && holds(0, length)) {
            int sum = 0;
            for (int at = 0; at < length; at += 2) {
                sum += at == 50 ? 0 : u8(at) | u8(at + 1) << 8;
            }
            image[start + 50] = (byte) -sum;
            image[start + 51] = (byte) (-sum >> 8);
        }
    }

    private int jffs2(int at) {
        ByteOrder order = u8(at) == 0x85 ? LITTLE_ENDIAN : BIG_ENDIAN;
        int first = get(at, BIG_ENDIAN);
        int type = order == LITTLE_ENDIAN ? Integer.reverseBytes(first) >>> 16 : first & 0xffff;
        boolean magic = first >>> 16 == 0x8519 || first >>> 16 == 0x1985;
        int length = get(at + 4, order);
        if (!magic || !holds(at, 12) || (type & 0x2000) == 0) {
            return 0;
        }
        put(at + 8, order, Crc.of(image, start + at, 8));
        switch (type) {
            case 0xe001 -> {
                jffs2(at + 40, u8(at + 28), at + 36, order);
                jffs2(at, 32, at + 32, order);
            }
            case 0xe002 -> {
                jffs2(at + 68, get(at + 48, order), at + 60, order);
                jffs2(at, 60, at + 64, order);
            }
            case 0x2006 -> {
                jffs2(at + 32, length - 32, at + 24, order);
                jffs2(at, 24, at + 28, order);
            }
            case 0xe008 -> {
                jffs2(at + 32, u8(at + 21) + 1 + (order == LITTLE_ENDIAN ? u8(at + 22) : u8(at + 23)), at + 24, order);
                jffs2(at, 28, at + 28, order);
            }
            case 0xe009 -> jffs2(at, 24, at + 24, order);
            default -> {}
        }
        return length;
    }

    private void jffs2(int at, int length, int stored, ByteOrder order) {
        if (holds(at, length)) {
            put(stored, order, Crc.of(image, start + at, length));
        }
    }

    private int ubi(int at) {
        int magic = get(at, BIG_ENDIAN);
        if (magic == UBI_EC || magic == UBI_VID) {
            put(at + 60, BIG_ENDIAN, ~sum(new CRC32(), at, 60));
        }
        int volume = magic == UBI_EC ? get(at + get(at + 16, BIG_ENDIAN) + 8, BIG_ENDIAN) : 0;
        if (volume == UBI_LAYOUT) {
            for (int record = at + get(at + 20, BIG_ENDIAN); holds(record, 172); record += 172) {
                if (get(record, BIG_ENDIAN) == UBI_EC) {
                    break;
                }
                put(record + 168, BIG_ENDIAN, ~sum(new CRC32(), record, 168));
            }
        }
        return 0;
    }

    private int ubifs(int at) {
        int length = get(at + 16, LITTLE_ENDIAN);
        if (get(at, LITTLE_ENDIAN) != 0x06101831 || length < 24 || !holds(at, length)) {
            return 0;
        }
        put(at + 4, LITTLE_ENDIAN, ~sum(new CRC32(), at + 8, length - 8));
        return length;
    }

    private void sevenZip() {
        long next = get(12, LITTLE_ENDIAN);
        int size = get(20, LITTLE_ENDIAN);
        if (next >= 0 && holds(32 + next, size)) {
            put(28, LITTLE_ENDIAN, sum(new CRC32(), (int) (32 + next), size));
        }
        put(8, LITTLE_ENDIAN, sum(new CRC32(), 12, 20));
    }

    private void xz() {
        put(8, LITTLE_ENDIAN, sum(new CRC32(), 6, 2));
        int header = (u8(12) + 1) * 4;
        if (u8(12) != 0) {
            put(12 + header - 4, LITTLE_ENDIAN, sum(new CRC32(), 12, header - 4));
        }
    }

    private void lz4() {
        int flags = u8(4);
        int length = 2 + ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0);
        if (get(0, LITTLE_ENDIAN) == 0x184d2204 && holds(4 + length, 1)) {
            image[start + 4 + length] = (byte) (XxHash32.of(image, start + 4, length) >>> 8);
        }
    }

    private void lzop() {
        boolean levels = (u8(9) << 8 | u8(10)) >= 0x0940;
        int at = levels ? 17 : 14;
        int flags = get(at, BIG_ENDIAN);
        at += 4 + ((flags & 0x800) != 0 ? 4 : 0) + (levels ? 12 : 8);
        int end = at + 1 + u8(at);
        put(end, BIG_ENDIAN, sum((flags & 0x1000) != 0 ? new CRC32() : new Adler32(), 9, end - 9));
    }

    private int tar(int at) {
        if (holds(at, 512) && u8(at) != 0 && (get(at + 257, BIG_ENDIAN) == 0x75737461 || at == 0)) {
            Arrays.fill(image, start + at + 148, start + at + 156, (byte) ' ');
            int sum = 0;
            for (int i = 0; i < 512; i++) {
                sum += u8(at + i);
            }
            byte[] text = "%06o\0".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, image, start + at + 148, text.length);
        }
        return 0;
    }
}
