package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A tree for a test, and the tar archive of it with everything that tar can record: mode, owner, time,
/// devices, links,
/// extended attributes. An entry that is added again takes the place of the one before.
final class TarTree {
    private static final int BLOCK = 512;

    private final Map<String, Node> nodes = new TreeMap<>();

    /// One entry.
    ///
    /// @param content each byte a character
    /// @param device `major:minor`, else empty
    record Node(
            char type,
            int mode,
            int uid,
            int gid,
            String owner,
            long time,
            String target,
            String device,
            Map<String, String> attributes,
            String content) {
        Node mode(int other) {
            return new Node(type, other, uid, gid, owner, time, target, device, attributes, content);
        }

        Node owner(int otherUid, int otherGid, String name) {
            return new Node(type, mode, otherUid, otherGid, name, time, target, device, attributes, content);
        }

        Node time(long other) {
            return new Node(type, mode, uid, gid, owner, other, target, device, attributes, content);
        }

        Node target(String other) {
            return new Node(type, mode, uid, gid, owner, time, other, device, attributes, content);
        }

        Node device(String other) {
            return new Node(type, mode, uid, gid, owner, time, target, other, attributes, content);
        }

        Node attribute(String name, String value) {
            return new Node(type, mode, uid, gid, owner, time, target, device, Map.of(name, value), content);
        }

        Node content(byte[] other) {
            return content(new String(other, StandardCharsets.ISO_8859_1));
        }

        Node content(String other) {
            return new Node(type, mode, uid, gid, owner, time, target, device, attributes, other);
        }

        /// The content's bytes, filled up to whole blocks.
        byte[] blocks() {
            int length = (content.length() + BLOCK - 1) / BLOCK * BLOCK;
            return Arrays.copyOf(content.getBytes(StandardCharsets.ISO_8859_1), length);
        }
    }

    static Node file(String content) {
        return node('0', 0644).content(content);
    }

    static Node file(byte[] content) {
        return node('0', 0755).content(content);
    }

    static Node node(char type, int mode) {
        return new Node(type, mode, 0, 0, "root", 1_600_000_000, "", "", Map.of(), "");
    }

    TarTree with(String path, Node node) {
        nodes.put(path, node);
        return this;
    }

    /// Takes over all entries of another, in a folder.
    TarTree withAll(String folder, TarTree other) {
        other.nodes.forEach((path, node) -> nodes.put(folder + path, node));
        return this;
    }

    TarTree without(String path) {
        nodes.remove(path);
        return this;
    }

    Node get(String path) {
        return Objects.requireNonNull(nodes.get(path), path);
    }

    /// The same tree with another time for everything.
    TarTree at(long time) {
        nodes.replaceAll((_, node) -> node.time(time));
        return this;
    }

    byte[] bytes() {
        return bytes(false);
    }

    /// The archive; in the other order where that is asked.
    byte[] bytes(boolean reversed) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        List<String> paths = new ArrayList<>(nodes.keySet());
        for (String path : reversed ? paths.reversed() : paths) {
            Node node = get(path);
            node.attributes().forEach((name, value) -> {
                byte[] record = record("SCHILY.xattr." + name, value);
                Node pax = node('x', 0644).content(record).time(node.time());
                archive.writeBytes(header("pax", pax));
                archive.writeBytes(pax.blocks());
            });
            archive.writeBytes(header(path, node));
            archive.writeBytes(node.blocks());
        }
        archive.writeBytes(new byte[2 * BLOCK]);
        return archive.toByteArray();
    }

    /// A pax record counts its own length.
    private static byte[] record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.ISO_8859_1).length;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] header(String name, Node node) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(
                header,
                100,
                "%07o\0%07o\0%07o\0%011o\0%011o\0"
                        .formatted(
                                node.mode(),
                                node.uid(),
                                node.gid(),
                                node.content().length(),
                                node.time()));
        put(header, 148, "        " + node.type());
        put(header, 157, node.target());
        put(header, 257, "ustar\00000" + node.owner());
        if (!node.device().isEmpty()) {
            String[] numbers = node.device().split(":", 2);
            put(header, 329, "%07o\0%07o\0".formatted(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
