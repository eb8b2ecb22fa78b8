package org.vitrine.inspect.setting;

import java.util.List;
import org.vitrine.inspect.spi.TreeInspector;

/// All inspectors of settings.
public final class Settings {
    /// One for each program whose settings are asked for.
    public static final List<TreeInspector> INSPECTORS =
            List.of(new SshdSettings(), new DropbearSettings(), new TelnetdSettings(), new KernelSettings());

    private Settings() {}
}
