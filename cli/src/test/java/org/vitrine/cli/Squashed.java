package org.vitrine.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Small squashfs images, made by mksquashfs.
final class Squashed {
    private Squashed() {}

    /// A few files and folders.
    static byte[] small(Path room, String... options) throws IOException, InterruptedException {
        Path tree = Files.createDirectories(room.resolve("tree"));
        Files.createDirectories(tree.resolve("loop"));
        Files.writeString(tree.resolve("loop").resolve("text"), "words and words and words\n".repeat(200));
        Files.writeString(Files.createDirectories(tree.resolve("etc")).resolve("passwd"), "root::0:0::/:/bin/sh\n");
        Path image = room.resolve("made.squashfs");
        Files.deleteIfExists(image);
        List<String> command = new java.util.ArrayList<>(List.of(
                "mksquashfs", tree.toString(), image.toString(), "-noappend", "-nopad", "-all-root", "-b", "4096"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new AssertionError("mksquashfs failed");
            }
        } catch (IOException e) {
            Assumptions.abort("skipped: mksquashfs is not installed");
        }
        return Files.readAllBytes(image);
    }

    /// An image whose folder `loop` is the root itself: its entry points to the root's inode.
    static byte[] loop(Path room) throws IOException, InterruptedException {
        byte[] image = small(room, "-noI");
        ByteBuffer buffer = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        // The superblock's root_inode: the low 16 bits are the offset within the block.
        short root = (short) buffer.getLong(32);
        // A directory entry: offset, inode number, type 1, the name's length less one, the name.
        byte[] wanted = "\1\0\3\0loop".getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 4; at + wanted.length <= image.length; at++) {
            if (ByteBuffer.wrap(image, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                buffer.putShort(at - 4, root);
                return image;
            }
        }
        throw new AssertionError("no entry called loop");
    }
}
