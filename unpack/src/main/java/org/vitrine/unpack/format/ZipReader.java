package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.Deflate;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// One reading of a zip: what was given out already, so that nothing is given out twice.
final class ZipReader {
    /// Linux allows a target of 4096 bytes; what is longer is no link.
    private static final int MAX_TARGET = 1 << 16;
    /// What an entry without a size may decode to while it is measured.
    private static final long MAX_MEASURED = 1L << 30;

    private static final byte[] DESCRIPTOR = {'P', 'K', 7, 8};

    private final Bytes image;
    private final long at;
    private final Sink sink;
    /// Spans that belong to an entry or the directory: start to end.
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    ZipReader(Bytes image, long at, Sink sink) {
        this.image = image;
        this.at = at;
        this.sink = sink;
    }

    /// Gives out what the directory lists, and the spans between that it doesn't; returns the end.
    long read(ZipDirectory directory) throws Unreadable {
        if (directory.split()) {
            throw new Unsupported(directory.record() + 4, "number of this disk", "an archive on several disks");
        }
        taken.put(directory.start(), directory.after());
        long next = directory.start();
        long count = 0;
        while (next < directory.end() && image.matches(next, ZipHeader.CENTRAL)) {
            ZipHeader central = ZipHeader.central(image, next);
            listed(central, directory.base());
            next = central.end();
            count++;
        }
        sink.uses(Extent.Kind.STRUCTURE, directory.start() - at, next - directory.start());
        sink.uses(Extent.Kind.STRUCTURE, directory.end() - at, directory.record() - directory.end());
        // Some writers keep the low 16 bits where zip64 should have come in.
        if (count != directory.entries() && (count & 0xffff) != directory.entries()) {
            problem(
                    directory.record() + 10,
                    "total number of entries",
                    directory.entries() + " counted, " + count + " listed");
        }
        unlisted();
        return comment(directory.record());
    }

    /// Gives the archive's comment as a row; returns the end behind it.
    long comment(long record) throws Malformed {
        int declared = image.u16(record + 20, LITTLE_ENDIAN, "comment length");
        long from = record + ZipDirectory.END_SIZE;
        long length = Math.min(declared, image.size() - from);
        if (length < declared) {
            problem(record + 20, "comment length", declared + " bytes declared, " + length + " left");
        }
        sink.uses(Extent.Kind.STRUCTURE, record - at, ZipDirectory.END_SIZE + length);
        if (length > 0) {
            sink.header("comment", Display.text(image.array(from, length, "comment")), from - at, length);
        }
        return from + length;
    }

    private void problem(long offset, String field, String reason) {
        sink.problem(new Problem.Malformed(offset - at, field, reason));
    }

    private void listed(ZipHeader central, long base) throws Unreadable {
        long offset = base + central.local();
        if (offset < at || offset >= image.size() || !ZipHeader.localAt(image, offset)) {
            unreadable(central, ZipNode.of(central, central), "no local file header stands where it should");
            return;
        }
        ZipHeader local = ZipHeader.local(image, offset);
        Entry entry = ZipNode.of(central, local);
        if (!central.name().equals(local.name())) {
            problem(
                    central.at() + 46,
                    "file name",
                    "its local header names it " + Display.text(local.name().bytes()) + ", the directory "
                            + Display.text(central.name().bytes()));
        }
        if (!image.holds(local.end(), central.stored())) {
            unreadable(central, entry, "its data passes the end");
        } else if (!take(offset, local.end() + central.stored())) {
            sink.problem(new Problem.Unsafe(
                    offset - at,
                    "local file header",
                    "shares bytes with another: " + Display.text(central.name().bytes())));
            unreadable(central, entry, "its data is also another's, and is not decoded again");
        } else {
            uses(offset, local.end(), central.stored());
            content(central, entry, local.end());
        }
    }

    private void uses(long header, long data, long stored) {
        sink.uses(Extent.Kind.STRUCTURE, header - at, data - header);
        sink.uses(Extent.Kind.DATA, data - at, stored);
    }

