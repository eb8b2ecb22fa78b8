package org.vitrine.unpack.format.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.spi.Entry;

/// Images of versions 1 to 3, which no tool makes any more: this makes them, and unsquashfs reads them too.
class EarlyTest {
    private static final int BLOCK = 32_768;
    private static final byte[] NOISE = new byte[BLOCK];
    private static final byte[] TEXT = "all the same line\n".repeat(500).getBytes(StandardCharsets.US_ASCII);

    static {
        new Random(3).nextBytes(NOISE);
    }

    /// Writes the tables of one image.
    private static final class Maker {
        private final int major;
        private final ByteOrder order;
        private final boolean checked;
        private final ByteArrayOutputStream inodes = new ByteArrayOutputStream();
        private final ByteArrayOutputStream names = new ByteArrayOutputStream();
        private int number;

        private Maker(int major, ByteOrder order, boolean checked) {
            this.major = major;
            this.order = order;
            this.checked = checked;
        }

        private void bits(ByteArrayOutputStream out, int... valuesAndSizes) {
            long value = 0;
            int width = 0;
            for (int i = 0; i < valuesAndSizes.length; i += 2) {
                int size = valuesAndSizes[i + 1];
                value = order == ByteOrder.LITTLE_ENDIAN
                        ? value | (long) valuesAndSizes[i] << width
                        : value << size | valuesAndSizes[i];
                width += size;
            }
            for (int i = 0; i < width; i += 8) {
                out.write((int) (value >>> (order == ByteOrder.LITTLE_ENDIAN ? i : width - 8 - i)));
            }
        }

        private void u16(int value) {
            bits(inodes, value, 16);
        }

        private void u32(int value) {
            inodes.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
        }

        private void u64(long value) {
            inodes.writeBytes(ByteBuffer.allocate(8).order(order).putLong(value).array());
        }

        /// The fields all inodes have; gives where it starts.
        private int base(int type, int mode, int owner, int group) {
            int at = inodes.size();
            int idBits = major == 1 ? 4 : 8;
            bits(inodes, type, 4, mode, 12, owner, idBits, group, idBits);
            if (major == 3) {
                u32(1_000_000_000);
                u32(++number);
            }
            return at;
        }

        private void links() {
            if (major == 3) {
                u32(1);
            }
        }

        private int file(long start, boolean longer, int owner) {
            int type = longer ? 9 : 2;
            int at = base(major == 1 ? type + 5 : type, 0644, owner, major == 1 ? 15 : 255);
            int size = NOISE.length + TEXT.length;
            if (longer) {
                u32(1);
                u64(start);
                u32(-1);
                u32(0);
                u64(size);
            } else if (major == 3) {
                u64(start);
                u32(-1);
                u32(0);
                u32(size);
            } else {
                u32(1_000_000_001);
                u32((int) start);
                if (major == 2) {
                    u32(-1);
                    u32(0);
                }
                u32(size);
            }
            if (major == 1) {
                u16(0x8000);
                u16(deflated().length);
            } else {
                u32(1 << 24 | BLOCK);
                u32(deflated().length);
            }
            return at;
        }

        private int folder(int offset, int size, boolean longer) {
            int at = base(longer ? 8 : 1, 0755, 0, 0);
            links();
            int full = major == 3 ? size + 3 : size;
            bits(inodes, full, longer ? 27 : 19, offset, 13);
            if (major < 3) {
                u32(1_000_000_002);
                bits(inodes, 0, 24);
            } else {
                u32(0);
            }
            if (longer) {
                u16(0);
            }
            if (major == 3) {
                u32(1);
            }
            return at;
        }

        private void name(int inode, int type, String name) {
            bits(names, inode, 13, type, 3, name.length() - 1, 8);
            if (major == 3) {
                bits(names, 0, 16);
            }
            names.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        }

        private void run(int count) {
            if (major < 3) {
                bits(names, count - 1, 8, 0, 24);
            } else {
                bits(names, count - 1, 8);
                bits(names, 0, 32);
                bits(names, 1, 32);
            }
        }

