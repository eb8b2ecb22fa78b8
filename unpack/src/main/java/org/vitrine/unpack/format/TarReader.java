package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// One reading of a tar from front to back: what earlier headers said of the entry that comes, and where it
/// stands.
final class TarReader {
    private static final int BLOCK = TarHeader.SIZE;
    /// A name that takes more is no name any more.
    private static final long MAX_NAME = 1 << 20;
    /// Attributes have 64 KiB each on Linux; a header of more than this was never met.
    private static final long MAX_PAX = 16 << 20;

    private static final byte[] ZERO = new byte[BLOCK];

    private final byte[] look = new byte[BLOCK];
    private final Bytes image;
    private final long start;
    private final Sink sink;
    private final TarPax global;
    private TarPax local;
    private byte @Nullable [] longName;
    private byte @Nullable [] longLink;
    private long next;

    TarReader(Bytes image, long start, Sink sink) {
        this.image = image;
        this.start = start;
        this.sink = sink;
        this.next = start;
        this.global = new TarPax(start);
        this.local = new TarPax(start);
    }

    /// Gives out all entries; returns the end: behind the zeros that close the archive.
    long read() throws Unreadable {
        while (true) {
            if (next == image.size()) {
                problem(next, "end", "the archive ends without its two zero blocks");
                return next;
            }
            if (!isZero(next)) {
                entry(TarHeader.read(image, next));
                continue;
            }
            long zeros = next;
            sink.uses(Extent.Kind.STRUCTURE, zeros - start, Math.min(2L * BLOCK, image.size() - zeros));
            while (isZero(next)) {
                next = Math.min(next + BLOCK, image.size());
            }
            // What stands behind one zero block only is not seen by most readers of tar.
            boolean lone = next - zeros == BLOCK && TarHeader.standsAt(image, next);
            if (!lone) {
                return next;
            }
            problem(zeros, "end", "a lone zero block, with entries behind it");
        }
    }

    /// Whether what is left of a block from `at` is there, and all zero.
    private boolean isZero(long at) {
        int filled = image.copyAvailable(at, look, 0, BLOCK);
        return filled > 0 && Arrays.equals(look, 0, filled, ZERO, 0, filled);
    }

    private void problem(long at, String field, String reason) {
        sink.problem(new Problem.Malformed(at - start, field, reason));
    }

    private void entry(TarHeader header) throws Unreadable {
        long data = header.at() + BLOCK;
        sink.uses(Extent.Kind.STRUCTURE, header.at() - start, BLOCK);
        switch (header.type()) {
            case 'L' -> {
                longName = longText(header);
                next = behind(data, header.size());
            }
            case 'K' -> {
                longLink = longText(header);
                next = behind(data, header.size());
            }
            case 'x', 'X' -> {
                local = pax(header);
                next = behind(data, header.size());
            }
            case 'g' -> {
                global(pax(header));
                next = behind(data, header.size());
            }
            case 'V' -> {
                sink.header("volume", Display.text(header.name()), header.at() - start, 100);
                next = behind(data, header.size());
            }
            default -> {
                node(header);
                local = new TarPax(next);
                longName = null;
                longLink = null;
            }
        }
    }

