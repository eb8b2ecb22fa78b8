package org.vitrine.structure;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// The notes of an ELF file, by the program headers and by the sections.
final class ElfNotes {
    /// More than core dumps of thousands of threads have.
    private static final int MOST = 1 << 16;
    /// Owners are words; the longest known has twenty letters.
    private static final int LONGEST_OWNER = 256;
    /// Build-ids have 8 to 32 bytes; linkers take any that a user writes out.
    private static final int LONGEST_BUILD_ID = 64;

    private final Elf elf;
    private int read;
    private @Nullable Unreadable problem;

    private ElfNotes(Elf elf) {
        this.elf = elf;
    }

    static Optional<Bytes> buildId(Elf elf) throws Unreadable {
        ElfNotes notes = new ElfNotes(elf);
        Optional<Bytes> found = notes.bySegments();
        if (found.isEmpty()) {
            found = notes.bySections();
        }
        if (found.isEmpty() && notes.problem != null) {
            throw notes.problem;
        }
        return found;
    }

    private Optional<Bytes> bySegments() {
        try {
            for (ProgramHeader program : elf.programHeaders()) {
                if (program.type() == ProgramHeader.PT_NOTE && program.fileSize() != 0) {
                    Optional<Bytes> found = search(program.offset(), program.fileSize(), program.align());
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        } catch (Unreadable e) {
            remember(e);
        }
        return Optional.empty();
    }

    private Optional<Bytes> bySections() {
        try {
            for (SectionHeader section : elf.sections()) {
                if (section.type() == SectionHeader.SHT_NOTE) {
                    Optional<Bytes> found = search(section.offset(), section.size(), section.align());
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        } catch (Unreadable e) {
            remember(e);
        }
        return Optional.empty();
    }

    private void remember(Unreadable e) {
        if (problem == null) {
            problem = e;
        }
    }

    /// A damaged note ends its span, and the next span is looked at; only the limit ends all.
    private Optional<Bytes> search(long start, long size, long align) throws LimitReached {
        try {
            return walk(start, size, align == 8 ? 8 : 4);
        } catch (Malformed e) {
            remember(e);
            return Optional.empty();
        }
    }

    private Optional<Bytes> walk(long start, long size, int align) throws Malformed, LimitReached {
        Bytes content = elf.content();
        ByteOrder order = elf.header().order();
        content.require(start, size, "PT_NOTE");
        long at = start;
        long end = start + size;
        while (end - at >= 12) {
            if (++read > MOST) {
                throw new LimitReached("ELF notes", MOST, read);
            }
            long ownerSize = content.u32(at, order, "n_namesz");
            long descriptorSize = content.u32(at + 4, order, "n_descsz");
            long type = content.u32(at + 8, order, "n_type");
            long descriptor = start + aligned(at - start + 12 + ownerSize, align);
            if (descriptor > end || descriptorSize > end - descriptor) {
                throw new Malformed(at, "n_descsz", "a note that passes the end of its span");
            }
            ElfNote note =
                    new ElfNote(owner(at + 12, ownerSize), type, content.slice(descriptor, descriptorSize, "n_descsz"));
            if (note.isBuildId()) {
                if (descriptorSize > LONGEST_BUILD_ID) {
                    throw new Malformed(at, "n_descsz", "a build-id of " + descriptorSize + " bytes");
                }
                return Optional.of(note.descriptor());
            }
            at = start + aligned(descriptor - start + descriptorSize, align);
        }
        return Optional.empty();
    }

    private Name owner(long at, long size) throws Malformed {
        byte[] owner = elf.content().array(at, Math.min(size, LONGEST_OWNER), "n_name");
        int length = owner.length;
        while (length > 0 && owner[length - 1] == 0) {
            length--;
        }
        return Name.of(Arrays.copyOf(owner, length));
    }

    private static long aligned(long offset, int align) {
        return (offset + align - 1) & -align;
    }
}
