package org.vitrine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.vitrine.testing.Tool;

/// A small but whole root file system, and what mutations of it need: programs from an assembler, keys and
/// certificates from openssl.
final class SmallRoot {
    static final String ARCHIVE = "usr/share/data/archive.tar.gz";

    private static final String HASH = "$6$saltsalt$"
            + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH".repeat(2).substring(0, 86);
    private static final List<String> CALLS =
            List.of("puts", "listen", "accept", "bind", "system", "__stack_chk_fail", "__memcpy_chk", "memcpy");

    /// CAP_NET_RAW, as a file has it.
    static final byte[] CAPABILITY = HexFormat.of().parseHex("0100000200200000000000000000000000000000");

    private final Path room;

    SmallRoot(Path room) throws IOException {
        this.room = room;
        StringBuilder stub = new StringBuilder(".section .note.GNU-stack,\"\",@progbits\n.text\n");
        CALLS.forEach(call -> stub.append(".globl ")
                .append(call)
                .append("\n.type ")
                .append(call)
                .append(",@function\n")
                .append(call)
                .append(": .long 0\n"));
        assemble("stub", stub.toString());
        Tool.of("ld", "-shared", "-soname", "libc.so.6", "-o", "libc.so.6", "stub.o")
                .in(room)
                .succeed();
    }

    static String hash() {
        return HASH;
    }

    private void assemble(String name, String source) throws IOException {
        Files.writeString(room.resolve(name + ".s"), source);
        Tool.of("as", "-o", name + ".o", name + ".s").in(room).succeed();
    }

    /// A program that holds a text and imports these symbols.
    byte[] program(String text, List<String> imports, String... options) throws IOException {
        StringBuilder source = new StringBuilder(".section .note.GNU-stack,\"\",@progbits\n.section .rodata\n.asciz \"")
                .append(text)
                .append("\"\n.data\n");
        imports.forEach(name -> source.append(".quad ").append(name).append('\n'));
        source.append(".text\n.globl _start\n_start: .long 0\n");
        assemble("program", source.toString());
        List<String> command = new ArrayList<>(List.of("ld", "-o", "program", "program.o", "libc.so.6"));
        command.addAll(List.of(options));
        Tool.of(command).in(room).succeed();
        return Files.readAllBytes(room.resolve("program"));
    }

    byte[] hardened(String text, String... imports) throws IOException {
        List<String> all = new ArrayList<>(List.of("puts", "__stack_chk_fail", "__memcpy_chk"));
        all.addAll(List.of(imports));
        return program(text, all, "-pie", "-z", "relro", "-z", "now", "-z", "noexecstack", "-s");
    }

    byte[] module(String name) throws IOException {
        assemble(
                "module",
                ".section .modinfo,\"a\"\n.asciz \"license=GPL\"\n.asciz \"depends=\"\n.asciz \"name=" + name
                        + "\"\n.asciz \"vermagic=5.10.0 SMP mod_unload \"\n.text\n.long 0\n");
        return Files.readAllBytes(room.resolve("module.o"));
    }

    /// A device tree of these lines.
    byte[] deviceTree(String lines) {
        return Tool.bytes(text("/dts-v1/;\n/ {\n" + lines + "\n};\n"), "dtc", "-q", "-I", "dts", "-O", "dtb");
    }

    /// A FIT image of one kernel; `signature` stands in its configuration.
    byte[] fit(String signature) {
        return deviceTree("description = \"image\"; #address-cells = <1>;\n"
                + "images { kernel { description = \"kernel\"; data = \"a kernel, as it is\"; type = \"kernel\";"
                + " arch = \"arm\"; os = \"linux\"; compression = \"none\"; load = <0x8000>; entry = <0x8000>; }; };\n"
                + "configurations { default = \"one\"; one { description = \"one\"; kernel = \"kernel\"; " + signature
                + " }; };");
    }

    /// A signature for [#fit].
    static final String SIGNATURE = "signature { algo = \"sha256,rsa2048\"; key-name-hint = \"vendor\"; value = <"
            + "0x01234567 ".repeat(64) + ">; };";

    /// What Linux was built with.
    static final String KERNEL_OPTIONS = """
            #
            # Automatically generated file; DO NOT EDIT.
            # Linux/arm 5.10.0 Kernel Configuration
            #
            CONFIG_STACKPROTECTOR_STRONG=y
            CONFIG_SECCOMP=y
            # CONFIG_DEVMEM is not set
            CONFIG_NET=y
            """;

