package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A root file system that a test makes and changes: every node with its mode, owner, time and attributes, written as
/// a tar archive.
final class RootTree {
    private static final int BLOCK = 512;
    private static final Pattern ENDED = Pattern.compile("\\.(gz|dtb|itb)$|/signed\\.ko$");
    private final TreeMap<String, Node> nodes = new TreeMap<>();

    /// A node; `type` is tar's: 0 a file, 2 a link, 3 and 4 devices, 5 a folder, 6 a pipe.
    @SuppressWarnings("ArrayRecordComponent")
    record Node(
            char type,
            int mode,
            int uid,
            int gid,
            long time,
            byte[] content,
            String target,
            int major,
            int minor,
            Map<String, byte[]> attributes) {
        Node mode(int other) {
            return new Node(type, other, uid, gid, time, content, target, major, minor, attributes);
        }

        Node owner(int user, int group) {
            return new Node(type, mode, user, group, time, content, target, major, minor, attributes);
        }

        Node time(long other) {
            return new Node(type, mode, uid, gid, other, content, target, major, minor, attributes);
        }

        Node content(byte[] other) {
            return new Node(type, mode, uid, gid, time, other, target, major, minor, attributes);
        }

        Node target(String other) {
            return new Node(type, mode, uid, gid, time, content, other, major, minor, attributes);
        }

        Node device(int first, int second) {
            return new Node(type, mode, uid, gid, time, content, target, first, second, attributes);
        }

        Node with(String name, byte[] value) {
            Map<String, byte[]> more = new TreeMap<>(attributes);
            more.put(name, value);
            return new Node(type, mode, uid, gid, time, content, target, major, minor, more);
        }

        Node without(String name) {
            Map<String, byte[]> less = new TreeMap<>(attributes);
            less.remove(name);
            return new Node(type, mode, uid, gid, time, content, target, major, minor, less);
        }
    }

    static Node node(char type, int mode) {
        return new Node(type, mode, 0, 0, 1_700_000_000L, new byte[0], "", 0, 0, Map.of());
    }

    RootTree copy() {
        RootTree copy = new RootTree();
        copy.nodes.putAll(nodes);
        return copy;
    }

    RootTree put(String path, Node node) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            nodes.putIfAbsent(path.substring(0, slash), node('5', 0755));
        }
        nodes.put(path, node);
        return this;
    }

    RootTree file(String path, String text) {
        return file(path, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    RootTree file(String path, int mode, byte[] content) {
        return put(path, node('0', mode).content(content));
    }

    RootTree link(String path, String target) {
        return put(path, node('2', 0777).target(target));
    }

    RootTree device(String path, int mode, int major, int minor) {
        return put(path, node('3', mode).device(major, minor));
    }

    RootTree edit(String path, UnaryOperator<Node> change) {
        nodes.put(path, change.apply(Objects.requireNonNull(nodes.get(path), path)));
        return this;
    }

    /// Replaces a text in a file that holds it.
    RootTree replace(String path, String old, String other) {
        return edit(path, node -> {
            String text = new String(node.content(), StandardCharsets.UTF_8);
            if (!text.contains(old)) {
                throw new AssertionError(path + " holds no " + old);
            }
            return node.content(text.replace(old, other).getBytes(StandardCharsets.UTF_8));
        });
    }

    RootTree append(String path, String line) {
        return edit(path, node -> {
            String text = new String(node.content(), StandardCharsets.UTF_8) + line + "\n";
            return node.content(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    RootTree remove(String path) {
        Objects.requireNonNull(nodes.remove(path), path);
        return this;
    }

    RootTree move(String path, String to) {
        Node node = Objects.requireNonNull(nodes.remove(path), path);
        return put(to, node);
    }

    /// Takes in another tree below a folder.
    RootTree put(String folder, RootTree other) {
        nodes.put(folder, node('5', 0755));
        other.nodes.forEach((path, node) -> nodes.put(folder + "/" + path, node));
        return this;
    }

    /// Appends a mark to every file that has a content, so that none is like that of another tree; but to those whose
    /// format ends with the file.
    RootTree marked(String mark) {
        return marked(mark, _ -> true);
    }

    /// The same, without the programs.
    RootTree markedTexts(String mark) {
        return marked(mark, content -> content[0] != 0x7f);
    }

    private RootTree marked(String mark, Predicate<byte[]> chosen) {
        byte[] comment = ("# " + mark + "\n").getBytes(StandardCharsets.UTF_8);
        nodes.replaceAll((path, node) -> {
            if (node.content.length == 0 || ENDED.matcher(path).find() || !chosen.test(node.content)) {
                return node;
            }
            byte[] content = Arrays.copyOf(node.content, node.content.length + comment.length);
            System.arraycopy(comment, 0, content, node.content.length, comment.length);
            return node.content(content);
        });
        return this;
    }

    RootTree each(UnaryOperator<Node> change) {
        nodes.replaceAll((_, node) -> change.apply(node));
        return this;
    }

    byte[] content(String path) {
        return Objects.requireNonNull(nodes.get(path), path).content();
    }

    /// The archive, in the order of the paths.
    byte[] tar() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        nodes.forEach((path, node) -> {
            if (!node.attributes.isEmpty()) {
                ByteArrayOutputStream records = new ByteArrayOutputStream();
                node.attributes.forEach((name, value) -> records.writeBytes(record("SCHILY.xattr." + name, value)));
                entry(archive, "pax", node('x', 0644).content(records.toByteArray()));
            }
            entry(archive, node.type == '5' ? path + "/" : path, node);
        });
        archive.writeBytes(new byte[2 * BLOCK]);
        return archive.toByteArray();
    }

    /// A pax record counts its own length.
    private static byte[] record(String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    private static void entry(ByteArrayOutputStream archive, String path, Node node) {
        byte[] header = new byte[BLOCK];
        put(header, 0, path);
        put(
                header,
                100,
                "%07o\0%07o\0%07o\0%011o\0%011o\0"
                        .formatted(node.mode, node.uid, node.gid, node.content.length, node.time));
        put(header, 148, "        " + node.type);
        put(header, 157, node.target);
        put(header, 257, "ustar\00000");
        put(header, 329, "%07o\0%07o\0".formatted(node.major, node.minor));
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(node.content, (node.content.length + BLOCK - 1) / BLOCK * BLOCK));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
