package org.vitrine.unpack.format.flash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;

/// A folder with everything that a file system of flash can hold, and a line for each of its entries: what must be
/// read back. Owners, modes and devices come from a device table, so that nobody has to be root.
public final class FlashTree {
    private static final byte[] RANDOM = random();

    private final Path room;
    private final Device disk;
    private final Map<String, String> expected = new TreeMap<>();
    private final StringBuilder table = new StringBuilder();

    private FlashTree(Path room, Device disk) {
        this.room = room;
        this.disk = disk;
    }

    /// The number of the tree's block device: not every writer can write large ones.
    public record Device(int major, int minor) {}

    /// Makes it below `room`.
    public static FlashTree in(Path room, Device disk) {
        FlashTree tree = new FlashTree(room, disk);
        try {
            tree.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }

    /// The folder.
    public Path folder() {
        return room.resolve("tree");
    }

    /// The device table, as mkfs.jffs2 and mkfs.ubifs read it.
    public Path table() {
        return room.resolve("table");
    }

    /// A line for each entry but the root: path, type, mode, owner, and what it holds.
    public Map<String, String> expected() {
        return expected;
    }

    /// The same lines of what a format gave.
    public static Map<String, String> lines(RecordingSink sink) {
        Map<String, String> lines = new TreeMap<>();
        for (Entry entry : sink.entries) {
            String path = RecordingSink.path(entry);
            if (!path.isEmpty()) {
                lines.put(path, line(entry, sink.files.getOrDefault(path, new byte[0]), sink));
            }
        }
        return lines;
    }

    private static String line(Entry entry, byte[] content, RecordingSink sink) {
        String holds = switch (entry.type()) {
            case FILE -> Digest.of(Digest.sha256().digest(content)).toString();
            // Which of the names comes first is the file system's own business.
            case HARDLINK -> {
                byte[] first = sink.files.get(text(entry.target()));
                yield first == null
                        ? "dangling"
                        : Digest.of(Digest.sha256().digest(first)).toString();
            }
            case SYMLINK -> (entry.target().bytes()[0] == '/' ? "/" : "") + text(entry.target());
            case CHARACTER, BLOCK -> entry.major() + ":" + entry.minor();
            case DIRECTORY, FIFO, SOCKET, PART -> "";
        };
        ArtifactType type = entry.type() == ArtifactType.HARDLINK ? ArtifactType.FILE : entry.type();
        return "%s %o %d:%d %s".formatted(type, entry.mode(), entry.uid(), entry.gid(), holds);
    }

    private static String text(Name path) {
        return String.join(
                "/", Name.split(path.bytes()).stream().map(Name::toString).toList());
    }

    private void make() throws IOException {
        Files.createDirectories(folder());
        directory("d0755", 0755, 0, 0);
        directory("d1777", 01777, 0, 0);
        directory("d2755", 02755, 12, 34);
        file("d0755/plain", "plain text\n".repeat(5000).getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
        file("d0755/empty", new byte[0], 0600, 65534, 65533);
        file("d0755/random", RANDOM, 0700, 1, 2);
        file("d0755/setuid", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), 04755, 0, 0);
        file("d2755/setgid", new byte[] {1, 2, 3}, 02755, 0, 50000);
        byte[] sparse = new byte[3_000_000];
        System.arraycopy(RANDOM, 0, sparse, 1_000_000, 5000);
        System.arraycopy(RANDOM, 0, sparse, 2_500_000, 17);
        file("sparse", sparse, 0644, 0, 0);
        byte[] mixed = new byte[200_000];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = i % 20_000 < 5000 ? RANDOM[i % RANDOM.length] : (byte) (i / 777);
        }
        file("mixed", mixed, 0644, 0, 0);
        for (int i = 0; i < 300; i++) {
            file("d0755/n%03d".formatted(i), new byte[] {(byte) i}, 0640, i, 0);
        }
        link("relative", "d0755/plain");
        link("absolute", "/etc/nowhere");
        node("fifo", "p", ArtifactType.FIFO, 0622, 0, 0);
        node("console", "c", ArtifactType.CHARACTER, 0600, 5, 1);
        node("disk", "b", ArtifactType.BLOCK, 0660, disk.major(), disk.minor());
        Files.createLink(folder().resolve("hard"), folder().resolve("d0755/random"));
        row("hard", "f", 0700, 1, 2, "- -");
        expected.put("hard", String.valueOf(expected.get("d0755/random")));
        Tool.of("sh", "-c", "printf odd > \"$(printf 'not\\377utf8')\"; chmod 644 not*")
                .in(folder())
                .succeed();
        String odd = Display.segment(new byte[] {'n', 'o', 't', (byte) 0xff, 'u', 't', 'f', '8'});
        expected.put(odd, "FILE 644 0:0 " + sha("odd".getBytes(StandardCharsets.UTF_8)));
        Files.writeString(table(), table);
    }

    private static byte[] random() {
        byte[] bytes = new byte[50_000];
        new Random(20).nextBytes(bytes);
        return bytes;
    }

    private static String sha(byte[] content) {
        return Digest.of(Digest.sha256().digest(content)).toString();
    }

    private void directory(String path, int mode, int uid, int gid) throws IOException {
        Files.createDirectory(folder().resolve(path));
        row(path, "d", mode, uid, gid, "- -");
        expected.put(path, "DIRECTORY %o %d:%d ".formatted(mode, uid, gid));
    }

    private void file(String path, byte[] content, int mode, int uid, int gid) throws IOException {
        Files.write(folder().resolve(path), content);
        row(path, "f", mode, uid, gid, "- -");
        expected.put(path, "FILE %o %d:%d %s".formatted(mode, uid, gid, sha(content)));
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(folder().resolve(path), Path.of(target));
        expected.put(path, "SYMLINK 777 0:0 " + target);
    }

    private void node(String path, String letter, ArtifactType type, int mode, int major, int minor) {
        row(path, letter, mode, 0, 0, major + " " + minor);
        String numbers = type == ArtifactType.FIFO ? "" : major + ":" + minor;
        expected.put(path, "%s %o 0:0 %s".formatted(type, mode, numbers));
    }

    private void row(String path, String letter, int mode, int uid, int gid, String numbers) {
        table.append("/%s %s %o %d %d %s - - -%n".formatted(path, letter, mode, uid, gid, numbers));
    }

    /// Damaged copies of an image: cut at seeded places, and with seeded bytes changed.
    public static List<byte[]> damaged(byte[] image, long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] copy = i % 3 == 0 ? Arrays.copyOf(image, 1 + random.nextInt(image.length)) : image.clone();
            for (int flips = i % 3 == 0 ? 0 : 1 + random.nextInt(40); flips > 0; flips--) {
                copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            copies.add(copy);
        }
        return copies;
    }

    /// Opens a damaged image, or not; nothing may escape but what formats throw.
    public static void survives(Format format, byte[] image) {
        try {
            Bytes bytes = Bytes.of(image);
            Optional<Claim> claim = format.claim(bytes, 0);
            if (claim.isPresent()) {
                long end = format.unpack(bytes, claim.get(), new RecordingSink());
                assertThat(end).isBetween(1L, bytes.size());
            }
        } catch (Unreadable e) {
            assertThat(e.problem().reason()).isNotBlank();
        }
    }
}
