package org.vitrine.unpack.format.ext;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.testing.Tool;

/// File systems that mke2fs and debugfs make and that debugfs reads.
final class ExtImage {
    private ExtImage() {}

    /// A tree with small, large, sparse and linked files, and a folder large enough for an index.
    static Path tree(Path room, int names) throws IOException {
        Path tree = Files.createDirectories(room.resolve("tree/a/b"));
        Path top = room.resolve("tree");
        Files.writeString(tree.resolve("tiny"), "a line\n");
        Files.writeString(top.resolve("empty"), "");
        Files.writeString(top.resolve("hundred"), "x".repeat(100));
        byte[] noise = new byte[300_001];
        new Random(1).nextBytes(noise);
        Files.write(top.resolve("noise"), noise);
        try (RandomAccessFile sparse =
                new RandomAccessFile(top.resolve("sparse").toFile(), "rw")) {
            for (int i = 0; i < 60; i++) {
                sparse.seek(i * 70_000L);
                sparse.write(noise, i, 3000);
            }
            sparse.setLength(5_000_000);
        }
        Files.createSymbolicLink(top.resolve("short"), Path.of("a/b/tiny"));
        Files.createSymbolicLink(top.resolve("long"), Path.of("/" + "segment/".repeat(20) + "end"));
        Path many = Files.createDirectories(top.resolve("many"));
        for (int i = 0; i < names; i++) {
            Files.createFile(many.resolve("a name that is not short " + i));
        }
        Files.setLastModifiedTime(top.resolve("empty"), FileTime.fromMillis(1_234_567_890_000L));
        return top;
    }

    /// What a host can't hold without rights, written by debugfs.
    static final List<String> SPECIAL = List.of(
            "mknod fifo p",
            "mknod old c 5 1",
            "mknod new b 259 300",
            "set_inode_field hundred mode 0104755",
            "set_inode_field hundred uid 70001",
            "set_inode_field hundred gid 80002",
            "set_inode_field noise mode 0102755",
            "set_inode_field a/b mode 041777",
            "set_inode_field many mode 040700",
            "set_inode_field a/b/tiny mode 0100600",
            "ln noise second",
            "set_inode_field noise links_count 2",
            "ea_set hundred user.note \"some words\"",
            "ea_set noise security.capability "
                    + "\"\\001\\000\\000\\002\\000\\040\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\"",
            "ea_set a trusted.of \"a folder\"");

    static Path make(Path room, Path tree, String type, String size, String... options) throws IOException {
        Path image = room.resolve(type + String.join("", options).replaceAll("[^a-z0-9^]", "") + ".img");
        Files.deleteIfExists(image);
        List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F", "-t", type));
        command.addAll(List.of(options));
        command.addAll(List.of("-d", tree.toString(), image.toString(), size));
        Tool.of(command).succeed();
        return image;
    }

    static void write(Path image, Collection<String> commands) throws IOException {
        Path script = Files.createTempFile("debugfs", ".txt");
        Files.write(script, commands);
        Tool.of("debugfs", "-w", "-f", script.toString(), image.toString()).succeed();
        Files.delete(script);
    }

    private static String run(Path image, Collection<String> commands) throws IOException {
        Path script = Files.createTempFile("debugfs", ".txt");
        Files.write(script, commands);
        String text = new String(
                Tool.of("debugfs", "-f", script.toString(), image.toString())
                        .succeed()
                        .bytes(),
                StandardCharsets.ISO_8859_1);
        Files.delete(script);
        return text;
    }

    private static final Pattern STAT = Pattern.compile("(?s)Type: (\\S+(?: special)?)\\s+Mode:\\s+(\\d+)"
            + ".*?User:\\s+(\\d+)\\s+Group:\\s+(\\d+)(?:\\s+Project:\\s+\\d+)?\\s+Size: (\\d+)"
            + ".*?mtime: 0x([0-9a-f]+)(?::([0-9a-f]+))?");
    private static final Pattern DEVICE = Pattern.compile("Device major/minor number: 0*(\\d+):0*(\\d+)");

    /// What debugfs says of paths: `type mode uid gid mtime device`.
    static Map<String, String> stats(Path image, Collection<String> paths) throws IOException {
        List<String> commands =
                paths.stream().map(path -> "stat \"/" + path + "\"").toList();
        String[] answers = run(image, commands).split("debugfs: stat [^\n]*\n", -1);
        Map<String, String> stats = new TreeMap<>();
        int i = 0;
        for (String path : paths) {
            String answer = answers[++i];
            Matcher stat = STAT.matcher(answer);
            if (!stat.find()) {
                stats.put(path, answer);
                continue;
            }
            Matcher device = DEVICE.matcher(answer);
            long later = stat.group(7) == null ? 0 : Long.parseLong(stat.group(7), 16) & 3;
            stats.put(
                    path,
                    "%s %o %s %s %d %s"
                            .formatted(
                                    stat.group(1),
                                    Integer.parseInt(stat.group(2), 8) & 07777,
                                    stat.group(3),
                                    stat.group(4),
                                    Integer.parseUnsignedInt(stat.group(6), 16) + (later << 32),
                                    device.find() ? device.group(1) + ":" + device.group(2) : "0:0"));
        }
        return stats;
    }

    /// The sizes of files as debugfs says them.
    static Map<String, Long> sizes(Path image, Collection<String> paths) throws IOException {
        List<String> commands =
                paths.stream().map(path -> "stat \"/" + path + "\"").toList();
        String[] answers = run(image, commands).split("debugfs: stat [^\n]*\n", -1);
        Map<String, Long> sizes = new TreeMap<>();
        int i = 0;
        for (String path : paths) {
            Matcher stat = STAT.matcher(answers[++i]);
            sizes.put(path, stat.find() ? Long.parseLong(stat.group(5)) : -1);
        }
        return sizes;
    }

    /// The contents of files as debugfs reads them.
    static Map<String, byte[]> contents(Path image, Collection<String> paths) throws IOException {
        Path room = Files.createTempDirectory("dump");
        List<String> commands = new ArrayList<>();
        int i = 0;
        for (String path : paths) {
            commands.add("dump \"/" + path + "\" " + room.resolve("" + i++));
        }
        run(image, commands);
        Map<String, byte[]> contents = new TreeMap<>();
        i = 0;
        for (String path : paths) {
            Path dumped = room.resolve("" + i++);
            contents.put(path, Files.readAllBytes(dumped));
            Files.delete(dumped);
        }
        Files.delete(room);
        return contents;
    }

    private static final Pattern VALUE = Pattern.compile("(?m)^ {2}(\\S+) \\((\\d+)\\)");

    /// Names and lengths of a path's extended attributes.
    static List<String> attributes(Path image, String path) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher value = VALUE.matcher(run(image, List.of("ea_list \"/" + path + "\"")));
        while (value.find()) {
            if (!value.group(1).equals("system.data")) {
                found.add(value.group(1) + " " + value.group(2));
            }
        }
        return found.stream().sorted().toList();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
