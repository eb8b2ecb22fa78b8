package org.vitrine.inspect.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfFact.Role;
import org.vitrine.inspect.elf.ElfFact.YesNo;
import org.vitrine.inspect.elf.Fortify.Verdict;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfSymbol;
import org.vitrine.structure.ElfSymbols;

/// Judges FORTIFY of each program and library by the libc that lies in the same root file system: an import counts
/// when that libc offers a fortified twin of it. One row of [Fortify] for each, static ones included, so that the
/// rows are the whole that shares are taken of; none for kernel modules and objects.
public final class FortifyInspector implements TreeInspector {
    private static final Card CARD = new Card(
            "fortify",
            "FORTIFY by the image's own libc",
            List.of(
                    "GNU C Library Manual, Source Fortification",
                    "Linux Standard Base Core 5.0, interfaces named __*_chk"),
            List.of(
                    "Calls are not counted, imports are: one fortified call of memcpy makes memcpy fortified.",
                    "A call whose size the compiler knows to be safe stays plain, so even a program built with FORTIFY"
                            + " is often PARTIAL.",
                    "FORTIFY done in headers alone (musl with fortify-headers) leaves no trace in the imports.",
                    "A libc in a folder that only ld.so.conf names is not found."));

    /// FORTIFY sends all of these to one twin.
    private static final Set<String> JUMPS = Set.of("longjmp", "_longjmp", "siglongjmp");

    /// An inspector; it keeps nothing between root file systems.
    public FortifyInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Map<Digest, ElfFact> elves = new HashMap<>();
        Map<Digest, Set<String>> imports = new HashMap<>();
        Map<Digest, List<Needed>> needed = new HashMap<>();
        for (Fact fact : root.contentFacts()) {
            switch (fact) {
                case ElfFact elf -> elves.put(elf.content(), elf);
                case Import taken ->
                    imports.computeIfAbsent(taken.content(), _ -> new HashSet<>())
                            .add(taken.symbol());
                case Needed library ->
                    needed.computeIfAbsent(library.content(), _ -> new ArrayList<>())
                            .add(library);
                default -> {}
            }
        }
        Libcs libcs = new Libcs(root, elves);
        Map<Digest, Optional<Set<String>>> offers = new HashMap<>();
        for (Artifact file : root.all()) {
            ElfFact elf = elves.get(file.sha256());
            if (elf == null || !RootFs.isFile(file) || !isLinked(elf)) {
                continue;
            }
            Optional<Artifact> libc = elf.dynamic() == YesNo.YES
                    ? libcs.of(file, elf, needed.getOrDefault(file.sha256(), List.of()))
                    : Optional.empty();
            Optional<Set<String>> offered = Optional.empty();
            if (libc.isPresent()) {
                offered = offers.get(libc.get().sha256());
                if (offered == null) {
                    offered = offered(root, libc.get(), facts);
                    offers.put(libc.get().sha256(), offered);
                }
            }
            String path = libc.map(root::pathOf).orElse("");
            Set<String> taken = imports.getOrDefault(file.sha256(), Set.of());
            facts.add(judge(root.root().id(), file, elf, taken, offered, path));
        }
    }

    private static boolean isLinked(ElfFact elf) {
        return elf.role() == Role.EXECUTABLE || elf.role() == Role.LIBRARY;
    }

    private static Fortify judge(
            long root, Artifact file, ElfFact elf, Set<String> taken, Optional<Set<String>> libc, String path) {
        Set<String> offered = libc.orElse(Set.of());
        int fortified = 0;
        int fortifiable = 0;
        for (String symbol : taken) {
            if (offered.contains(symbol)) {
                fortified++;
            } else if (offered.contains(twin(symbol))) {
                fortifiable++;
            }
        }
        boolean known = libc.isPresent() && elf.imports() >= 0;
        Verdict verdict = known ? verdict(fortified, fortifiable) : Verdict.UNKNOWN;
        long imports = elf.imports() < 0 ? -1 : taken.size();
        return new Fortify(
                root, file.id(), file.sha256(), verdict, fortified, fortifiable, imports, offered.size(), path);
    }

    private static Verdict verdict(int fortified, int fortifiable) {
        if (fortified == 0) {
            return fortifiable == 0 ? Verdict.NOT_APPLICABLE : Verdict.NO;
        }
        return fortifiable == 0 ? Verdict.YES : Verdict.PARTIAL;
    }

    /// The name of the fortified twin, whether or not there is one. glibc's headers call some functions by a
    /// second name that starts with two underscores already.
    private static String twin(String symbol) {
        if (JUMPS.contains(symbol)) {
            return "__longjmp_chk";
        }
        return (symbol.startsWith("__") ? symbol : "__" + symbol) + "_chk";
    }

    /// The fortified functions that a libc offers; empty when its symbols can't be read.
    private static Optional<Set<String>> offered(RootFs root, Artifact libc, Facts facts) {
        Set<String> offered = new HashSet<>();
        try {
            Optional<ElfSymbols> found = Elf.open(root.content(libc)).dynamicSymbols();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ElfSymbols symbols = found.get();
            for (long i = 1; i < symbols.count(); i++) {
                ElfSymbol symbol = symbols.symbol(i);
                if (!symbol.isUndefined() && symbol.binding() != ElfSymbol.STB_LOCAL) {
                    String name = Display.text(symbols.name(symbol).bytes());
                    if (Symbols.isFortified(name)) {
                        offered.add(name);
                    }
                }
            }
        } catch (Unreadable e) {
            facts.add(ProblemFact.of(libc.id(), CARD.name(), e.problem()));
            return Optional.empty();
        }
        return Optional.of(offered);
    }
}
