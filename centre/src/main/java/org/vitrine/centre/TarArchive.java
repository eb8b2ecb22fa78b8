package org.vitrine.centre;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Name;

/// A tar archive that is being written: ustar headers, and a pax header before each that can't say it
/// all (POSIX.1-2017, pax, "ustar Interchange Format"). The same entries give the same bytes.
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final long LARGEST_ID = 07777777;
    private static final long LARGEST_SIZE = 077777777777L;

    private final OutputStream out;

    TarArchive(OutputStream out) {
        this.out = out;
    }

    /// An entry's header.
    ///
    /// @param name its path's bytes, with a slash behind a folder's
    /// @param type `0` a file, `1` a hard link, `2` a link, `3` and `4` devices, `5` a folder, `6`
    ///     a FIFO
    /// @param size of the content that follows
    /// @param link the target's bytes; empty for what is no link
    record Entry(
            Name name,
            char type,
            int mode,
            long uid,
            long gid,
            long size,
            long mtime,
            Name link,
            long major,
            long minor) {}

    /// Adds an entry.
    ///
    /// @param attributes its extended attributes, by name
    /// @param content of [Entry#size] bytes
    void add(Entry entry, SortedMap<String, byte[]> attributes, Bytes content) throws IOException {
        SortedMap<String, byte[]> records = new TreeMap<>();
        if (entry.name().size() > NAME) {
            records.put("path", entry.name().bytes());
        }
        if (entry.link().size() > NAME) {
            records.put("linkpath", entry.link().bytes());
        }
        number(records, "size", entry.size(), LARGEST_SIZE);
        number(records, "uid", entry.uid(), LARGEST_ID);
        number(records, "gid", entry.gid(), LARGEST_ID);
        number(records, "mtime", entry.mtime(), LARGEST_SIZE);
        attributes.forEach((name, value) -> records.put("SCHILY.xattr." + name, value));
        if (!records.isEmpty()) {
            ByteArrayOutputStream pax = new ByteArrayOutputStream();
            records.forEach((key, value) -> record(pax, key, value));
            Name name = Name.of("PaxHeader");
            header(new Entry(name, 'x', 0644, 0, 0, pax.size(), 0, Name.EMPTY, 0, 0));
            body(Bytes.of(pax.toByteArray()));
        }
        header(entry);
        body(content);
    }

    /// Ends the archive.
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static void number(SortedMap<String, byte[]> records, String key, long value, long largest) {
        if (value < 0 || value > largest) {
            records.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// A record counts its own length.
    private static void record(ByteArrayOutputStream pax, String key, byte[] value) {
        byte[] name = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        int rest = name.length + value.length + 1;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        pax.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        pax.writeBytes(name);
        pax.writeBytes(value);
        pax.write('\n');
    }

    private void header(Entry entry) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, entry.name().bytes(), NAME);
        octal(header, 100, 8, entry.mode(), LARGEST_ID);
        octal(header, 108, 8, entry.uid(), LARGEST_ID);
        octal(header, 116, 8, entry.gid(), LARGEST_ID);
        octal(header, 124, 12, entry.size(), LARGEST_SIZE);
        octal(header, 136, 12, entry.mtime(), LARGEST_SIZE);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) entry.type();
        put(header, 157, entry.link().bytes(), NAME);
        put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII), 8);
        if (entry.type() == '3' || entry.type() == '4') {
            octal(header, 329, 8, entry.major(), LARGEST_ID);
            octal(header, 337, 8, entry.minor(), LARGEST_ID);
        }
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, 148, 7, sum, LARGEST_ID);
        out.write(header);
    }

    private static void put(byte[] header, int at, byte[] bytes, int most) {
        System.arraycopy(bytes, 0, header, at, Math.min(most, bytes.length));
    }

    /// A number in octal with a zero byte behind it; 0 for one that stands in a pax header.
    private static void octal(byte[] header, int at, int width, long value, long largest) {
        long held = value < 0 || value > largest ? 0 : value;
        String digits = Long.toOctalString(held);
        String text = "0".repeat(width - 1 - digits.length()) + digits;
        put(header, at, text.getBytes(StandardCharsets.US_ASCII), width - 1);
    }

    private void body(Bytes content) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long at = 0; at < content.size(); ) {
            int count = content.copyAvailable(at, buffer, 0, buffer.length);
            out.write(buffer, 0, count);
            at += count;
        }
        int rest = (int) (content.size() % BLOCK);
        out.write(new byte[rest == 0 ? 0 : BLOCK - rest]);
    }
}
