package org.vitrine.unpack.format.iso;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// What the system use area of a record says (SUSP 1.12, RRIP 1.12, zisofs). Filled while it is read, then
/// only asked.
final class SystemUse {
    /// Areas that one record may be continued in; each has at most a block.
    private static final int MOST_AREAS = 64;

    private static final int LONGEST = 1 << 16;

    private final Disc disc;
    private final ByteArrayOutputStream nameBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream link = new ByteArrayOutputStream();
    private boolean named;
    private boolean linked;
    private boolean joins;
    private boolean absolute;
    private long continuedAt = -1;
    private long continuedLength;

    /// Bytes to skip in every other area, as `SP` says; -1 where the area has none.
    int skip = -1;

    /// The file's mode, or -1.
    long mode = -1;

    long uid;
    long gid;
    long device = -1;
    long deviceHigh;
    OptionalLong modified = OptionalLong.empty();

    /// The block of the folder that was moved away from here, or -1.
    long child = -1;

    boolean relocated;
    boolean sparse;
    boolean known;

    /// Size of the decoded file where it is compressed by zisofs, else -1.
    long unpacked = -1;

    String compression = "";

    private SystemUse(Disc disc) {
        this.disc = disc;
    }

    /// Reads the area of a record, and those that it is continued in.
    static SystemUse of(Disc disc, DirectoryRecord record, int skip) throws Malformed {
        SystemUse use = new SystemUse(disc);
        use.area(record.useAt() + skip, record.useEnd());
        for (int areas = 0; use.continuedAt >= 0; areas++) {
            if (areas == MOST_AREAS) {
                throw new Malformed(record.useAt(), "CE", "continued more than " + MOST_AREAS + " times");
            }
            long at = use.continuedAt;
            use.continuedAt = -1;
            disc.image().require(at, use.continuedLength, "continuation area");
            disc.structure(at, use.continuedLength);
            use.area(at, at + use.continuedLength);
        }
        return use;
    }

    private void area(long start, long end) throws Malformed {
        Bytes image = disc.image();
        for (long at = start; at + 4 <= end; ) {
            int length = image.u8(at + 2, "LEN_SUE");
            if (length == 0 && image.u8(at, "SUE") == 0) {
                return;
            }
            if (length < 4 || length > end - at) {
                throw new Malformed(at + 2, "LEN_SUE", length + " bytes, " + (end - at) + " left");
            }
            String signature = new String(image.array(at, 2, "SUE"), StandardCharsets.ISO_8859_1);
            if (signature.equals("ST")) {
                return;
            }
            entry(image.slice(at, length, signature), at, signature);
            at += length;
        }
    }

    private void entry(Bytes entry, long at, String signature) throws Malformed {
        switch (signature) {
            case "SP" -> {
                if (entry.size() >= 7 && entry.u8(4, "SP") == 0xbe && entry.u8(5, "SP") == 0xef) {
                    skip = entry.u8(6, "LEN_SKP");
                }
            }
            case "CE" -> {
                entry.require(0, 28, "CE");
                continuedAt = disc.both(at + 4, "CE block") * disc.block() + disc.both(at + 12, "CE offset");
                continuedLength = disc.both(at + 20, "CE length");
            }
            case "RR", "ER" -> known = true;
            case "PX" -> {
                entry.require(0, 36, "PX");
                known = true;
                mode = disc.both(at + 4, "PX mode");
                uid = disc.both(at + 20, "PX user");
                gid = disc.both(at + 28, "PX group");
            }
            case "PN" -> {
                entry.require(0, 20, "PN");
                deviceHigh = disc.both(at + 4, "PN high");
                device = disc.both(at + 12, "PN low");
            }
            case "NM" -> name(entry);
            case "SL" -> link(entry);
            case "CL" -> {
                entry.require(0, 12, "CL");
                child = disc.both(at + 4, "CL");
            }
            case "RE" -> relocated = true;
            case "TF" -> times(entry, at);
            case "SF" -> sparse = true;
            case "ZF" -> {
                entry.require(0, 16, "ZF");
                compression = new String(entry.array(4, 2, "ZF algorithm"), StandardCharsets.ISO_8859_1);
                // A second version puts a 64-bit number there.
                unpacked = entry.u32(8, LITTLE_ENDIAN, "ZF size");
            }
            default -> {}
        }
    }

    private void name(Bytes entry) throws Malformed {
        named = true;
        int flags = entry.u8(4, "NM flags");
        switch (flags & 6) {
            case 2 -> nameBytes.write('.');
            case 4 -> nameBytes.writeBytes(new byte[] {'.', '.'});
            default -> append(nameBytes, entry, 5, entry.size() - 5, "NM");
        }
    }

    private static void append(ByteArrayOutputStream to, Bytes entry, long at, long length, String field)
            throws Malformed {
        if (to.size() + length > LONGEST) {
            throw new Malformed(at, field, "longer than " + LONGEST + " bytes");
        }
        to.writeBytes(entry.array(at, length, field));
    }

    /// The components of a symbolic link (RRIP 4.1.3.1): a slash goes between two unless the first goes on.
    private void link(Bytes entry) throws Malformed {
        linked = true;
        for (long at = 5; at + 2 <= entry.size(); ) {
            int flags = entry.u8(at, "SL component flags");
            int length = entry.u8(at + 1, "SL component length");
            if (link.size() > 0 && !joins && !(absolute && link.size() == 1)) {
                link.write('/');
            }
            switch (flags & 0xe) {
                case 2 -> link.write('.');
                case 4 -> link.writeBytes(new byte[] {'.', '.'});
                case 8 -> {
                    link.write('/');
                    absolute = link.size() == 1;
                }
                default -> append(link, entry, at + 2, length, "SL component");
            }
            joins = (flags & 1) != 0;
            at += 2 + length;
        }
        if (link.size() > LONGEST) {
            throw new Malformed(0, "SL", "longer than " + LONGEST + " bytes");
        }
    }

    private void times(Bytes entry, long at) throws Malformed {
        int flags = entry.u8(4, "TF flags");
        if ((flags & 2) == 0) {
            return;
        }
        boolean full = (flags & 0x80) != 0;
        long stamp = 5 + (flags & 1) * (full ? 17L : 7L);
        entry.require(stamp, full ? 17 : 7, "TF modified");
        modified = full ? disc.longTime(at + stamp, "TF modified") : disc.shortTime(at + stamp, "TF modified");
    }

    /// The name of `NM`, or none.
    byte @Nullable [] name() {
        return named ? nameBytes.toByteArray() : null;
    }

    /// The target of `SL`, or none.
    byte @Nullable [] target() {
        return linked ? link.toByteArray() : null;
    }
}
