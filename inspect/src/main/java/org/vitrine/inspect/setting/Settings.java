package org.vitrine.inspect.setting;

import java.util.List;
import org.vitrine.inspect.spi.TreeInspector;

/// All inspectors of settings.
public final class Settings {
    /// One for each program whose settings are asked for.
    public static final List<TreeInspector> INSPECTORS = List.of(
            new SshdSettings(),
            new DropbearSettings(),
            new TelnetdSettings(),
            new KernelSettings(),
            new LighttpdSettings(),
            new NginxSettings(),
            new ApacheSettings(),
            new BoaSettings(),
            new GoAheadSettings(),
            new MiniHttpdSettings(),
            new HttpdSettings(),
            new UhttpdSettings(),
            new SnmpdSettings(),
            new FrrSettings(),
            new RsyslogSettings(),
            new SyslogNgSettings(),
            new SyslogdSettings(),
            new PamSettings(),
            new LoginDefsSettings(),
            new SudoersSettings(),
            new SecurettySettings(),
            new FstabSettings(),
            new LogrotateSettings(),
            new XinetdSettings(),
            new ShellSettings(),
            new VsftpdSettings(),
            new ProftpdSettings(),
            new UciSettings(),
            new CwmpSettings());

    private Settings() {}
}
