package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The ramdisk that a kernel carries in itself (`__initramfs_start`): a cpio archive of the "new" kind, or a
/// compressed stream of one.
///
/// @param at where it starts, a multiple of four
/// @param length in bytes; without the zeros behind an archive
record Ramdisk(long at, long length) {
    private static final byte[] NEW = "070701".getBytes(US_ASCII);
    private static final byte[] CHECKED = "070702".getBytes(US_ASCII);
    private static final int HEADER = 110;
    private static final String TRAILER = "TRAILER!!!";
    private static final long MOST_ENTRIES = 1 << 20;
    /// The magic also stands in the code that reads such archives.
    private static final int MOST_TRIED = 64;
    /// Each search for a recorded size passes over the rest of the kernel.
    private static final int MOST_SIZED = 4;
    /// `.init.ramfs.info` is aligned to eight behind the data.
    private static final int SIZE_REACH = 16;

    /// The first one in a kernel.
    static Optional<Ramdisk> in(Bytes kernel) throws Malformed {
        Optional<Ramdisk> plain = plain(kernel);
        if (plain.isPresent()) {
            return plain;
        }
        long from = 0;
        for (int tried = 0; tried < MOST_SIZED; tried++) {
            Optional<Packed> packed = Packed.first(kernel, from, kernel.size(), 4, Ramdisk::isArchive);
            if (packed.isEmpty()) {
                return Optional.empty();
            }
            Optional<Ramdisk> found = of(kernel, packed.get());
            if (found.isPresent()) {
                return found;
            }
            from = packed.get().at() + 1;
        }
        return Optional.empty();
    }

    private static boolean isArchive(byte[] decoded) {
        return decoded.length > HEADER
                && (Arrays.equals(decoded, 0, 6, NEW, 0, 6) || Arrays.equals(decoded, 0, 6, CHECKED, 0, 6));
    }

    private static Optional<Ramdisk> of(Bytes kernel, Packed packed) {
        try {
            if (packed.decoder() != null) {
                return Optional.of(new Ramdisk(packed.at(), packed.end(kernel) - packed.at()));
            }
            return bySize(kernel, packed.at());
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    /// Right behind the ramdisk the kernel keeps its size, in its own order and width.
    private static Optional<Ramdisk> bySize(Bytes kernel, long at) throws Malformed {
        for (long end = at + 4; end + 4 <= kernel.size(); end += 4) {
            int word = kernel.i32(end, LITTLE_ENDIAN, "__initramfs_size");
            long room = end - at;
            long little = Integer.toUnsignedLong(word);
            long big = Integer.toUnsignedLong(Integer.reverseBytes(word));
            for (long size : new long[] {little, big}) {
                if (size <= room && size > room - SIZE_REACH && size > HEADER) {
                    return Optional.of(new Ramdisk(at, size));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Ramdisk> plain(Bytes kernel) {
        long at = 0;
        for (int tried = 0; tried < MOST_TRIED; tried++) {
            at = kernel.indexOf(NEW, at, kernel.size());
            if (at < 0) {
                return Optional.empty();
            }
            long end = at % 4 == 0 ? end(kernel, at) : -1;
            if (end > 0) {
                return Optional.of(new Ramdisk(at, end - at));
            }
            at++;
        }
        return Optional.empty();
    }

    /// Where the archive at `at` ends; -1 where none is.
    private static long end(Bytes kernel, long at) {
        try {
            long next = at;
            for (long count = 0; count < MOST_ENTRIES; count++) {
                if (!kernel.matches(next, NEW)) {
                    return -1;
                }
                long size = hex(kernel, next + 54);
                long name = hex(kernel, next + 94);
                if (name < 1 || name > 4096) {
                    return -1;
                }
                String text = new String(kernel.array(next + HEADER, name - 1, "c_name"), US_ASCII);
                next = at + (next - at + HEADER + name + 3 & ~3L);
                next = next + size + 3 & ~3L;
                if (text.equals(TRAILER)) {
                    return next;
                }
            }
        } catch (Malformed | NumberFormatException e) {
            return -1;
        }
        return -1;
    }

    private static long hex(Bytes kernel, long at) throws Malformed {
        return Long.parseLong(new String(kernel.array(at, 8, "cpio field"), US_ASCII), 16);
    }
}
