package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// All that is started, by whatever starts it.
public final class Services {
    /// One inspector for each way of starting programs.
    public static final List<TreeInspector> INSPECTORS =
            List.of(new Inittab(), new RcS(), new InitD(), new Procd(), new Inetd(), new Systemd());

    private Services() {}

    /// The rows that the inspectors give, with their command lines; read once for all who ask.
    public static List<Start> of(RootFs root) {
        return root.once(All.class, All::of).starts;
    }

    private record All(List<Start> starts) {
        static All of(RootFs root) {
            return new All(List.copyOf(all(root)));
        }
    }

    private static List<Start> all(RootFs root) {
        List<Start> starts = new ArrayList<>(Inittab.starts(root));
        starts.addAll(ScriptStarts.of(root));
        starts.addAll(Inetd.starts(root));
        starts.addAll(Systemd.starts(root));
        starts.addAll(ContainerStart.starts(root));
        return starts;
    }
}