    /// Takes a span; false where part of it is taken.
    private boolean take(long from, long to) {
        Map.Entry<Long, Long> before = taken.lowerEntry(to);
        if (before != null && before.getValue() > from) {
            return false;
        }
        taken.put(from, to);
        return true;
    }

    private void unreadable(ZipHeader header, Entry entry, String reason) throws LimitReached {
        checkSafe(header, entry);
        if (entry.type() == ArtifactType.FILE) {
            sink.file(entry, 0, out -> {
                throw new Malformed(-1, "local file header", reason);
            });
        } else {
            problem(header.at(), "local file header", reason);
            sink.entry(entry);
        }
    }

    private void checkSafe(ZipHeader header, Entry entry) {
        byte[] name = header.name().bytes();
        String shown = Display.text(name);
        if (name.length > 0 && name[0] == '/') {
            sink.problem(new Problem.Unsafe(header.at() - at, "file name", "an absolute path: " + shown));
        }
        if (Name.split(name).stream().anyMatch(segment -> segment.is(".."))) {
            sink.problem(new Problem.Unsafe(header.at() - at, "file name", "climbs out of its folder: " + shown));
        }
        if (Name.split(name).isEmpty() && entry.type() != ArtifactType.DIRECTORY) {
            sink.problem(new Problem.Unsafe(header.at() - at, "file name", "an entry without a name"));
        }
    }

    private void content(ZipHeader header, Entry entry, long from) throws Unreadable {
        checkSafe(header, entry);
        switch (entry.type()) {
            case FILE -> file(header, entry, image.slice(from, header.stored(), "file data"));
            case SYMLINK -> sink.entry(entry.to(target(header, from)));
            default -> {
                if (header.size() != 0) {
                    problem(header.at(), "uncompressed size", "a " + entry.type() + " with content, which is not read");
                }
                sink.entry(entry);
            }
        }
    }

    private void file(ZipHeader header, Entry entry, Bytes data) throws Unreadable {
        if (header.encrypted()) {
            sink.file(entry, 0, out -> {
                throw new Unsupported(-1, "flags", "encrypted; " + header.size() + " bytes declared");
            });
        } else if (!ZipMethod.known(header.method())) {
            sink.file(entry, 0, out -> {
                throw new Unsupported(
                        -1,
                        "compression method",
                        ZipMethod.name(header.method()) + "; " + header.size() + " bytes declared");
            });
        } else if (header.method() == ZipMethod.STORED && header.size() == data.size() && crcRight(header, data)) {
            sink.file(entry, data);
        } else {
            sink.file(entry, header.size(), ZipMethod.decoder(data, header));
        }
    }

    private static boolean crcRight(ZipHeader header, Bytes data) {
        CRC32 crc = new CRC32();
        byte[] block = new byte[Math.clamp(data.size(), 1, 1 << 16)];
        for (long next = 0; next < data.size(); ) {
            int count = data.copyAvailable(next, block, 0, block.length);
            crc.update(block, 0, count);
            next += count;
        }
        return crc.getValue() == header.crc();
    }

    private Name target(ZipHeader header, long from) throws Malformed {
        Collected target = new Collected(MAX_TARGET);
        try {
            if (header.encrypted() || !ZipMethod.known(header.method())) {
                throw new Unsupported(header.at(), "link target", "encrypted, or a method that is not read");
            }
            ZipMethod.decoder(image.slice(from, header.stored(), "link target"), header)
                    .decode(target);
        } catch (Unsupported e) {
            sink.problem(new Problem.Unsupported(
                    header.at() - at, "link target", e.problem().reason()));
        } catch (Unreadable e) {
            problem(header.at(), "link target", e.problem().reason());
        }
        return target.name();
    }

