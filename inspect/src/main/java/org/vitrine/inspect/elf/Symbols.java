package org.vitrine.inspect.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.elf.ElfFact.YesNo;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfDynamic;
import org.vitrine.structure.ElfSymbol;
import org.vitrine.structure.ElfSymbols;
import org.vitrine.structure.ElfVersions;

/// What the symbols of one ELF content tell: which it takes from elsewhere, and whether the checks of stack and
/// buffers are among them.
final class Symbols {
    /// More than any program or library takes.
    private static final int MOST = 1 << 20;
    /// After so many names that can't be read, the rest of the table is not worth the time.
    private static final int MOST_NAMELESS = 1000;

    /// What a function with a canary calls or reads: GCC and Clang, ICC, and the old propolice patches.
    private static final List<byte[]> CANARY = ascii(
            "__stack_chk_fail",
            "__stack_chk_guard",
            "__stack_chk_fail_local",
            "__intel_security_cookie",
            "__stack_smash_handler");

    private final Digest content;
    private final Elf elf;
    private final boolean object;
    private final Consumer<Unreadable> problems;
    private final List<Import> taken = new ArrayList<>();
    /// Whether all that the file says it takes could be read.
    private boolean complete = true;

    private int nameless;

    private boolean takesCanary;
    private boolean definesCanary;
    private boolean takesFortified;
    private boolean takesFortifyPanic;

    /// Reads the symbols that count for linking.
    ///
    /// @param content the digest of the file
    /// @param object whether that is the full symbol table, as in an object, and not the dynamic symbols
    /// @param problems takes what can't be read
    Symbols(Digest content, Elf elf, boolean object, Optional<ElfDynamic> dynamic, Consumer<Unreadable> problems) {
        this.content = content;
        this.elf = elf;
        this.object = object;
        this.problems = problems;
        Optional<ElfSymbols> symbols = Optional.empty();
        try {
            symbols = object ? elf.symbols() : elf.dynamicSymbols();
        } catch (Unreadable e) {
            refuse(e);
        }
        if (symbols.isPresent()) {
            read(symbols.get(), versions(dynamic));
        } else if (object) {
            // An object without symbols was stripped of what it takes; that it takes nothing can't be told.
            complete = false;
        }
    }

    private void refuse(Unreadable e) {
        complete = false;
        problems.accept(e);
    }

    private @Nullable ElfVersions versions(Optional<ElfDynamic> dynamic) {
        if (object || dynamic.isEmpty()) {
            return null;
        }
        try {
            return dynamic.get().versions().orElse(null);
        } catch (Unreadable e) {
            problems.accept(e);
            return null;
        }
    }

    private void read(ElfSymbols symbols, @Nullable ElfVersions versions) {
        try {
            for (long i = 1; i < symbols.count(); i++) {
                ElfSymbol symbol = symbols.symbol(i);
                if (symbol.isUndefined()) {
                    take(symbols, symbol, versions);
                } else if (isCanary(symbols, symbol)) {
                    definesCanary = true;
                }
                if (taken.size() > MOST) {
                    throw new LimitReached("imports", MOST, symbols.count());
                }
            }
        } catch (Unreadable e) {
            refuse(e);
        }
    }

    /// A name that can't be read costs that one symbol; a limit that is met costs the rest.
    private void take(ElfSymbols symbols, ElfSymbol symbol, @Nullable ElfVersions versions) throws LimitReached {
        Name name;
        try {
            name = symbols.name(symbol);
        } catch (LimitReached e) {
            throw e;
        } catch (Unreadable e) {
            refuse(e);
            if (++nameless > MOST_NAMELESS) {
                throw new LimitReached("imports without a name", MOST_NAMELESS, nameless);
            }
            return;
        }
        if (name.size() == 0) {
            return;
        }
        Name version = Name.EMPTY;
        try {
            version = versions == null ? Name.EMPTY : versions.version(symbol.index());
        } catch (Unreadable e) {
            problems.accept(e);
        }
        String text = Display.text(name.bytes());
        taken.add(new Import(content, text, Display.text(version.bytes())));
        takesCanary |= isCanary(symbols, symbol);
        takesFortified |= isFortified(text);
        takesFortifyPanic |= text.equals("fortify_panic") || text.equals("__fortify_panic");
    }

    private static boolean isCanary(ElfSymbols symbols, ElfSymbol symbol) {
        return CANARY.stream().anyMatch(name -> symbols.isNamed(symbol, name));
    }

    /// Whether this is the name of a function that checks the size of its target: `__memcpy_chk`.
    static boolean isFortified(String symbol) {
        return symbol.startsWith("__") && symbol.endsWith("_chk");
    }

    YesNo canary(YesNo linking, ElfFact.Type type) {
        if (type == ElfFact.Type.CORE) {
            return YesNo.NOT_APPLICABLE;
        }
        if (takesCanary) {
            return YesNo.YES;
        }
        if (definesCanary || !complete || linking == YesNo.UNKNOWN) {
            return YesNo.UNKNOWN;
        }
        return linking == YesNo.YES ? YesNo.NO : canaryInSymbolTable();
    }

    private YesNo canaryInSymbolTable() {
        try {
            Optional<ElfSymbols> all = elf.symbols();
            if (all.isEmpty()) {
                return YesNo.UNKNOWN;
            }
            for (long i = 1; i < all.get().count(); i++) {
                if (isCanary(all.get(), all.get().symbol(i))) {
                    return YesNo.YES;
                }
            }
            return YesNo.NO;
        } catch (Unreadable e) {
            problems.accept(e);
            return YesNo.UNKNOWN;
        }
    }

    YesNo fortified(YesNo linking, ElfFact.Type type) {
        if (type == ElfFact.Type.CORE) {
            return YesNo.NOT_APPLICABLE;
        }
        if (takesFortified || object && takesFortifyPanic) {
            return YesNo.YES;
        }
        boolean known = complete && (object || linking == YesNo.YES);
        return known ? YesNo.NO : YesNo.UNKNOWN;
    }

    long importCount() {
        return complete ? taken.size() : -1;
    }

    List<Import> imports() {
        return taken;
    }

    private static List<byte[]> ascii(String... names) {
        return List.of(names).stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toList();
    }
}
