package org.vitrine.inspect;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Fact;
import org.vitrine.inspect.setting.Settings;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.RootFs;

/// What a deduction tells of a root file system whose settings have been read.
public final class Deduced {
    private Deduced() {}

    /// The facts of one kind.
    public static <F extends Fact> List<F> of(Deduction deduction, Class<F> kind, RootFs root) {
        List<Fact> seen = new ArrayList<>();
        Settings.INSPECTORS.forEach(inspector -> inspector.inspect(root, seen::add));
        List<F> told = new ArrayList<>();
        deduction.deduce(root, seen, fact -> told.add(kind.cast(fact)));
        return told;
    }
}