    private static long behind(long data, long size) {
        // The size is below 2^63, its sum with an offset need not be.
        return size > Long.MAX_VALUE - data - BLOCK ? Long.MAX_VALUE : data + (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private byte[] longText(TarHeader header) throws Malformed {
        long size = bounded(header, MAX_NAME);
        byte[] text = image.array(header.at() + BLOCK, size, "long name");
        sink.uses(Extent.Kind.STRUCTURE, header.at() + BLOCK - start, size);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }

    private TarPax pax(TarHeader header) throws Malformed {
        uses(Extent.Kind.STRUCTURE, header.at() + BLOCK, header.size());
        return TarPax.read(image, header.at() + BLOCK, bounded(header, MAX_PAX));
    }

    private static long bounded(TarHeader header, long limit) throws Malformed {
        if (header.size() > limit) {
            throw new Malformed(
                    header.at() + 124, "size", header.size() + " bytes for a name or header, " + limit + " allowed");
        }
        return header.size();
    }

    private void global(TarPax pax) {
        for (Map.Entry<String, byte[]> each : pax.records().entrySet()) {
            if (TarPax.isAttribute(each.getKey())) {
                sink.problem(new Problem.Unsupported(
                        next - start, Display.text(each.getKey()), "an extended attribute for all files"));
            }
            String keyword = Display.text(each.getKey().getBytes(StandardCharsets.ISO_8859_1));
            sink.header(keyword, Display.text(each.getValue()), next - start, BLOCK);
        }
        global.update(pax);
    }

    private void node(TarHeader header) throws Unreadable {
        byte[] name = name(header);
        ArtifactType type = type(header, name);
        List<Name> path = Name.split(name);
        checkSafe(name, path, header.at(), "name");
        if (path.isEmpty() && type != ArtifactType.DIRECTORY) {
            problem(header.at(), "name", "a " + type + " without a name");
            next = behind(header.at() + BLOCK, size(header));
            return;
        }
        long data = header.at() + BLOCK;
        Entry entry = Entry.of(path, type)
                .owned(
                        header.mode(),
                        local.number("uid", global, header.uid()),
                        local.number("gid", global, header.gid()),
                        local.time("mtime", global, header.mtime()))
                .with(local.attributes());
        switch (type) {
            case SYMLINK, HARDLINK -> {
                sink.entry(entry.to(target(header, type)));
                next = behindLink(header, data);
            }
            case CHARACTER, BLOCK -> {
                sink.entry(entry.device(
                        local.number("SCHILY.devmajor", global, header.major()),
                        local.number("SCHILY.devminor", global, header.minor())));
                next = data;
            }
            case FILE -> file(header, entry, data);
            default -> {
                sink.entry(entry);
                // GNU's incremental dumps list a folder's names in its data.
                next = header.type() == 'D' ? behind(data, size(header)) : data;
            }
        }
    }

    private byte[] name(TarHeader header) {
        byte[] sparse = local.value("GNU.sparse.name", global);
        byte[] pax = local.value("path", global);
        return sparse != null ? sparse : pax != null ? pax : longName != null ? longName : header.name();
    }

    private Name target(TarHeader header, ArtifactType type) {
        byte[] pax = local.value("linkpath", global);
        byte[] raw = pax != null ? pax : longLink != null ? longLink : header.linkName();
        if (type == ArtifactType.SYMLINK) {
            return Name.of(raw);
        }
        List<Name> path = Name.split(raw);
        checkSafe(raw, path, header.at() + 157, "linkname");
        return Name.joined(path);
    }

    private void checkSafe(byte[] raw, List<Name> path, long at, String field) {
        if (!path.isEmpty() && raw[0] == '/') {
            sink.problem(new Problem.Unsafe(at - start, field, "an absolute path: " + Display.text(raw)));
        }
        if (path.stream().anyMatch(segment -> segment.is(".."))) {
            sink.problem(new Problem.Unsafe(at - start, field, "climbs out of its folder: " + Display.text(raw)));
        }
    }

    private ArtifactType type(TarHeader header, byte[] name) {
        boolean slash = name.length > 0 && name[name.length - 1] == '/';
        return switch (header.type()) {
            // V7 had no type for a folder but the slash at its name's end.
            case '0', 0 -> slash ? ArtifactType.DIRECTORY : ArtifactType.FILE;
            case '1' -> ArtifactType.HARDLINK;
            case '2' -> ArtifactType.SYMLINK;
            case '3' -> ArtifactType.CHARACTER;
            case '4' -> ArtifactType.BLOCK;
            case '5', 'D' -> ArtifactType.DIRECTORY;
            case '6' -> ArtifactType.FIFO;
            case '7', 'S' -> ArtifactType.FILE;
            default -> {
                String shown = Display.text(new byte[] {header.raw(156)});
                sink.problem(new Problem.Unsupported(
                        header.at() + 156 - start, "typeflag", "type " + shown + ", read as a regular file"));
                yield ArtifactType.FILE;
            }
        };
    }

    private long size(TarHeader header) throws Malformed {
        return local.number("size", global, header.size());
    }

    /// Some writers give a hard link its file's size, and some of them the data too; the header that
    /// follows tells.
    private long behindLink(TarHeader header, long data) throws Malformed {
        boolean bare = size(header) == 0 || isZero(data) || data == image.size() || TarHeader.standsAt(image, data);
        return bare ? data : behind(data, size(header));
    }

    private void file(TarHeader header, Entry entry, long data) throws Unreadable {
        long size = size(header);
        if (header.type() == 'S') {
            TarSparse sparse = TarSparse.old(image, header);
            long real = local.number("GNU.sparse.size", global, header.unsigned(483, 12, "realsize"));
            next = behind(sparse.after(), size);
            uses(Extent.Kind.STRUCTURE, data, sparse.after() - data);
            uses(Extent.Kind.DATA, sparse.after(), size);
            sparse(entry, sparse, image.slice(sparse.after(), size, "sparse data"), real);
            return;
        }
        next = behind(data, size);
        List<Long> map = local.sparseMap(global);
        long real = local.number("GNU.sparse.realsize", global, local.number("GNU.sparse.size", global, size));
        if (local.number("GNU.sparse.major", global, 0) == 1) {
            TarSparse sparse = TarSparse.leading(image, data, size);
            long stored = Math.max(0, data + size - sparse.after());
            uses(Extent.Kind.STRUCTURE, data, sparse.after() - data);
            uses(Extent.Kind.DATA, sparse.after(), stored);
            sparse(entry, sparse, image.slice(sparse.after(), stored, "sparse data"), real);
        } else if (!map.isEmpty()) {
            uses(Extent.Kind.DATA, data, size);
            sparse(entry, new TarSparse(map, data), image.slice(data, size, "sparse data"), real);
        } else {
            plain(entry, data, size);
        }
        next = Math.min(next, image.size());
    }

    /// What a cut archive doesn't have is not used.
    private void uses(Extent.Kind kind, long at, long length) {
        sink.uses(kind, at - start, Math.clamp(image.size() - at, 0, Math.max(0, length)));
    }

    private void sparse(Entry entry, TarSparse map, Bytes data, long size) throws Unreadable {
        sink.file(entry, map.content(data, size));
    }

    private void plain(Entry entry, long data, long size) throws Malformed, LimitReached {
        long left = image.size() - data;
        uses(Extent.Kind.DATA, data, size);
        sink.file(entry, image.slice(data, Math.min(size, left), "file"));
        if (size > left) {
            throw new Malformed(data, "size", size + " bytes declared, " + left + " left");
        }
    }
}
