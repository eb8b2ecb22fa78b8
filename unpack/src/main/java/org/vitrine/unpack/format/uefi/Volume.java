package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// What lies in a firmware volume: its headers, and its files one after another at multiples of eight.
public final class Volume {
    private static final int ALIGNMENT = 8;
    private static final int EXTENSION = 20;
    private static final long LARGEST_EXTENSION = 1 << 16;
    /// More wrong checksums in one volume say nothing new.
    private static final int MOST_MISMATCHES = 1000;

    private final Bytes volume;
    private final VolumeHeader header;
    private final Sink out;
    private int mismatches;
    /// How often each name was given: pad files, and files that were replaced, share theirs.
    private final Map<String, Integer> names = new HashMap<>();

    /// @param volume from its header on
    public Volume(Bytes volume, VolumeHeader header, Sink out) {
        this.volume = volume;
        this.header = header;
        this.out = out;
    }

    /// Gives it all.
    ///
    /// @throws LimitReached when no more entries or bytes are allowed
    public void give() throws LimitReached {
        headers();
        if (header.holdsFiles()) {
            files(start());
        } else {
            out.problem(new Problem.Unsupported(16, "FileSystemGuid", header.fileSystem()));
        }
    }

    private void headers() {
        out.header("FileSystemGuid", header.fileSystem(), 16, Guid.SIZE);
        out.header("FvLength", Long.toString(header.length()), 32, 8);
        out.header("Attributes", "0x%08x".formatted(header.attributes()), 44, 4);
        out.header("Checksum", "0x%04x".formatted(header.checksum()), 50, 2);
        out.header("Revision", Integer.toString(header.revision()), 55, 1);
        out.uses(Extent.Kind.STRUCTURE, 0, Math.min(header.headerLength(), volume.size()));
        if (header.sum() != 0) {
            int right = header.checksum() - header.sum() & 0xffff;
            out.problem(new Problem.Malformed(
                    50, "Checksum", "%04x stored, %04x computed".formatted(header.checksum(), right)));
        }
        if (header.blocks() != header.length()) {
            out.problem(new Problem.Malformed(
                    56, "BlockMap", header.blocks() + " bytes in the map, FvLength is " + header.length()));
        }
        if (header.length() > volume.size()) {
            out.problem(new Problem.Malformed(
                    32, "FvLength", header.length() + " bytes declared, " + volume.size() + " are there"));
        }
    }

    /// Where the first file starts: behind the header, or behind the extended one.
    private long start() {
        long extension = header.extension();
        if (extension == 0) {
            return header.headerLength();
        }
        try {
            long size = volume.u32(extension + 16, LITTLE_ENDIAN, "ExtHeaderSize");
            if (extension < header.headerLength() || size < EXTENSION || size > LARGEST_EXTENSION) {
                throw new Malformed(52, "ExtHeaderOffset", size + " bytes at " + extension);
            }
            volume.require(extension, size, "extended header");
            out.header("FvName", Guid.text(volume, extension, "FvName"), extension, Guid.SIZE);
            out.uses(Extent.Kind.STRUCTURE, extension, size);
            long start = aligned(extension + size);
            around(extension, start);
            return start;
        } catch (Malformed e) {
            out.problem(e.problem());
            return header.headerLength();
        }
    }

    /// The extended header usually lies in a pad file, for readers that don't know it.
    private void around(long extension, long start) throws Malformed {
        long at = header.headerLength();
        if (extension < at + FfsFile.HEADER) {
            return;
        }
        FfsFile pad = FfsFile.of(volume, at, header);
        if (pad.type() == FfsFile.PAD && pad.headerSum() == 0 && aligned(at + pad.size()) == start) {
            out.uses(Extent.Kind.STRUCTURE, at, pad.header());
        }
    }

    private static long aligned(long at) {
        return at + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private void files(long start) throws LimitReached {
        long at = aligned(start);
        while (volume.holds(at, FfsFile.HEADER) && !isErased(at, FfsFile.HEADER)) {
            long next;
            try {
                next = file(at);
            } catch (LimitReached e) {
                throw e;
            } catch (Unreadable e) {
                out.problem(e.problem());
                return;
            }
            long padded = Math.min(aligned(next), volume.size());
            if (padded > next && isErased(next, padded - next)) {
                out.uses(Extent.Kind.STRUCTURE, next, padded - next);
            }
            at = aligned(next);
        }
    }

    private boolean isErased(long at, long length) {
        byte[] bytes = new byte[(int) length];
        int filled = volume.copyAvailable(at, bytes, 0, bytes.length);
        for (int i = 0; i < filled; i++) {
            if (bytes[i] != header.erased()) {
                return false;
            }
        }
        return true;
    }

    /// Gives the file at `at`; says where it ends.
    private long file(long at) throws Unreadable {
        FfsFile file = FfsFile.of(volume, at, header);
        if (file.isVoid()) {
            throw new Malformed(at + 23, "State", "a file whose header was never completed, or was given up");
        }
        if (file.headerSum() != 0) {
            int stored = volume.u8(at + 16, "IntegrityCheck.Checksum.Header");
            mismatch(at + 16, "IntegrityCheck.Checksum.Header", stored, stored - file.headerSum() & 0xff);
        }
        if (file.size() < file.header()) {
            throw new Malformed(at + 20, "Size", file.size() + " bytes");
        }
        if (!volume.holds(at, file.size())) {
            throw new Malformed(
                    at + 20, "Size", file.size() + " bytes declared, " + (volume.size() - at) + " left in the volume");
        }
        out.uses(Extent.Kind.STRUCTURE, at, file.header());
        verify(at, file);
        if (file.type() != FfsFile.PAD) {
            content(at, file);
        }
        return at + file.size();
    }

    private void verify(long at, FfsFile file) throws Malformed {
        int computed = file.checksum(volume, at, header.revision());
        if (computed != file.dataChecksum()) {
            mismatch(at + 17, "IntegrityCheck.Checksum.File", file.dataChecksum(), computed);
        }
    }

    private void mismatch(long at, String field, int stored, int computed) {
        if (mismatches++ < MOST_MISMATCHES) {
            out.problem(new Problem.Malformed(at, field, "%02x stored, %02x computed".formatted(stored, computed)));
        }
    }

    private void content(long at, FfsFile file) throws Unreadable {
        String name = named(file);
        out.header("file", name + " " + file.typeName(), at, file.header());
        long base = at + file.header();
        Bytes data = volume.slice(base, file.size() - file.header(), "file");
        List<Name> path = List.of(Name.of(name));
        if (!file.isSectioned()) {
            if (file.name().equals(FspInfo.FILE)) {
                FspInfo.give(data, base, out);
            }
            out.uses(Extent.Kind.DATA, base, data.size());
            out.file(Entry.of(path, ArtifactType.FILE), data);
            return;
        }
        out.entry(Entry.of(path, ArtifactType.DIRECTORY));
        new SectionStream(data, base, name, out).give(path);
    }

    /// The file's GUID; a deleted one says so, and a further one of the same name has a number.
    private String named(FfsFile file) {
        String name = file.isDeleted() ? file.name() + ".deleted" : file.name();
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "." + count;
    }
}
