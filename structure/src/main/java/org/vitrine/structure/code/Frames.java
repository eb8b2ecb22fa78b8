package org.vitrine.structure.code;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.structure.SectionHeader;

/// The frame descriptions of `.eh_frame`, which name start and length of functions even in stripped
/// files (Linux Standard Base Core 5.0, "Exception Frames"; the encodings are those of its "DWARF
/// Exception Header Encoding"). Without section headers they are found by PT_GNU_EH_FRAME.
final class Frames {
    private static final byte[] SECTION = ".eh_frame".getBytes(StandardCharsets.US_ASCII);
    private static final long PT_GNU_EH_FRAME = 0x6474_e550L;
    private static final long MOST = 1L << 28;
    private static final int LONGEST_AUGMENTATION = 16;

    private final Elf elf;
    private final ByteOrder order;
    private final Bytes frames;
    private final long address;
    private final boolean ends;
    private long next;

    private Frames(Elf elf, long offset, long size, long address, boolean ends) throws Malformed {
        this.elf = elf;
        this.order = elf.header().order();
        this.frames = Bytes.of(elf.content().array(offset, Math.min(size, MOST), ".eh_frame"));
        this.address = address;
        this.ends = ends;
    }

    /// Takes what one description covers.
    interface Taker {
        /// Takes a start and a length in bytes, neither of them checked.
        void frame(long address, long length);
    }

    /// Gives all descriptions of a linked file to `taker`.
    ///
    /// @throws Unreadable at the first that can't be read
    static void read(Elf elf, Taker taker) throws Unreadable {
        Optional<Frames> found = find(elf);
        if (found.isPresent()) {
            found.get().walk(taker);
        }
    }

    private static Optional<Frames> find(Elf elf) throws Unreadable {
        for (SectionHeader section : elf.sections()) {
            if (section.type() != SectionHeader.SHT_NOBITS
                    && elf.isNamed(section, SECTION)
                    && elf.content().holds(section.offset(), section.size())) {
                return Optional.of(new Frames(elf, section.offset(), section.size(), section.address(), false));
            }
        }
        Optional<ProgramHeader> header = elf.programHeader(PT_GNU_EH_FRAME);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        long size = Math.clamp(header.get().fileSize(), 0, 64);
        Frames read = new Frames(elf, header.get().offset(), size, header.get().address(), true);
        int encoding = read.frames.u8(1, "eh_frame_ptr_enc");
        read.next = 4;
        long start = read.pointer(encoding);
        long offset = elf.offsetOf(start, "eh_frame_ptr");
        return Optional.of(new Frames(elf, offset, elf.content().size() - offset, start, true));
    }

    private void walk(Taker taker) throws Unreadable {
        long cie = -1;
        int encoding = 0;
        for (long at = 0; at <= frames.size() - 4; ) {
            long length = frames.u32(at, order, "Length");
            long start = at + 4;
            if (length == 0) {
                if (ends) {
                    return;
                }
                at = start;
                continue;
            }
            if (length == 0xffff_ffffL) {
                length = frames.u63(start, order, "Extended Length");
                start += 8;
            }
            frames.require(start, length, "Length");
            at = start + length;
            long id = frames.u32(start, order, "CIE Pointer");
            if (id != 0) {
                if (cie != start - id) {
                    cie = start - id;
                    encoding = encoding(cie);
                }
                next = start + 4;
                long begin = pointer(encoding);
                taker.frame(begin, pointer(encoding & 0x0f));
            }
        }
    }

    /// How the descriptions that share what stands at `at` encode their addresses.
    private int encoding(long at) throws Malformed {
        next = at + (frames.u32(at, order, "Length") == 0xffff_ffffL ? 12 : 4);
        if (frames.u32(next, order, "CIE ID") != 0) {
            throw new Malformed(next, "CIE ID", "must be 0");
        }
        next += 4;
        int version = frames.u8(next++, "Version");
        StringBuilder augmentation = new StringBuilder();
        for (int letter = frames.u8(next++, "Augmentation String");
                letter != 0 && augmentation.length() < LONGEST_AUGMENTATION;
                letter = frames.u8(next++, "Augmentation String")) {
            augmentation.append((char) letter);
        }
        next += version == 4 ? 2 : 0;
        skipLeb("Code Alignment Factor");
        skipLeb("Data Alignment Factor");
        if (version == 1) {
            next++;
        } else {
            skipLeb("Return Address Register");
        }
        if (augmentation.isEmpty() || augmentation.charAt(0) != 'z') {
            return 0;
        }
        skipLeb("Augmentation Length");
        for (int i = 1; i < augmentation.length(); i++) {
            switch (augmentation.charAt(i)) {
                case 'R' -> {
                    return frames.u8(next, "FDE Encoding");
                }
                case 'L' -> next++;
                case 'P' -> {
                    int encoding = frames.u8(next++, "Personality Encoding");
                    pointer(encoding);
                }
                default -> {}
            }
        }
        return 0;
    }

    private void skipLeb(String field) throws Malformed {
        while (frames.u8(next++, field) >= 0x80) {
            // The value is of no use.
        }
    }

    /// An address in one of the encodings that linkers write.
    private long pointer(int encoding) throws Malformed {
        long at = next;
        boolean wide = elf.header().isWide();
        int form = encoding & 0x0f;
        if (form == 0) {
            form = wide ? 4 : 3;
        }
        long value = switch (form) {
            case 2 -> frames.u16(at, order, "PC Begin");
            case 3 -> frames.u32(at, order, "PC Begin");
            case 10 -> (short) frames.u16(at, order, "PC Begin");
            case 11 -> frames.i32(at, order, "PC Begin");
            case 4, 12 -> frames.i64(at, order, "PC Begin");
            default -> throw new Malformed(at, "FDE Encoding", "must be a fixed size but was " + encoding);
        };
        next += form == 2 || form == 10 ? 2 : form == 4 || form == 12 ? 8 : 4;
        long based = (encoding & 0x70) == 0x10 ? value + address + at : value;
        return wide ? based : based & 0xffff_ffffL;
    }
}