    /// What lies between entries and is in no list: remnants, a signing block, or what somebody wants to
    /// hide.
    private void unlisted() throws Unreadable {
        long next = at;
        for (Map.Entry<Long, Long> span : taken.entrySet()) {
            long from = span.getKey();
            if (from > next && isDescriptor(next, from)) {
                sink.uses(Extent.Kind.STRUCTURE, next - at, from - next);
            } else if (from > next) {
                sink.part("unlisted", next - at, image.slice(next, from - next, "unlisted"));
            }
            next = Math.max(next, span.getValue());
        }
    }

    /// Whether a data descriptor (APPNOTE 4.3.9) of any form fills the span.
    private boolean isDescriptor(long from, long to) {
        long length = to - from;
        return length == 12 || length == 20 || (length == 16 || length == 24) && image.matches(from, DESCRIPTOR);
    }

    /// Gives out what local headers tell, up to the next archive or to the last header; returns the end.
    long walk() throws Unreadable {
        problem(at, "end of central directory", "missing; read by its local headers, without modes");
        ZipDirectory.Ends ends = new ZipDirectory.Ends(image, at);
        long next = at;
        long end = at;
        while (next >= 0 && (next == at || ends.of(next).isEmpty())) {
            if (next > end) {
                sink.part("unlisted", end - at, image.slice(end, next - end, "unlisted"));
            }
            end = unlistedEntry(ZipHeader.local(image, next));
            next = nextLocal(end);
        }
        return end;
    }

    private long nextLocal(long from) {
        long next = image.indexOf(ZipHeader.LOCAL, from, image.size());
        while (next >= 0 && !ZipHeader.localAt(image, next)) {
            next = image.indexOf(ZipHeader.LOCAL, next + 1, image.size());
        }
        return next;
    }

    /// Gives out the entry of a local header alone; returns where its data ends.
    private long unlistedEntry(ZipHeader local) throws Unreadable {
        ZipHeader header = local;
        long after = 0;
        if (local.described()) {
            if (local.method() != ZipMethod.DEFLATE || local.encrypted()) {
                unreadable(local, ZipNode.of(local, local), "it does not say how long its data is");
                uses(local.at(), local.end(), 0);
                return local.end();
            }
            Checked measured = new Checked(new Collected(MAX_MEASURED), new CRC32());
            long dataEnd;
            try {
                dataEnd = Deflate.decode(image, local.end(), measured);
            } catch (Unreadable e) {
                dataEnd = Math.max(local.end(), e.problem().offset());
            }
            header = ZipNode.measured(local, dataEnd - local.end(), measured);
            after = image.matches(dataEnd, DESCRIPTOR) && image.holds(dataEnd, 16) ? 16 : 0;
        }
        Entry entry = ZipNode.of(header, header);
        long left = image.size() - header.end();
        if (header.stored() > left) {
            checkSafe(header, entry);
            boolean own = header.at() == at;
            uses(header.at(), header.end(), own ? 0 : left);
            if (entry.type() == ArtifactType.FILE) {
                file(header, entry, image.from(header.end(), "file data"));
            } else {
                sink.entry(entry);
            }
            // A lone header whose data can't be there may be a remnant: what follows is not its own then.
            return own ? header.end() : image.size();
        }
        uses(header.at(), header.end(), header.stored());
        sink.uses(Extent.Kind.STRUCTURE, header.end() + header.stored() - at, after);
        content(header, entry, header.end());
        return header.end() + header.stored() + after;
    }

    /// Takes decoded bytes up to a limit, and keeps the first of them.
    private static final class Collected implements Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long limit;
        private long count;

        Collected(long limit) {
            this.limit = limit;
        }

        Name name() {
            return Name.of(bytes.toByteArray());
        }

        private void charge(long length) throws LimitReached {
            count += length;
            if (count > limit) {
                throw new LimitReached("bytes", limit, count);
            }
        }

        @Override
        public void write(byte[] source, int offset, int length) throws LimitReached {
            charge(length);
            if (count <= MAX_TARGET) {
                bytes.write(source, offset, length);
            }
        }

        @Override
        public void hole(long length) throws LimitReached {
            charge(length);
            if (count <= MAX_TARGET) {
                bytes.write(new byte[(int) length], 0, (int) length);
            }
        }
    }
}
