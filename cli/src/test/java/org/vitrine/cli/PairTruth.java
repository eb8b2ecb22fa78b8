package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// What other readers find in a release: by path what kind of node it is and what it holds, without mode and owner.
final class PairTruth {
    private static final int FIRST = 0x55aaf00f;
    private static final int PLAIN = 0x55aaf11f;
    private static final int PACKED = 0x55aaf33f;
    private static final int LZ4 = 0x55aaf44f;
    private static final int PADDING = 0x55aafeef;
    private static final int HASH = 32;

    private PairTruth() {}

    /// What `unsquashfs` read, from the truth tables of the corpus.
    static Map<String, String> squashfs(String file) throws IOException {
        Map<String, String> nodes = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Corpus.path("truth/filesystems/" + file))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                if (!line.startsWith("#") && !fields[0].equals("path")) {
                    nodes.put(named(fields[0]), fields[1] + " " + fields[5] + " " + fields[6]);
                }
            }
        }
        return nodes;
    }

    /// What `tar` lists, and what `sha256sum` says of the files that `tar` gives.
    static Map<String, String> tar(String name) {
        Map<String, String> nodes = new TreeMap<>();
        String archive = Corpus.path("rootfs/" + name + ".tar.xz").toString();
        Tool.needs("xz");
        for (String line : Tool.text("tar", "-tvJf", archive).lines().toList()) {
            // Mode, owner, size, day, time, and the name, which may hold blanks.
            String[] fields = line.split(" +", 6);
            String[] link = fields[5].split(" -> ", 2);
            nodes.put(named(link[0]), line.charAt(0) == 'l' ? "l " + link[1] : line.substring(0, 1));
        }
        Tool.Answer sums = Tool.of("find", ".", "-type", "f", "-exec", "sha256sum", "{}", "+")
                .in(Extracted.rootfs(name))
                .succeed();
        for (String line : sums.text().lines().toList()) {
            String path = named(line.substring(64).strip().substring("./".length()));
            assertThat(nodes.put(path, "- " + line.substring(0, 64))).isEqualTo("-");
        }
        assertThat(nodes.values()).doesNotContain("-");
        return nodes;
    }

    /// The sections of a boot EEPROM, read anew: a packed one ends with the SHA-256 of what it unpacks to, of the
    /// others `sha256sum` tells it.
    static Map<String, String> eeprom(String file) {
        Map<String, String> nodes = new TreeMap<>();
        byte[] image = Corpus.bytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(image);
        for (int at = 0; bytes.getInt(at) != -1; ) {
            int magic = bytes.getInt(at);
            int end = at + 8 + bytes.getInt(at + 4);
            String name = magic == FIRST ? "bootcode.bin" : name(Arrays.copyOfRange(image, at + 8, at + 24));
            String content = switch (magic) {
                case FIRST -> sha256(Arrays.copyOfRange(image, at + 8, end));
                case PLAIN -> sha256(Arrays.copyOfRange(image, at + 24, end));
                case PACKED, LZ4 -> HexFormat.of().formatHex(image, end - HASH, end);
                case PADDING -> "";
                default -> throw new AssertionError("no section at " + at);
            };
            if (magic != PADDING) {
                nodes.put(nodes.containsKey(name) ? name + ".2" : name, content);
            }
            at = (end + 7) / 8 * 8;
        }
        return nodes;
    }

    private static String name(byte[] padded) {
        return new String(padded, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static String sha256(byte[] content) {
        return new String(Tool.bytes(content, "sha256sum"), StandardCharsets.US_ASCII).substring(0, 64);
    }

    /// A path as ours are written, where `@` tells where a part lies.
    private static String named(String path) {
        return path.replace("@", "\\x40");
    }
}
