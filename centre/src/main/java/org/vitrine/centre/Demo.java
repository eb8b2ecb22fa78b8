package org.vitrine.centre;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Name;

/// A small network element of our own, for those who have no release: the root file system of a made-up
/// gateway as a gzipped tar archive. It has something that fails, something that passes and something
/// to be explained; nothing in it runs. The same bytes every time.
public final class Demo {
    /// Its file's name.
    public static final String NAME = "demo-element.tar.gz";

    /// 2026-11-01 00:00 UTC, when the element was made up.
    private static final long MADE = 1_793_491_200L;

    private static final int LARGEST_BLOCK = 65_535;
    private static final Bytes NOTHING = Bytes.EMPTY;

    /// Made once with openssl, for this: RSA of 1024 bits, signed by itself with SHA-1. Its key was
    /// thrown away.
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIICLjCCAZegAwIBAgIUeHAMotmTSIohyi+ewUQTmFYXblcwDQYJKoZIhvcNAQEF
            BQAwKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMZGVtby1lbGVtZW50MB4X
            DTI2MTEyMjA2NTE0MFoXDTM2MTExOTA2NTE0MFowKTEQMA4GA1UECgwHRXhhbXBs
            ZTEVMBMGA1UEAwwMZGVtby1lbGVtZW50MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB
            iQKBgQDaV1ZiG9kfUHRyxl30MqlhFwq+J22VTyVmhViStaKocwMn9kNR9tUW3JTA
            9llnjJ7BVHrl6FESndl1jWyyThAcFq67AQKIYNDJdRj3mxx4AX/sqHDBKzgbyizd
            lGkZKj+2Rv3vKP44kBVZvZqwuSbB2eKbJqHiFTHTmXI4u9HGHwIDAQABo1MwUTAd
            BgNVHQ4EFgQUcDrgyv7q0oBHQrPWtpgHSeBrNDowHwYDVR0jBBgwFoAUcDrgyv7q
            0oBHQrPWtpgHSeBrNDowDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQUFAAOB
            gQDCasktCz7K5OB0L01BRbV2pf8tk0kh8KWLR8hAPxz7e10cdijw+IKif0aaDp8M
            um+5zkO6JEbUmYzED9qgu92UZ4zKkhXRo06JaFznXZgwRI1BLj4xn/ptm+Rasub/
            igtQ8seooNMIQLwT0R3QHmbxx4pcTXhdWQdo7MitButARA==
            -----END CERTIFICATE-----
            """;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchive archive = new TarArchive(bytes);

    private Demo() {}

    /// The release's bytes.
    public static byte[] release() {
        try {
            Demo demo = new Demo();
            demo.build();
            demo.archive.end();
            return stored(demo.bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void build() throws IOException {
        for (String folder : new String[] {
            "bin",
            "dev",
            "etc",
            "etc/init.d",
            "etc/ssh",
            "etc/ssl",
            "lib",
            "sbin",
            "usr",
            "usr/lib",
            "usr/lib/opkg",
            "usr/sbin",
            "var",
            "www"
        }) {
            add(folder + "/", '5', 0755, NOTHING, "");
        }
        add("dev/console", '3', 0600, NOTHING, "");
        add("etc/passwd", 0644, """
                root::0:0:root:/root:/bin/sh
                daemon:*:1:1:daemon:/:/bin/false
                operator:*:1000:1000:operator:/:/bin/sh
                """);
        add("etc/group", 0644, "root:x:0:\ndaemon:x:1:\noperator:x:1000:\n");
        add("etc/inittab", 0644, """
                ::sysinit:/etc/init.d/rcS
                ::respawn:/usr/sbin/telnetd -F -l /bin/sh
                ::respawn:/usr/sbin/sshd -D
                """);
        add("etc/init.d/rcS", 0755, "#!/bin/sh\nmount -t proc proc /proc\n");
        add("etc/ssh/sshd_config", 0644, "Port 22\nPermitRootLogin yes\nPermitEmptyPasswords yes\nProtocol 2\n");
        add("etc/ssl/server.crt", 0644, CERTIFICATE);
        add("etc/hostname", 0644, "demo-element\n");
        add("usr/lib/opkg/status", 0644, """
                Package: busybox
                Version: 1.19.4-1
                Status: install user installed
                Architecture: mips_24kc

                Package: dropbear
                Version: 2011.54-2
                Status: install user installed
                Architecture: mips_24kc

                """);
        Bytes program = Bytes.of(elf());
        add("bin/busybox", '0', 0755, program, "");
        for (String link : new String[] {"bin/sh", "sbin/init", "usr/sbin/telnetd"}) {
            add(link, '2', 0777, NOTHING, "/bin/busybox");
        }
        add("usr/sbin/sshd", '0', 0755, program, "");
        add("usr/sbin/diag", '0', 04755, program, "");
        add("lib/libc.so.0", '0', 0755, program, "");
        add("www/index.html", 0644, "<html><body>demo element</body></html>\n");
    }

    private void add(String name, int mode, String content) throws IOException {
        add(name, '0', mode, Bytes.of(content.getBytes(StandardCharsets.UTF_8)), "");
    }

    private void add(String name, char type, int mode, Bytes content, String target) throws IOException {
        archive.add(
                new TarArchive.Entry(
                        Name.of(name),
                        type,
                        mode,
                        0,
                        0,
                        content.size(),
                        MADE,
                        Name.of(target),
                        type == '3' ? 5 : 0,
                        type == '3' ? 1 : 0),
                new TreeMap<>(),
                content);
    }

    /// A program for 32-bit MIPS with one segment and a stack that may be executed (System V ABI,
    /// edition 4.1, chapters 4 and 5); its code is a jump to itself.
    private static byte[] elf() {
        ByteBuffer elf = ByteBuffer.allocate(128).order(ByteOrder.BIG_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 1, 0}).position(16);
        elf.putShort((short) 2).putShort((short) 8).putInt(1).putInt(0x400074);
        elf.putInt(52).putInt(0).putInt(0x1007);
        elf.putShort((short) 52).putShort((short) 32).putShort((short) 2);
        elf.putShort((short) 40).putShort((short) 0).putShort((short) 0);
        // PT_LOAD, readable and executable; then PT_GNU_STACK, all three.
        elf.putInt(1).putInt(0).putInt(0x400000).putInt(0x400000);
        elf.putInt(128).putInt(128).putInt(5).putInt(0x1000);
        elf.putInt(0x6474e551).putInt(0).putInt(0).putInt(0);
        elf.putInt(0).putInt(0).putInt(7).putInt(16);
        elf.putInt(0x1000ffff).putInt(0).putInt(0);
        return elf.array();
    }

    /// A gzip file of stored blocks (RFC 1952, RFC 1951 section 3.2.4): no compressor's choice is in
    /// it.
    private static byte[] stored(byte[] content) {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        gzip.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
        for (int at = 0; at < content.length; at += LARGEST_BLOCK) {
            int length = Math.min(LARGEST_BLOCK, content.length - at);
            gzip.write(at + length == content.length ? 1 : 0);
            gzip.writeBytes(new byte[] {(byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8)});
            gzip.write(content, at, length);
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        gzip.writeBytes(
                trailer.putInt((int) crc.getValue()).putInt(content.length).array());
        return gzip.toByteArray();
    }
}
