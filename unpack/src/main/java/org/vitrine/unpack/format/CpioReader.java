package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// One reading of a cpio from front to back, archive after archive.
final class CpioReader {
    private static final byte[] TRAILER = "TRAILER!!!".getBytes(US_ASCII);
    /// Linux allows a target of 4096 bytes; what is longer is no link.
    private static final int LONGEST_TARGET = 1 << 16;
    private static final int MOST_LINKS = 1 << 20;
    /// Zeros between two archives.
    private static final int LONGEST_GAP = 1 << 20;

    private final Bytes image;
    private final long start;
    private final Sink sink;
    private final byte[] window = new byte[1 << 14];
    /// For each file with several names in this archive the member that holds its content.
    private final Map<Inode, CpioHeader> bearers = new HashMap<>();

    private record Inode(long device, long number) {}

    CpioReader(Bytes image, long start, Sink sink) {
        this.image = image;
        this.start = start;
        this.sink = sink;
    }

    /// Gives out all members; returns the end: behind the last archive's trailer.
    long read() throws Unreadable {
        sink.header("c_magic", label(CpioHeader.kind(image, start)), 0, 2);
        long end = archive(start);
        long archives = 1;
        while (true) {
            long next = behindZeros(end);
            if (next < 0) {
                break;
            }
            end = archive(next);
            archives++;
        }
        if (archives > 1) {
            sink.header("archives", Long.toString(archives), -1, 0);
        }
        return end;
    }

    private static String label(CpioHeader.Kind kind) {
        return switch (kind) {
            case NEWC -> "newc";
            case CRC -> "crc";
            case ODC -> "odc";
            case LITTLE -> "binary, little-endian";
            case BIG -> "binary, big-endian";
        };
    }

    /// Where the next archive starts; -1 where something else, or nothing, follows the zeros.
    private long behindZeros(long end) {
        for (long at = end; at < end + LONGEST_GAP; ) {
            int filled = image.copyAvailable(at, window, 0, window.length);
            for (int i = 0; i < filled; i++) {
                if (window[i] != 0) {
                    return startsAt(at + i) ? at + i : -1;
                }
            }
            if (filled == 0) {
                return -1;
            }
            at += filled;
        }
        return -1;
    }

    private boolean startsAt(long at) {
        try {
            // The binary layouts have too short a magic to be looked for.
            return image.u8(at, "c_magic") == '0' && CpioHeader.read(image, at).size() >= 0;
        } catch (Malformed e) {
            return false;
        }
    }

    private long archive(long from) throws Unreadable {
        findBearers(from);
        long next = from;
        while (true) {
            if (next >= image.size()) {
                sink.problem(new Problem.Malformed(next - start, "TRAILER!!!", "the archive ends without it"));
                return image.size();
            }
            CpioHeader header = CpioHeader.read(image, next);
            sink.uses(Extent.Kind.STRUCTURE, next - start, header.nameAt() + header.nameSize() - next);
            byte[] name = header.name(image);
            if (Arrays.equals(name, TRAILER)) {
                return Math.min(header.next(), image.size());
            }
            long left = image.size() - header.data();
            if (header.size() > left) {
                throw new Malformed(next, "c_filesize", header.size() + " bytes declared, " + left + " left");
            }
            member(header, name);
            next = header.next();
        }
    }

    /// Of a file with several names the first that has a content has it for all; in the SVR4 layouts
    /// that is the last.
    private void findBearers(long from) {
        bearers.clear();
        try {
            for (long next = from; next < image.size() && bearers.size() < MOST_LINKS; ) {
                CpioHeader header = CpioHeader.read(image, next);
                if (header.links() > 1 && header.type() == ArtifactType.FILE) {
                    if (Arrays.equals(header.name(image), TRAILER)) {
                        return;
                    }
                    bearers.merge(inode(header), header, (old, more) -> old.size() > 0 ? old : more);
                } else if (header.size() == 0 && Arrays.equals(header.name(image), TRAILER)) {
                    return;
                }
                next = header.next();
            }
        } catch (Malformed e) {
            // The reading itself says so when it comes there.
        }
    }

    private static Inode inode(CpioHeader header) {
        return new Inode(header.device(), header.inode());
    }

    private void member(CpioHeader header, byte[] name) throws Unreadable {
        long nameAt = header.nameAt() - start;
        List<Name> path = EntryPath.of(name, nameAt, "c_name", sink);
        ArtifactType type = header.type();
        Bytes content = image.slice(header.data(), header.size(), "content");
        sink.uses(Extent.Kind.DATA, header.data() - start, header.size());
        if (path.isEmpty() && type != ArtifactType.DIRECTORY) {
            sink.problem(new Problem.Malformed(nameAt, "c_name", "a " + type + " without a name"));
            return;
        }
        if (type == ArtifactType.FILE) {
            verify(header, content, name);
        }
        Entry entry = Entry.of(path, type).owned(header.mode(), header.uid(), header.gid(), header.mtime());
        switch (type) {
            case FILE -> file(header, entry, content);
            case SYMLINK -> {
                if (content.size() > LONGEST_TARGET) {
                    throw new Malformed(header.at(), "c_filesize", content.size() + " bytes for a link's target");
                }
                sink.entry(entry.to(Name.of(content.array(0, content.size(), "target"))));
            }
            case CHARACTER, BLOCK -> sink.entry(entry.device(header.major(), header.minor()));
            default -> sink.entry(entry);
        }
    }

    private void file(CpioHeader header, Entry entry, Bytes content) throws Unreadable {
        CpioHeader bearer = header.links() > 1 ? bearers.getOrDefault(inode(header), header) : header;
        if (bearer.at() != header.at()) {
            Name target = Name.joined(Name.split(bearer.name(image)));
            boolean other = target.size() > 0 && !target.equals(Name.joined(entry.path()));
            if (other && (header.size() == 0 || same(header, bearer))) {
                Entry link = Entry.of(entry.path(), ArtifactType.HARDLINK)
                        .owned(header.mode(), header.uid(), header.gid(), header.mtime());
                sink.entry(link.to(target));
                return;
            }
            sink.problem(new Problem.Malformed(
                    header.at() - start, "c_ino", "another content than the file of the same number, both are kept"));
        }
        sink.file(entry, content);
    }

    private boolean same(CpioHeader one, CpioHeader other) throws Malformed {
        if (one.size() != other.size() || !image.holds(other.data(), other.size())) {
            return false;
        }
        byte[] left = new byte[(int) Math.min(one.size(), 1 << 16)];
        byte[] right = new byte[left.length];
        for (long done = 0; done < one.size(); done += left.length) {
            int step = (int) Math.min(left.length, one.size() - done);
            image.copy(one.data() + done, left, 0, step, "content");
            image.copy(other.data() + done, right, 0, step, "content");
            if (!Arrays.equals(left, 0, step, right, 0, step)) {
                return false;
            }
        }
        return true;
    }

    private void verify(CpioHeader header, Bytes content, byte[] name) {
        if (header.kind() != CpioHeader.Kind.CRC || header.size() == 0) {
            return;
        }
        int sum = 0;
        for (long at = 0; at < content.size(); ) {
            int filled = content.copyAvailable(at, window, 0, window.length);
            for (int i = 0; i < filled; i++) {
                sum += window[i] & 0xff;
            }
            at += filled;
        }
        if (Integer.toUnsignedLong(sum) != header.check()) {
            sink.problem(new Problem.Malformed(
                    header.at() + 102 - start,
                    "c_check",
                    Long.toHexString(header.check()) + " stored, " + Integer.toHexString(sum) + " computed for "
                            + Display.text(name)));
        }
    }
}