        private byte[] metadata(byte[] content) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bits(out, 0x8000 | content.length, 16);
            if (checked) {
                out.write(0xff);
            }
            out.writeBytes(content);
            return out.toByteArray();
        }

        private byte[] image() {
            int start = switch (major) {
                case 1 -> 51;
                case 2 -> 63;
                default -> 119;
            };
            boolean longer = major > 1;
            int file = file(start, major == 3, 1);
            int link = base(3, 0777, 0, 0);
            links();
            u16(6);
            inodes.writeBytes("a file".getBytes(StandardCharsets.US_ASCII));
            int device = base(5, 0600, 0, 0);
            links();
            u16(4 << 8 | 65);
            int pipe = base(major == 1 ? 0 : 6, 0640, 0, 0);
            if (major == 1) {
                bits(inodes, 6, 4, 0, 4);
            }
            links();
            int socket = base(major == 1 ? 0 : 7, 0600, 0, 0);
            if (major == 1) {
                bits(inodes, 7, 4, 1, 4);
            }
            links();
            int empty = folder(0, 0, false);
            run(6);
            name(file, 2, "a file");
            name(device, 5, "device");
            name(empty, 1, "folder");
            name(link, 3, "link");
            name(pipe, 6, "pipe");
            name(socket, 7, "socket");
            int root = folder(0, names.size(), longer);
            byte[] inodeTable = metadata(inodes.toByteArray());
            byte[] directoryTable = metadata(names.toByteArray());
            int inodesAt = start + BLOCK + deflated().length;
            int directoriesAt = inodesAt + inodeTable.length;
            int idsAt = directoriesAt + directoryTable.length;
            int used = idsAt + 19 * 4;
            ByteBuffer image = ByteBuffer.allocate((used + 4095) / 4096 * 4096).order(order);
            image.put(
                    order == ByteOrder.LITTLE_ENDIAN
                            ? "hsqs".getBytes(StandardCharsets.US_ASCII)
                            : "sqsh".getBytes(StandardCharsets.US_ASCII));
            image.putInt(7);
            image.putInt(used)
                    .putInt(idsAt)
                    .putInt(idsAt + 18 * 4)
                    .putInt(inodesAt)
                    .putInt(directoriesAt);
            image.putShort((short) major).putShort((short) (major == 1 ? 0 : 1));
            image.putShort((short) BLOCK).putShort((short) 15);
            image.put((byte) (checked ? 4 : 0))
                    .put((byte) 18)
                    .put((byte) 1)
                    .putInt(1_000_000_003)
                    .putLong(root);
            if (major > 1) {
                image.putInt(BLOCK).putInt(0).putInt(idsAt);
            }
            if (major > 2) {
                image.putLong(used)
                        .putLong(idsAt)
                        .putLong(idsAt + 18 * 4)
                        .putLong(inodesAt)
                        .putLong(directoriesAt);
                image.putLong(idsAt).putLong(-1);
            }
            image.put(NOISE).put(deflated()).put(inodeTable).put(directoryTable);
            for (int i = 0; i < 18; i++) {
                image.putInt(i * 100);
            }
            image.putInt(55);
            return image.array();
        }
    }

    private static byte[] deflated() {
        Deflater deflater = new Deflater();
        deflater.setInput(TEXT);
        deflater.finish();
        byte[] out = new byte[TEXT.length];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] made(int major, String order, boolean checked) {
        return new Maker(major, order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, checked).image();
    }

    @ParameterizedTest
    @CsvSource({
        "1, little, false",
        "1, big, false",
        "2, little, false",
        "2, big, false",
        "3, little, false",
        "3, big, false",
        "1, big, true",
        "3, little, true"
    })
    void everyKindOfInode(int major, String order, boolean checked, @TempDir Path room) throws Exception {
        byte[] image = made(major, order, checked);
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries.stream().map(EarlyTest::line))
                .containsExactly(
                        "DIRECTORY 755 0 55 ",
                        "FILE 644 " + (major == 1 ? "1700 1700" : "100 100") + " a file",
                        "CHARACTER 600 0 55 device",
                        "DIRECTORY 755 0 55 folder",
                        "SYMLINK 777 0 55 link",
                        "FIFO 640 0 55 pipe",
                        "SOCKET 600 " + (major == 1 ? 1600 : 0) + " 55 socket");
        byte[] content = new byte[NOISE.length + TEXT.length];
        System.arraycopy(NOISE, 0, content, 0, NOISE.length);
        System.arraycopy(TEXT, 0, content, NOISE.length, TEXT.length);
        assertThat(sink.files.get("a file")).isEqualTo(content);
        Entry device = sink.entries.get(2);
        assertThat(List.of(device.major(), device.minor())).containsExactly(4L, 65L);
        assertThat(sink.entries.get(4).target().bytes()).asString().isEqualTo("a file");
        assertThat(sink.entries.get(5).recorded())
                .isEqualTo(major == 3 ? Recorded.MODE_OWNER_TIME : Recorded.MODE_OWNER);
        assertThat(sink.entries.get(1).mtime()).isEqualTo(major == 3 ? 1_000_000_000 : 1_000_000_001);
        int used = Integer.parseInt(sink.headers.get("bytes_used"));
        assertThat(sink.unexplained().get(0, used).cardinality()).isZero();
        Path file = Files.write(room.resolve("image"), image);
        assertThat(Tool.bytes(new byte[0], "unsquashfs", "-cat", file.toString(), "a file"))
                .isEqualTo(content);
        String listed = Tool.text("unsquashfs", "-lln", file.toString()).replaceAll(" +", " ");
        assertThat(listed.lines().filter(line -> line.contains("squashfs-root/")))
                .hasSize(6)
                .anyMatch(line -> line.startsWith("-rw-r--r-- " + (major == 1 ? "1700/1700" : "100/100") + " 41768 "))
                .anyMatch(line -> line.startsWith("crw------- 0/55 4, 65 "))
                .anyMatch(line -> line.startsWith("prw-r----- 0/55 "))
                .anyMatch(line -> line.startsWith("srw------- " + (major == 1 ? 1600 : 0) + "/55 "))
                .anyMatch(line -> line.startsWith("lrwxrwxrwx 0/55 6 ") && line.endsWith("link -> a file"));
    }

    private static String line(Entry entry) {
        return entry.type() + " " + Integer.toOctalString(entry.mode()) + " " + entry.uid() + " " + entry.gid() + " "
                + RecordingSink.path(entry);
    }

    @ParameterizedTest
    @CsvSource({"1, little", "2, big", "3, little"})
    void aFolderThatHoldsItself(int major, String order) {
        byte[] image = made(major, order, false);
        int name = new String(image, StandardCharsets.ISO_8859_1).lastIndexOf("folder");
        int entry = name - (major == 3 ? 5 : 3);
        int root = (int) ByteBuffer.wrap(image)
                .order(order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .getLong(43);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        new Maker(major, order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, false)
                .bits(fields, root, 13, 1, 3, 5, 8);
        System.arraycopy(fields.toByteArray(), 0, image, entry, 3);
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), image);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Unsafe.class);
        assertThat(sink.entries).hasSize(7);
        assertThat(sink.entries.get(3).type()).isEqualTo(ArtifactType.DIRECTORY);
    }

    /// An owner that the table doesn't have isn't read from among the groups behind it.
    @ParameterizedTest
    @CsvSource({"2, little", "3, big"})
    void ownersBehindTheTable(int major, String order) {
        byte[] image = made(major, order, false);
        image[37] = 1;
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), image);
        assertThat(sink.problems)
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).contains("asked"));
        assertThat(sink.entries.get(1).recorded()).isEqualTo(Recorded.MODE_TIME);
    }
}
