package org.vitrine.inspect;

import java.util.List;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.TreeInspector;

/// All inspectors, each named once.
public final class Inspectors {
    /// Those that look at one content.
    public static final List<ContentInspector> CONTENT = List.of();

    /// Those that look at a root file system.
    public static final List<TreeInspector> TREE = List.of();

    private Inspectors() {}
}
