package org.vitrine.unpack.bombs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Tool;

/// Hostile inputs, each named by what it does.
final class Bombs {
    private static final int MEBI = 1 << 20;

    private final Map<String, byte[]> all = new LinkedHashMap<>();
    private final Path room;

    private Bombs(Path room) {
        this.room = room;
    }

    /// All of them; what needs tools works in `room`.
    static Map<String, byte[]> all(Path room) throws IOException {
        Bombs bombs = new Bombs(room);
        bombs.ratios();
        bombs.nested();
        bombs.lies();
        bombs.loops();
        bombs.many();
        return bombs.all;
    }

    /// Little that unpacks to much.
    private void ratios() {
        byte[] zeros = new byte[96 * MEBI];
        all.put("gzip-zeros", Tool.bytes(zeros, "gzip", "-9n"));
        all.put("zstd-zeros", Tool.bytes(zeros, "zstd", "-q", "-3"));
        all.put("bzip2-zeros", Tool.bytes(zeros, "bzip2"));
        all.put("xz-zeros", Tool.bytes(zeros, "xz", "-1"));
        all.put("lzma-zeros", Tool.bytes(zeros, "xz", "-1", "-F", "lzma"));
        all.put("lzip-zeros", Tool.bytes(zeros, "lzip", "-0"));
        all.put("brotli-zeros.br", Tool.bytes(zeros, "brotli", "-q", "3", "-c"));
        byte[] once = Arrays.copyOf(zeros, MEBI);
        byte[] deflated = deflated(once);
        all.put("zip-million-to-one", Wrapping.zip(1, deflated(zeros), zeros.length, Wrapping.crc(zeros)));
        all.put("zip-overlapping-entries", Wrapping.zip(60_000, deflated, once.length, Wrapping.crc(once)));
        all.put("tar-sparse-terabyte", Wrapping.tar(Wrapping.sparseMember("sparse", 1L << 40)));
        all.put("tar-sparse-odd-exabytes", Wrapping.tar(Wrapping.sparseMember("sparse", 0x5555_5555_5555_5555L)));
        all.put("android-sparse-fill", androidFill());
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length / 900 + 1024];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /// Chunks that fill terabytes with one word.
    private static byte[] androidFill() {
        ByteBuffer sparse = ByteBuffer.allocate(28 + 16).order(ByteOrder.LITTLE_ENDIAN);
        sparse.putInt(0xed26ff3a)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 28)
                .putShort((short) 12);
        sparse.putInt(4096).putInt(0x7fff_ffff).putInt(1).putInt(0);
        sparse.putShort((short) 0xcac2)
                .putShort((short) 0)
                .putInt(0x7fff_ffff)
                .putInt(16)
                .putInt(0x41414141);
        return sparse.array();
    }

    /// Things within things.
    private void nested() {
        byte[] gzip = "the innermost".getBytes(US_ASCII);
        byte[] tar = gzip;
        byte[] cpio = gzip;
        byte[] mixed = gzip;
        for (int i = 0; i < 40; i++) {
            gzip = Wrapping.gzip(gzip);
            tar = Wrapping.tar(Wrapping.file("inner", tar));
            cpio = Wrapping.cpioArchive(Wrapping.cpio("init", cpio));
            mixed = i % 2 == 0 ? Wrapping.gzip(mixed) : Wrapping.cpioArchive(Wrapping.cpio("initramfs", mixed));
        }
        all.put("gzip-40-deep", gzip);
        all.put("tar-40-deep", tar);
        all.put("cpio-40-deep", cpio);
        all.put("initramfs-in-initramfs", mixed);
        all.put("dtb-100000-deep", Wrapping.deviceTree(100_000));
    }

    /// Sizes and counts that nothing stands behind.
    private void lies() {
        byte[] right = Wrapping.cpio("right", new byte[8]);
        all.put(
                "cpio-huge-namesize",
                Wrapping.joined(right, right, Wrapping.cpio("name", 0xffff_fff0L, 0, new byte[0])));
        all.put("cpio-huge-filesize", Wrapping.cpio("name", 5, 0xffff_fff0L, new byte[64]));
        all.put("tar-size-of-exbibytes", Wrapping.tar(Wrapping.member("big", '0', 1L << 60, new byte[512])));
        all.put("ar-member-beyond-the-end", ar("9999999999"));
        all.put("rpm-header-of-sixty-million-entries", rpm());
        all.put("trx-partitions-beyond-the-end", uImage());
        all.put("gpt-of-four-billion-entries", gpt());
    }

    private static byte[] ar(String size) {
        String header = String.format("%-16s%-12s%-6s%-6s%-8s%-10s`\n", "f/", "0", "0", "0", "644", size);
        return ("!<arch>\n" + header + "abc").getBytes(US_ASCII);
    }

    private static byte[] rpm() {
        ByteBuffer rpm = ByteBuffer.allocate(96 + 16 + 32).order(ByteOrder.BIG_ENDIAN);
        rpm.putInt(0xedabeedb).put((byte) 3).put((byte) 0).putShort((short) 0);
        rpm.putShort(78, (short) 5);
        rpm.position(96);
        rpm.putInt(0x8eade801).putInt(0).putInt(0x03ff_ffff).putInt(0x0fff_ffff);
        return rpm.array();
    }

    private static byte[] uImage() {
        ByteBuffer image = ByteBuffer.allocate(64 + 16);
        image.putInt(0x27051956)
                .putInt(0)
                .putInt(0)
                .putInt(0x7fff_ffff)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        image.put((byte) 5).put((byte) 2).put((byte) 4).put((byte) 0);
        image.putInt(4, Wrapping.crc(Arrays.copyOf(image.array(), 64)));
        image.position(64);
        for (int i = 0; i < 4; i++) {
            image.putInt(0x7fff_ffff);
        }
        return image.array();
    }

    private static byte[] gpt() {
        ByteBuffer disk = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446 + 4, (byte) 0xee).putInt(446 + 8, 1).putInt(446 + 12, 127);
        disk.putShort(510, (short) 0xaa55);
        disk.position(512);
        disk.put("EFI PART".getBytes(US_ASCII))
                .putInt(0x10000)
                .putInt(92)
                .putInt(0)
                .putInt(0);
        disk.putLong(1)
                .putLong(127)
                .putLong(34)
                .putLong(94)
                .putLong(1)
                .putLong(2)
                .putLong(2);
        disk.putInt(0xffff_ffff).putInt(128).putInt(0);
        disk.putInt(512 + 16, Wrapping.crc(Arrays.copyOfRange(disk.array(), 512, 512 + 92)));
        return disk.array();
    }

    /// What leads back to where it came from.
    private void loops() throws IOException {
        fat();
        mbr();
        ext();
    }

    private void fat() throws IOException {
        Path image = room.resolve("fat");
        Files.write(image, new byte[8 * MEBI]);
        Tool.text("mkfs.vfat", "-F", "16", "-s", "1", "-S", "512", image.toString());
        Path content = room.resolve("content");
        Files.write(content, new byte[8192]);
        Tool.text("mcopy", "-i", image.toString(), content.toString(), "::looped");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        int reserved = bytes.getShort(14);
        int fat = reserved * 512;
        bytes.putShort(fat + 2 * 3, (short) 2);
        all.put("fat-chain-that-loops", bytes.array());
    }

    private void mbr() {
        ByteBuffer disk = ByteBuffer.allocate(256 * 512).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446 + 4, (byte) 5).putInt(446 + 8, 8).putInt(446 + 12, 200);
        disk.putShort(510, (short) 0xaa55);
        int extended = 8 * 512;
        disk.put(extended + 446 + 4, (byte) 0x83).putInt(extended + 446 + 8, 1).putInt(extended + 446 + 12, 2);
        disk.put(extended + 462 + 4, (byte) 5).putInt(extended + 462 + 8, 0).putInt(extended + 462 + 12, 10);
        disk.putShort(extended + 510, (short) 0xaa55);
        all.put("mbr-extended-partition-in-itself", disk.array());
    }

    private void ext() throws IOException {
        Path content = room.resolve("data");
        Files.write(content, "data".getBytes(US_ASCII));
        Path sparse = formatted("ext4", "^metadata_csum");
        debugfs(sparse, "write " + content + " sparse\nsif sparse size 17592186040320\n");
        all.put("ext-sparse-sixteen-tebibytes", Files.readAllBytes(sparse));
        Path folders = formatted("ext2", "^dir_index");
        debugfs(folders, "mkdir one\nmkdir one/two\nln / one/two/up\n");
        all.put("ext-folder-in-itself", Files.readAllBytes(folders));
        Path indirect = formatted("ext2", "^dir_index");
        debugfs(indirect, "write " + content + " loop\nsif loop size 67108864\nsif loop block[DIND] 100\n");
        byte[] image = Files.readAllBytes(indirect);
        ByteBuffer pointers = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 256; i++) {
            pointers.putInt(100 * 1024 + 4 * i, 100);
        }
        all.put("ext-indirect-block-in-itself", image);
        Path tree = formatted("ext4", "^metadata_csum");
        debugfs(tree, "write " + content + " tree\n");
        all.put("ext-extent-index-in-itself", extents(Files.readAllBytes(tree), tree));
    }

    private Path formatted(String kind, String features) throws IOException {
        Path image = Files.createTempFile(room, kind, "");
        Files.write(image, new byte[4 * MEBI]);
        Tool.text("mke2fs", "-q", "-F", "-t", kind, "-b", "1024", "-O", features, image.toString());
        return image;
    }

    private void debugfs(Path image, String commands) {
        Tool.of("debugfs", "-w", "-f", "-", image.toString())
                .fed(commands.getBytes(StandardCharsets.UTF_8))
                .succeed();
    }

    /// Turns the root of the file's extent tree into an index whose one node is an index that leads to itself.
    private byte[] extents(byte[] image, Path disk) {
        String place = Tool.text("debugfs", "-R", "imap tree", disk.toString());
        String located = place.substring(place.indexOf("located at block ") + "located at block ".length());
        int block = Integer.parseInt(located.substring(0, located.indexOf(',')));
        int offset = Integer.decode(located.substring(located.indexOf("offset ") + "offset ".length())
                .strip());
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int root = block * 1024 + offset + 40;
        int node = 3000;
        index(bytes, root, 4, 4, node);
        index(bytes, node * 1024, 84, 3, node);
        bytes.putInt(block * 1024 + offset + 4, 1 << 24);
        return image;
    }

    private static void index(ByteBuffer bytes, int at, int most, int depth, int leaf) {
        bytes.putShort(at, (short) 0xf30a).putShort(at + 2, (short) 1).putShort(at + 4, (short) most);
        bytes.putShort(at + 6, (short) depth).putInt(at + 8, 0);
        bytes.putInt(at + 12, 0)
                .putInt(at + 16, leaf)
                .putShort(at + 20, (short) 0)
                .putShort(at + 22, (short) 0);
    }

    /// More of them than anybody needs.
    private void many() throws IOException {
        byte[] empty = Wrapping.cpio("a", new byte[0]);
        all.put("cpio-of-600000-entries", Wrapping.gzip(Wrapping.cpioArchive(Wrapping.repeated(empty, 600_000))));
        all.put("tar-path-of-30000-folders", Wrapping.tar(longName("a/".repeat(30_000) + "f")));
        all.put("tar-name-of-ten-megabytes", Wrapping.tar(longName("n".repeat(10 * MEBI))));
        all.put("oci-of-3000-layers", oci());
        flash();
    }

    private static byte[] longName(String name) {
        byte[] bytes = (name + "\0").getBytes(US_ASCII);
        return Wrapping.joined(
                Wrapping.member("././@LongLink", 'L', bytes.length, bytes), Wrapping.file("short", new byte[1]));
    }

    /// One layer, named again and again; each time it deletes what it brought and brings it again.
    private static byte[] oci() {
        byte[] layer = Wrapping.gzip(Wrapping.tar(
                Wrapping.file(".wh.file", new byte[0]), Wrapping.file("file", "content".getBytes(US_ASCII))));
        String blob = digest(layer);
        String descriptor = "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:" + blob
                + "\",\"size\":" + layer.length + "}";
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                .getBytes(US_ASCII);
        String layers = (descriptor + ",").repeat(2999) + descriptor;
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:"
                        + digest(config) + "\",\"size\":" + config.length + "},\"layers\":[" + layers + "]}")
                .getBytes(US_ASCII);
        byte[] index = ("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
                        + "\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:" + digest(manifest)
                        + "\",\"size\":" + manifest.length + "}]}")
                .getBytes(US_ASCII);
        return Wrapping.tar(
                Wrapping.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(US_ASCII)),
                Wrapping.file("index.json", index),
                Wrapping.file("blobs/sha256/" + digest(manifest), manifest),
                Wrapping.file("blobs/sha256/" + digest(config), config),
                Wrapping.file("blobs/sha256/" + blob, layer));
    }

    private static String digest(byte[] content) {
        return Digest.of(Digest.sha256().digest(content)).toString();
    }

    /// Flash logs in which the same things stand thousands of times.
    private void flash() throws IOException {
        Path folder = Files.createDirectories(room.resolve("tree"));
        Files.writeString(folder.resolve("file"), "content");
        Path log = room.resolve("jffs2");
        Tool.text("mkfs.jffs2", "-r", folder.toString(), "-o", log.toString(), "-e", "8KiB", "-n");
        all.put("jffs2-of-100000-nodes", damagedTail(Wrapping.repeated(Files.readAllBytes(log), 40_000), 24 * MEBI));
        Path ubifs = room.resolve("ubifs");
        Tool.text(
                "mkfs.ubifs", "-r", folder.toString(), "-m", "512", "-e", "15872", "-c", "60", "-o", ubifs.toString());
        Path settings = room.resolve("ubinize");
        Files.writeString(
                settings,
                "[v]\nmode=ubi\nimage=" + ubifs + "\nvol_id=0\nvol_size=1MiB\nvol_type=dynamic\nvol_name=v\n");
        Path ubi = room.resolve("ubi");
        Tool.text("ubinize", "-o", ubi.toString(), "-m", "512", "-p", "16KiB", settings.toString());
        byte[] once = Files.readAllBytes(ubi);
        all.put("ubi-of-copies", Wrapping.repeated(once, 24 * MEBI / once.length));
    }

    /// So long at most, and with one bit wrong near the end.
    private static byte[] damagedTail(byte[] bytes, int most) {
        byte[] cut = Arrays.copyOf(bytes, Math.min(bytes.length, most));
        cut[cut.length - 4097] ^= 1;
        return cut;
    }
}
