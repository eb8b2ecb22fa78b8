package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;

/// What a socket unit of systemd listens on: a `ListenStream=` or `ListenDatagram=` of systemd.socket(5).
///
/// @param unit the unit's name
/// @param datagram whether it is datagrams
/// @param value an address, a port, or the path of a socket in the file system
/// @param state in force where a target wants the unit
/// @param reason why it is
public record SystemdSocket(
        String unit, Artifact file, Lines.Line line, boolean datagram, String value, State state, String reason) {
    /// Those of all socket units, in the order of the units' names.
    public static List<SystemdSocket> of(RootFs root) {
        List<SystemdSocket> sockets = new ArrayList<>();
        for (SystemdUnits.Unit unit : SystemdUnits.of(root).sockets()) {
            for (SystemdUnits.Entry entry : unit.starts()) {
                sockets.add(new SystemdSocket(
                        unit.name(),
                        entry.file(),
                        entry.line(),
                        entry.key().equals("ListenDatagram"),
                        entry.value(),
                        unit.state(),
                        unit.reason() + "; " + root.pathOf(entry.file()) + ":"
                                + entry.line().number()));
            }
        }
        return sockets;
    }
}
