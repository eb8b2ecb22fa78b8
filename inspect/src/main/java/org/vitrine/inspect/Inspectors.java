package org.vitrine.inspect;

import java.util.List;
import java.util.stream.Stream;
import org.vitrine.evidence.Fact;
import org.vitrine.inspect.account.Account;
import org.vitrine.inspect.account.AccountInspector;
import org.vitrine.inspect.account.Group;
import org.vitrine.inspect.account.GroupInspector;
import org.vitrine.inspect.component.Component;
import org.vitrine.inspect.component.ComponentInspector;
import org.vitrine.inspect.component.LibraryName;
import org.vitrine.inspect.component.PackageDatabase;
import org.vitrine.inspect.component.PackageFile;
import org.vitrine.inspect.elf.ElfFact;
import org.vitrine.inspect.elf.ElfInspector;
import org.vitrine.inspect.elf.ElfSection;
import org.vitrine.inspect.elf.Fortify;
import org.vitrine.inspect.elf.FortifyInspector;
import org.vitrine.inspect.elf.Function;
import org.vitrine.inspect.elf.FunctionInspector;
import org.vitrine.inspect.elf.Import;
import org.vitrine.inspect.elf.Needed;
import org.vitrine.inspect.elf.SectionInspector;
import org.vitrine.inspect.endpoint.Endpoint;
import org.vitrine.inspect.endpoint.EndpointDeduction;
import org.vitrine.inspect.endpoint.HeldUrl;
import org.vitrine.inspect.endpoint.HeldUrlInspector;
import org.vitrine.inspect.kernel.Kernel;
import org.vitrine.inspect.kernel.KernelInspector;
import org.vitrine.inspect.kernel.KernelModule;
import org.vitrine.inspect.kernel.KernelModuleInspector;
import org.vitrine.inspect.kernel.KernelOption;
import org.vitrine.inspect.kernel.KernelOptionInspector;
import org.vitrine.inspect.key.AuthorizedKey;
import org.vitrine.inspect.key.AuthorizedKeyInspector;
import org.vitrine.inspect.key.Certificate;
import org.vitrine.inspect.key.CertificateInspector;
import org.vitrine.inspect.key.KeyUse;
import org.vitrine.inspect.key.KeyUseInspector;
import org.vitrine.inspect.key.PrivateKey;
import org.vitrine.inspect.key.PrivateKeyInspector;
import org.vitrine.inspect.listener.Listener;
import org.vitrine.inspect.listener.ListenerDeduction;
import org.vitrine.inspect.script.ScriptStep;
import org.vitrine.inspect.script.ScriptStepInspector;
import org.vitrine.inspect.service.ContainerStart;
import org.vitrine.inspect.service.Inetd;
import org.vitrine.inspect.service.InitD;
import org.vitrine.inspect.service.Inittab;
import org.vitrine.inspect.service.Procd;
import org.vitrine.inspect.service.RcS;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Systemd;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.setting.Settings;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.RootFsFact;
import org.vitrine.inspect.spi.TreeInspector;

/// All inspectors and all kinds of fact they find, each named once.
public final class Inspectors {
    /// Those that look at one content.
    public static final List<ContentInspector> CONTENT = List.of(
            new ElfInspector(),
            new SectionInspector(),
            new FunctionInspector(),
            new ComponentInspector(),
            new PackageFile(),
            new HeldUrlInspector(),
            new PrivateKeyInspector(),
            new CertificateInspector(),
            new KernelInspector(),
            new KernelOptionInspector(),
            new KernelModuleInspector());

    /// Those that look at a root file system.
    public static final List<TreeInspector> TREE = Stream.of(
                    List.of(
                            new FortifyInspector(),
                            new AccountInspector(),
                            new GroupInspector(),
                            new AuthorizedKeyInspector(),
                            new KeyUseInspector(),
                            new Inittab(),
                            new RcS(),
                            new InitD(),
                            new Procd(),
                            new Inetd(),
                            new Systemd(),
                            new ContainerStart(),
                            new ScriptStepInspector()),
                    Settings.INSPECTORS,
                    List.of(new LibraryName(), new PackageDatabase()))
            .flatMap(List::stream)
            .toList();

    /// Those that tell what follows from what the others found in a root file system.
    public static final List<Deduction> DEDUCED = List.of(new ListenerDeduction(), new EndpointDeduction());

    /// The kinds of fact that they find.
    public static final List<Class<? extends Fact>> KINDS = List.of(
            RootFsFact.class,
            ElfFact.class,
            ElfSection.class,
            Function.class,
            Import.class,
            Needed.class,
            Fortify.class,
            Account.class,
            Group.class,
            AuthorizedKey.class,
            PrivateKey.class,
            KeyUse.class,
            Certificate.class,
            Service.class,
            Setting.class,
            Listener.class,
            Endpoint.class,
            HeldUrl.class,
            ScriptStep.class,
            Component.class,
            Kernel.class,
            KernelOption.class,
            KernelModule.class);

    private Inspectors() {}
}
