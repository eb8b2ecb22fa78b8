package org.vitrine.inspect.elf;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfSection.Part;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.structure.SectionHeader;

/// Takes the digest of each section of an ELF content, and of all that no section holds: rows of
/// [ElfSection] in the order of their offsets, that of the rest last.
public final class SectionInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "elf_section",
            "ELF sections and their digests",
            List.of("System V gABI, chapter 4, https://gabi.xinuos.com"),
            List.of(
                    "Where a section overlaps one before it, it gives the part behind that one only.",
                    "A name that can't be read is left empty."));

    /// An inspector; it keeps nothing between contents.
    public SectionInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    private record Extent(Part part, String name, long offset, long length) {}

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        if (!ElfHeader.startsWithMagic(content)) {
            return;
        }
        List<Extent> extents = extents(Elf.open(content));
        MessageDigest rest = Digest.sha256();
        long left = 0;
        long end = 0;
        for (Extent extent : extents) {
            long start = Math.max(extent.offset(), end);
            long stop = Math.min(extent.offset() + extent.length(), content.size());
            if (start >= stop) {
                continue;
            }
            content.slice(end, start - end, "sh_offset").feed(rest::update);
            left += start - end;
            end = stop;
            Bytes bytes = content.slice(start, stop - start, "sh_offset");
            facts.add(
                    new ElfSection(sha256, extent.part(), extent.name(), start, bytes.size(), Digest.ofContent(bytes)));
        }
        content.from(end, "sh_offset").feed(rest::update);
        left += content.size() - end;
        if (left > 0) {
            facts.add(new ElfSection(sha256, Part.REST, "", 0, left, Digest.of(rest.digest())));
        }
    }

    private static List<Extent> extents(Elf elf) throws Unreadable {
        List<Extent> extents = new ArrayList<>();
        for (SectionHeader section : elf.sections()) {
            boolean stored = section.type() != 0 && section.type() != SectionHeader.SHT_NOBITS;
            if (stored
                    && section.offset() >= 0
                    && section.size() > 0
                    && section.size() <= elf.content().size()) {
                extents.add(new Extent(Part.SECTION, name(elf, section), section.offset(), section.size()));
            }
        }
        if (extents.isEmpty()) {
            for (ProgramHeader program : elf.programHeaders()) {
                boolean mapped = program.type() == ProgramHeader.PT_LOAD && program.offset() >= 0;
                if (mapped
                        && program.fileSize() > 0
                        && program.fileSize() <= elf.content().size()) {
                    extents.add(new Extent(Part.SEGMENT, "", program.offset(), program.fileSize()));
                }
            }
        }
        extents.sort(Comparator.comparingLong(Extent::offset).thenComparingLong(Extent::length));
        return extents;
    }

    private static String name(Elf elf, SectionHeader section) {
        try {
            return Display.text(elf.name(section).bytes());
        } catch (Unreadable e) {
            return "";
        }
    }
}
