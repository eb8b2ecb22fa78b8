package org.vitrine.inspect.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.Function.Basis;
import org.vitrine.inspect.elf.Function.Bounds;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.code.Code;
import org.vitrine.structure.code.CodeFunction;

/// Bounds the functions of each ELF content and takes the shape of each, by which two releases are
/// compared: one row of [Function] each, in the order of their offsets.
public final class FunctionInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "function",
            "Functions of ELF files and their shapes",
            List.of(
                    "System V gABI, chapters 4 and 5, https://gabi.xinuos.com",
                    "Linux Standard Base Core 5.0, Exception Frames",
                    "Exception Handling ABI for the Arm Architecture, section 6",
                    "Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2",
                    "Arm Architecture Reference Manuals DDI 0406 and DDI 0487",
                    "MIPS Architecture For Programmers, volumes II-A and IV-a"),
            List.of(
                    "Listed for the first 128 MiB of programs of a release, in the order of the tree; of the others, rows of"
                            + " not_inspected, no changed functions are told.",
                    "Equal shapes are triage and no proof: which function is called and which data is loaded is not"
                            + " part of a shape.",
                    "x86-64, AArch64, ARM (A32, T32), MIPS and MIPS16 only; microMIPS"
                            + " functions are taken as raw bytes; compact branches of MIPS release 6 are not masked.",
                    "Without symbols and frame descriptions functions are bounded by the calls to them: what is"
                            + " reached through pointers alone may hang on the function before.",
                    "Without section headers code is what lies between the first and the last address that DT_INIT,"
                            + " DT_FINI, e_entry and dynamic symbols name; a static program then gives no functions.",
                    "In programs at fixed addresses a constant that happens to be an address of the program is masked"
                            + " as one.",
                    "Data between instructions is decoded as if it were instructions, unless an instruction loads it"
                            + " or jumps by it.",
                    "More than 256 MiB of code in one section is refused, and more functions than one in 64 bytes of a"
                            + " file: no program has them, and they would not fit into memory."));

    private static final int FEW = 1024;
    private static final int LEAST_BYTES = 64;

    /// An inspector; it keeps nothing between contents.
    public FunctionInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public boolean isAbundant() {
        return true;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        if (!ElfHeader.startsWithMagic(content)) {
            return;
        }
        long most = FEW + content.size() / LEAST_BYTES;
        AtomicLong seen = new AtomicLong();
        List<Function> functions = new ArrayList<>();
        try {
            Code.functions(Elf.open(content), function -> {
                if (seen.incrementAndGet() <= most) {
                    functions.add(fact(sha256, function));
                }
            });
        } finally {
            // A part of them would look as if the others had been removed.
            if (seen.get() <= most) {
                functions.forEach(facts::add);
            }
        }
        if (seen.get() > most) {
            throw new LimitReached("functions", most, seen.get());
        }
    }

    private static Function fact(Digest sha256, CodeFunction function) {
        return new Function(
                sha256,
                function.name().size() == 0 ? "" : Display.text(function.name().bytes()),
                function.offset(),
                function.length(),
                function.shape(),
                switch (function.bounds()) {
                    case SYMBOL -> Bounds.SYMBOL;
                    case EH_FRAME -> Bounds.EH_FRAME;
                    case EXIDX -> Bounds.EXIDX;
                    case CALL -> Bounds.CALL;
                    case GAP -> Bounds.GAP;
                },
                switch (function.basis()) {
                    case DECODED -> Basis.DECODED;
                    case RAW -> Basis.RAW;
                });
    }
}
