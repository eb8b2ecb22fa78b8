package org.vitrine.inspect.component;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.HashMap;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;

/// What an rpm header says of its package (rpm, docs/manual/format_header.md): an index of tags, then the
/// store of their values. In a database it stands without the magic that files have before it.
final class RpmTags {
    private static final int NAME = 1000;
    private static final int VERSION = 1001;
    private static final int RELEASE = 1002;
    private static final int EPOCH = 1003;
    private static final int VENDOR = 1011;
    private static final int LICENSE = 1014;
    private static final int PACKAGER = 1015;
    private static final int ARCH = 1022;
    private static final int LONGEST = 4096;
    /// What rpm itself takes.
    private static final int MOST_ENTRIES = 0xffff;

    private final Map<Integer, String> values = new HashMap<>();
    private final long end;

    private RpmTags(long end) {
        this.end = end;
    }

    /// The header whose index count stands at `at`.
    static RpmTags read(Bytes bytes, long at) throws Malformed {
        long entries = bytes.u32(at, BIG_ENDIAN, "index count");
        long size = bytes.u32(at + 4, BIG_ENDIAN, "store size");
        if (entries > MOST_ENTRIES) {
            throw new Malformed(at, "index count", entries + " entries");
        }
        long store = at + 8 + 16 * entries;
        bytes.require(store, size, "store");
        RpmTags tags = new RpmTags(store + size);
        for (long i = 0; i < entries; i++) {
            long entry = at + 8 + 16 * i;
            int tag = bytes.i32(entry, BIG_ENDIAN, "tag");
            int type = bytes.i32(entry + 4, BIG_ENDIAN, "type");
            long offset = bytes.u32(entry + 8, BIG_ENDIAN, "offset");
            if (tag >= NAME && tag <= ARCH && offset < size) {
                if (type == 6 || type == 8 || type == 9) {
                    tags.values.putIfAbsent(tag, text(bytes, store + offset, store + size));
                } else if (type == 4 && tag == EPOCH) {
                    tags.values.putIfAbsent(tag, Long.toString(bytes.u32(store + offset, BIG_ENDIAN, "epoch")));
                }
            }
        }
        return tags;
    }

    private static String text(Bytes bytes, long from, long limit) {
        byte[] raw = new byte[(int) Math.min(LONGEST, limit - from)];
        int size = bytes.copyAvailable(from, raw, 0, raw.length);
        int length = 0;
        while (length < size && raw[length] != 0) {
            length++;
        }
        return Display.text(java.util.Arrays.copyOf(raw, length));
    }

    /// Behind the store.
    long end() {
        return end;
    }

    private String value(int tag) {
        return values.getOrDefault(tag, "");
    }

    /// The package; nothing in it is an installed key's.
    PackageEntry entry(long offset, long length) {
        String epoch = value(EPOCH).isEmpty() ? "" : value(EPOCH) + ":";
        String version = value(VERSION).isEmpty() ? "" : epoch + value(VERSION) + "-" + value(RELEASE);
        String supplier = value(VENDOR).isEmpty() ? value(PACKAGER) : value(VENDOR);
        // Keys of the package manager lie among the packages.
        String name = value(NAME).equals("gpg-pubkey") ? "" : value(NAME);
        return new PackageEntry("rpm", name, version, value(ARCH), supplier, value(LICENSE), offset, length);
    }
}
