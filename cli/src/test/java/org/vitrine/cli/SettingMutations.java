package org.vitrine.cli;

import static org.vitrine.cli.Mutation.add;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// Settings of programs.
final class SettingMutations {
    private SettingMutations() {}

    static List<Mutation> all(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        settings(all);
        return all;
    }

    private static void settings(List<Mutation> all) {
        ChangeKind changed = ChangeKind.CHANGED;
        String sshd = "etc/ssh/sshd_config";
        add(
                all,
                "root over SSH",
                sshd,
                changed,
                "ssh-changed HIGH",
                t -> t.replace(sshd, "PermitRootLogin no", "PermitRootLogin yes"));
        add(
                all,
                "passwords over SSH",
                sshd,
                changed,
                "ssh-changed HIGH",
                t -> t.replace(sshd, "PasswordAuthentication no", "PasswordAuthentication yes"));
        add(
                all,
                "empty passwords over SSH",
                sshd,
                changed,
                "ssh-changed CRITICAL",
                t -> t.append(sshd, "PermitEmptyPasswords yes"));
        add(
                all,
                "port of SSH",
                sshd,
                changed,
                "listener-added HIGH, listener-removed INFO",
                t -> t.replace(sshd, "Port 22", "Port 2222"));
        add(
                all,
                "weak cipher",
                sshd,
                changed,
                "crypto-policy MEDIUM",
                t -> t.replace(sshd, "aes128-ctr", "aes128-ctr,3des-cbc"));
        add(all, "comment in settings", sshd, changed, "", t -> t.replace(sshd, "Port 22", "# the port\nPort 22"));
        add(
                all,
                "old protocol",
                "etc/nginx/nginx.conf",
                changed,
                "crypto-policy MEDIUM",
                t -> t.replace("etc/nginx/nginx.conf", "TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2 TLSv1.3"));
        add(
                all,
                "listener",
                "etc/nginx/nginx.conf",
                changed,
                "listener-added HIGH",
                t -> t.replace("etc/nginx/nginx.conf", "listen 443 ssl;", "listen 443 ssl;\n    listen 8080;"));
        add(
                all,
                "community",
                "etc/snmp/snmpd.conf",
                changed,
                "snmp-changed HIGH",
                t -> t.append("etc/snmp/snmpd.conf", "rwcommunity public"));
        add(
                all,
                "agent's address",
                "etc/snmp/snmpd.conf",
                changed,
                "listener-widened HIGH",
                t -> t.replace("etc/snmp/snmpd.conf", "udp:127.0.0.1:161", "udp:161"));
        add(
                all,
                "NOPASSWD",
                "etc/sudoers",
                changed,
                "sudo-changed CRITICAL",
                t -> t.append("etc/sudoers", "admin ALL=(ALL) NOPASSWD: ALL"));
        add(
                all,
                "nullok",
                "etc/pam.d/login",
                changed,
                "pam-changed CRITICAL",
                t -> t.replace("etc/pam.d/login", "auth required pam_unix.so", "auth required pam_unix.so nullok"));
        add(
                all,
                "password quality",
                "etc/pam.d/login",
                changed,
                "pam-changed HIGH",
                t -> t.replace("etc/pam.d/login", "password requisite pam_pwquality.so\n", ""));
        add(
                all,
                "log target",
                "etc/syslog.conf",
                changed,
                "logging-weakened HIGH",
                t -> t.replace("etc/syslog.conf", "auth.* @192.0.2.9\n", ""));
        add(
                all,
                "management server",
                "etc/config/cwmpd",
                changed,
                "remote-management CRITICAL",
                t -> t.replace("etc/config/cwmpd", "acs.example.net", "acs.example.org"));
        add(
                all,
                "kernel setting",
                "etc/sysctl.conf",
                changed,
                "kernel-setting MEDIUM",
                t -> t.replace("etc/sysctl.conf", "va_space = 2", "va_space = 0"));
        add(
                all,
                "mount over files",
                "etc/fstab",
                changed,
                "mount-hides HIGH",
                t -> t.append("etc/fstab", "/dev/mtdblock3 /etc jffs2 defaults 0 0"));
        add(
                all,
                "mount options",
                "etc/fstab",
                changed,
                "mount-changed MEDIUM",
                t -> t.replace("etc/fstab", "nosuid,nodev", "nodev"));
        add(
                all,
                "hosts",
                "etc/hosts",
                changed,
                "host-names MEDIUM",
                t -> t.append("etc/hosts", "192.0.2.1 updates.example.net"));
        add(
                all,
                "mount in a script",
                "etc/init.d/rcS",
                changed,
                "mount-hides HIGH, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "mount -a\n", "mount -a\nmount -t tmpfs tmpfs /etc/ssh\n"));
    }
}
