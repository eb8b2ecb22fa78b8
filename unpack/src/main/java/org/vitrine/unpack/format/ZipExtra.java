package org.vitrine.unpack.format;

import java.util.OptionalLong;

/// What the extra fields of a zip's header say (APPNOTE 4.5 and Info-ZIP's `extrafld.txt`).
final class ZipExtra {
    private static final int ZIP64 = 0x0001;
    private static final int NTFS = 0x000a;
    private static final int TIMESTAMP = 0x5455;
    private static final int UNIX_OLD = 0x5855;
    private static final int UNIX_16 = 0x7855;
    private static final int UNIX = 0x7875;
    /// From 1601, where Windows starts to count, to 1970, in tenths of a microsecond.
    private static final long WINDOWS_EPOCH = 116_444_736_000_000_000L;

    private final byte[] raw;
    private int zip64 = -1;
    private int zip64End = -1;
    private OptionalLong mtime = OptionalLong.empty();
    private OptionalLong uid = OptionalLong.empty();
    private OptionalLong gid = OptionalLong.empty();

    /// Reads the fields as far as they fit; what is left over is padding.
    ZipExtra(byte[] raw) {
        this.raw = raw;
        for (int at = 0; at + 4 <= raw.length; ) {
            int id = (int) number(at, 2);
            int size = (int) number(at + 2, 2);
            at += 4;
            if (size > raw.length - at) {
                break;
            }
            field(id, at, size);
            at += size;
        }
    }

    /// Last change in seconds UTC.
    OptionalLong mtime() {
        return mtime;
    }

    OptionalLong uid() {
        return uid;
    }

    OptionalLong gid() {
        return gid;
    }

    /// Takes the next 64-bit number of the zip64 field, for a field of the header that holds all ones.
    OptionalLong nextZip64() {
        if (zip64 < 0 || zip64 + 8 > zip64End) {
            return OptionalLong.empty();
        }
        zip64 += 8;
        return OptionalLong.of(number(zip64 - 8, 8));
    }

    private void field(int id, int at, int size) {
        switch (id) {
            case ZIP64 -> {
                zip64 = at;
                zip64End = at + size;
            }
            case TIMESTAMP -> {
                if (size >= 5 && (raw[at] & 1) != 0) {
                    mtime = OptionalLong.of(signed(at + 1));
                }
            }
            case NTFS -> {
                if (size >= 16 && number(at + 4, 2) == 1 && mtime.isEmpty()) {
                    mtime = OptionalLong.of(Math.floorDiv(number(at + 8, 8) - WINDOWS_EPOCH, 10_000_000L));
                }
            }
            case UNIX_OLD -> {
                if (size >= 8 && mtime.isEmpty()) {
                    mtime = OptionalLong.of(signed(at + 4));
                }
                if (size >= 12 && uid.isEmpty()) {
                    owner(number(at + 8, 2), number(at + 10, 2));
                }
            }
            case UNIX_16 -> {
                if (size >= 4 && uid.isEmpty()) {
                    owner(number(at, 2), number(at + 2, 2));
                }
            }
            case UNIX -> unix(at, size);
            default -> {
                // Fields of other systems say nothing of what an entry keeps.
            }
        }
    }

    private void unix(int at, int size) {
        if (size < 3 || raw[at] != 1) {
            return;
        }
        int uidSize = raw[at + 1];
        if (uidSize < 1 || uidSize > 8 || uidSize + 3 > size) {
            return;
        }
        int gidSize = raw[at + 2 + uidSize];
        if (gidSize >= 1 && gidSize <= 8 && 3 + uidSize + gidSize <= size) {
            owner(number(at + 2, uidSize), number(at + 3 + uidSize, gidSize));
        }
    }

    private void owner(long newUid, long newGid) {
        uid = OptionalLong.of(newUid);
        gid = OptionalLong.of(newGid);
    }

    private long signed(int at) {
        return number(at, 4) << 32 >> 32;
    }

    private long number(int at, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | raw[at + i] & 0xff;
        }
        return value;
    }
}
