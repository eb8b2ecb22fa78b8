package org.vitrine.inspect.elf;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A section of an ELF content, or what no section holds.
@Table(
        name = "elf_section",
        version = 1,
        about =
                "A section of an ELF content with its digest; where sections were stripped, a mapped segment. One row more for all bytes that none of them holds, so that every byte is in exactly one row: two contents whose rows differ in .note.gnu.build-id and .gnu_debuglink alone differ nowhere else.")
public record ElfSection(
        @Column("SHA-256 of the content.") Digest content,

        @Column("SECTION, SEGMENT, or REST: headers, tables and padding that no section holds.")
        Part part,

        @Column("The section's name, printable, such as `.text`; empty for segments and for the rest.")
        String name,

        @Column("Where it starts, in bytes from the start of the content; 0 for the rest.")
        long offset,

        @Column("Its length in bytes, in the file.") long length,
        @Column("SHA-256 of its bytes.") Digest digest)
        implements Fact {

    /// What part of a content a row is about.
    public enum Part {
        SECTION,
        SEGMENT,
        REST
    }
}
