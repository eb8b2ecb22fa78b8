package org.vitrine.inspect.elf;

import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;

/// Says of each ELF content what it is, how it was hardened, which libraries and which symbols it asks for: rows
/// of [ElfFact], [Needed] and [Import]. A damaged part makes its own answers UNKNOWN and is reported at the end;
/// what the other parts say stands.
public final class ElfInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "elf",
            "ELF hardening, libraries and imports",
            List.of(
                    "System V gABI, chapters 4 and 5, https://gabi.xinuos.com",
                    "Linux Standard Base Core 5.0, Symbol Versioning",
                    "Linux Extensions to gABI (PT_GNU_STACK, PT_GNU_RELRO), https://gitlab.com/x86-psABIs/Linux-ABI"),
            List.of(
                    "Whether the stack is executable where PT_GNU_STACK is absent depends on the kernel; it is taken to be,"
                            + " except on PPC64, IA_64 and LOONGARCH.",
                    "A canary says that at least one function checks one, not how many. In a static program with"
                            + " symbols the check may stem from the C library alone.",
                    "In a static or self-contained program without symbols, canary and FORTIFY are UNKNOWN.",
                    "FORTIFY done in headers alone (musl with fortify-headers) leaves no trace in the imports.",
                    "An old static position-independent program without DF_1_PIE and DT_DEBUG counts as a library.",
                    "A kernel module that lost the names of its sections counts as an object.",
                    "Imports above 1,048,576 and names above 16 KiB are refused; after 1,000 imports without a"
                            + " readable name the rest is left."));

    /// An inspector; it keeps nothing between contents.
    public ElfInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        if (!ElfHeader.startsWithMagic(content)) {
            return;
        }
        Survey survey = new Survey(sha256, Elf.open(content));
        facts.add(survey.fact());
        survey.needed().forEach(facts::add);
        survey.imports().forEach(facts::add);
        survey.rethrow();
    }
}