    /// A new private key, PEM.
    String key() {
        return Tool.of("openssl", "genpkey", "-algorithm", "ed25519")
                .in(room)
                .succeed()
                .text();
    }

    /// The public half of a key.
    String publicKey(String key) throws IOException {
        Files.writeString(room.resolve("key.pem"), key);
        return Tool.of("openssl", "pkey", "-in", "key.pem", "-pubout")
                .in(room)
                .succeed()
                .text();
    }

    /// A new certificate authority's certificate, PEM.
    String authority(String name) throws IOException {
        return certificate(name, "TRUE");
    }

    /// A new certificate, PEM, that says whether it is an authority's.
    String certificate(String name, String authority) throws IOException {
        Files.writeString(room.resolve("ca.key"), key());
        return Tool.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-new",
                        "-key",
                        "ca.key",
                        "-subj",
                        "/CN=" + name,
                        "-days",
                        "3650",
                        "-addext",
                        "basicConstraints=critical,CA:" + authority)
                .in(room)
                .succeed()
                .text();
    }

    /// A line for authorized_keys.
    String login(String comment) throws IOException {
        Files.deleteIfExists(room.resolve("login"));
        Tool.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", "login")
                .in(room)
                .succeed();
        return Files.readString(room.resolve("login.pub")).strip();
    }

    static byte[] noise(int size, int seed) {
        byte[] noise = new byte[size];
        new java.util.Random(seed).nextBytes(noise);
        return noise;
    }

    byte[] archive(String mark, int files, String... level) {
        RootTree inner = new RootTree();
        inner.file("mark", mark);
        for (int i = 0; i < files; i++) {
            inner.file("note" + i + ".txt", ("a note number " + i + "\n").repeat(40));
        }
        return Tool.bytes(inner.tar(), "gzip", "-n", level.length == 0 ? "-9" : level[0]);
    }

    /// The tree that every mutation starts from.
    RootTree tree() throws IOException {
        RootTree tree = new RootTree();
        for (String folder : List.of("dev", "proc", "sys", "mnt", "var", "var/log", "home", "home/admin")) {
            tree.put(folder, RootTree.node('5', 0755));
        }
        tree.put("tmp", RootTree.node('5', 01777));
        tree.file("etc/inittab", "::sysinit:/etc/init.d/rcS\n::respawn:/sbin/getty 115200 ttyS0\n");
        tree.file("etc/init.d/rcS", 0755, text("""
                #!/bin/sh
                mount -t proc proc /proc
                mount -a
                sysctl -p
                /sbin/syslogd -R 192.0.2.9:514
                /usr/sbin/sshd
                /usr/sbin/snmpd -c /etc/snmp/snmpd.conf
                /usr/sbin/nginx
                /usr/sbin/inetd
                /etc/init.d/helper start
                #/usr/sbin/ftpd -D
                """));
        tree.file("etc/init.d/helper", 0755, text("""
                #!/bin/sh
                procd_open_instance
                procd_set_param command /usr/bin/helper -c /etc/helper.conf
                procd_set_param user nobody
                procd_close_instance
                """));
        tree.file("etc/passwd", """
                root:x:0:0:root:/root:/bin/sh
                daemon:x:1:1:daemon:/:/bin/false
                admin:x:1000:1000:admin:/home/admin:/bin/sh
                guest:x:1001:1001:guest:/home/guest:/bin/false
                """);
        tree.file(
                "etc/shadow",
                0600,
                text("root:" + HASH
                        + ":19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nadmin:!:19000:0:99999:7:::\nguest:" + HASH
                        + ":19000:0:99999:7:::\n"));
        tree.file("etc/group", "root:x:0:\ndaemon:x:1:\nadmin:x:1000:\nwheel:x:10:\n");
        tree.file("etc/fstab", "proc /proc proc defaults 0 0\ntmpfs /tmp tmpfs nosuid,nodev 0 0\n");
        tree.file("etc/hosts", "127.0.0.1 localhost\n");
        tree.file("etc/inetd.conf", """
                ftp stream tcp nowait root /usr/sbin/ftpd ftpd
                #telnet stream tcp nowait root /usr/sbin/telnetd telnetd
                finger stream tcp nowait nobody /usr/bin/helper helper
                """);
        tree.file(
                "etc/ssh/sshd_config",
                "Port 22\nPermitRootLogin no\nPasswordAuthentication no\nCiphers aes256-gcm@openssh.com,aes128-ctr\n");
        tree.file("etc/snmp/snmpd.conf", "rocommunity lab 192.0.2.0/24\nagentaddress udp:127.0.0.1:161\n");
        tree.file("etc/syslog.conf", "auth.* @192.0.2.9\n*.* /var/log/messages\n");
        tree.file("etc/helper.conf", "interval = 60\nserver = https://report.widgets-lab.io/v1\n");
        tree.file("etc/sysctl.conf", "kernel.randomize_va_space = 2\nnet.ipv4.conf.all.rp_filter = 1\n");
        tree.file("etc/sudoers", 0440, text("root ALL=(ALL) ALL\nDefaults env_reset\n"));
        tree.file(
                "etc/pam.d/login",
                "auth required pam_unix.so\naccount required pam_unix.so\npassword requisite pam_pwquality.so\n");
        tree.file(
                "etc/nginx/nginx.conf",
                "http {\n  server {\n    listen 443 ssl;\n    ssl_protocols TLSv1.2 TLSv1.3;\n  }\n}\n");
        tree.file(
                "etc/config/cwmpd",
                "config cwmpd 'cwmpd'\n\toption enable '1'\n\toption acs_url 'https://acs.example.net/'\n");
        tree.file(
                "etc/opkg.conf", "dest root /\noption check_signature\nsrc/gz base https://updates.example.net/base\n");
        tree.file(
                "etc/opkg/keys/1234567890abcdef", "untrusted comment: key\nRWQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
        tree.file("etc/config/firewall", "config defaults\n\toption input 'REJECT'\n\toption forward 'REJECT'\n");
        tree.file("boot/config-5.10.0", KERNEL_OPTIONS);
        tree.file(
                "boot/board.dtb",
                0644,
                deviceTree("model = \"a board\"; chosen { bootargs = \"console=ttyS0 ro\"; };"));
        tree.file("boot/kernel.itb", 0644, fit(SIGNATURE));
        String key = key();
        tree.file("etc/ssl/server.key", 0600, text(key));
        tree.file("etc/ssl/ca.pem", authority("Lab Root"));
        tree.file("etc/update/public.pem", publicKey(key()));
        tree.file("root/.ssh/authorized_keys", 0600, text(login("first") + "\n"));
        tree.file("etc/crontabs/root", 0600, text("0 3 * * * /usr/sbin/logrotate\n"));
        tree.file("usr/share/doc/readme.txt", "A text of some lines.\n".repeat(60));
        tree.file(ARCHIVE, 0644, archive("", 6));
        tree.file("usr/share/data/table.txt", "one two three\n".repeat(100));
        tree.file("www/index.html", "<html><body>hello</body></html>\n".repeat(10));
        tree.file("www/cgi-bin/status", 0755, text("#!/bin/sh\necho Content-type: text/plain\necho\nuptime\n"));
        tree.file("bin/busybox", 0755, hardened("BusyBox v1.30.1 (2026-01-01 00:00:00 UTC)", "listen", "system"));
        for (String applet : List.of("sh", "ls", "cat", "mount", "ping")) {
            tree.link("bin/" + applet, "busybox");
        }
        for (String applet : List.of("sbin/getty", "sbin/syslogd", "sbin/sysctl")) {
            tree.link(applet, "../bin/busybox");
        }
        tree.file("bin/su", 04755, hardened("su"));
        tree.file("usr/bin/tool", 0755, hardened("tool"));
        tree.file("usr/bin/helper", 0755, hardened("helper"));
        tree.file("usr/bin/raw", 0755, hardened("raw"));
        for (String daemon : List.of("sshd", "snmpd", "nginx", "inetd", "ftpd")) {
            tree.file("usr/sbin/" + daemon, 0755, hardened("this is " + daemon, "listen", "bind"));
        }
        tree.file("lib/libc.so.6", 0755, Files.readAllBytes(room.resolve("libc.so.6")));
        tree.file("lib/libpam.so.0", 0644, hardened("libpam"));
        tree.file("lib/modules/5.10.0/net.ko", 0644, module("net"));
        tree.file("lib/modules/5.10.0/signed.ko", 0644, SignedModule.of(room, module("signed"), "modules"));
        tree.edit("usr/bin/raw", n -> n.with("security.capability", CAPABILITY));
        tree.file("usr/bin/soft", 0755, program("soft", List.of("puts"), "-z", "norelro", "-z", "noexecstack", "-s"));
        tree.device("dev/console", 0600, 5, 1);
        tree.device("dev/null", 0666, 1, 3);
        tree.device("dev/mtd0", 0600, 90, 0);
        return tree;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
