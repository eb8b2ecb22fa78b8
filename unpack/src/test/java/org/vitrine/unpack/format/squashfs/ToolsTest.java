package org.vitrine.unpack.format.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.spi.Entry;

/// Images that mksquashfs makes in each of its ways, against the tree they were made of and what unsquashfs
/// says.
class ToolsTest {
    private static final int BLOCK = 131_072;

    @TempDir
    private static Path folder;

    private static final Map<String, byte[]> CONTENTS = new HashMap<>();

    @BeforeAll
    static void makeTree() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Random random = new Random(4);
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        byte[] text = "line after line, with some words in it\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        put(tree, "empty", new byte[0]);
        put(tree, "one", new byte[] {1});
        put(tree, "noise", noise);
        put(tree, "text", text);
        put(tree, "block", Arrays.copyOf(text, BLOCK));
        put(tree, "block and one", Arrays.copyOf(text, BLOCK + 1));
        put(tree, "zeros", new byte[3 * BLOCK]);
        byte[] sparse = new byte[5 * BLOCK + 17];
        System.arraycopy(noise, 0, sparse, 2 * BLOCK, BLOCK);
        sparse[sparse.length - 1] = 7;
        put(tree, "sparse", sparse);
        byte[] mixed = Arrays.copyOf(text, 3 * BLOCK);
        System.arraycopy(noise, 0, mixed, BLOCK, BLOCK);
        put(tree, "mixed", mixed);
        put(tree, "program", Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so")));
        for (int i = 0; i < 700; i++) {
            String name = "many/" + "a rather long name, so that the listing has an index %05d".formatted(i);
            put(tree, name, ("small " + i % 50).getBytes(StandardCharsets.UTF_8));
        }
        Tool.bytesIn(tree, "sh", "-e", "-c", """
                chmod 4755 program
                chmod 2711 one
                mkdir hollow deep deep/er deep/er/still
                chmod 1777 hollow
                ln text deep/linked
                ln -s ../text link
                ln -s "$(head -c 3000 /dev/zero | tr '\\0' x)" 'long link'
                mkfifo pipe
                touch "deep/$(printf 'caf\\351')"
                touch "deep/$(printf 'tab\\tline')"
                find . -exec touch -h -d '2001-02-03 04:05:06 UTC' {} +
                touch -d '1999-12-31 23:59:59 UTC' text
                """);
        CONTENTS.put("deep/linked", text);
        Files.writeString(folder.resolve("devices"), """
                socket i 0700 3 4 s
                null c 0666 0 0 1 3
                new c 0600 1 2 4095 1048575
                disk b 0640 0 6 259 300
                """);
    }

    private static void put(Path tree, String name, byte[] content) throws Exception {
        Files.createDirectories(tree.resolve(name).getParent());
        Files.write(tree.resolve(name), content);
        CONTENTS.put(name, content);
    }

    private static Path make(String options) throws Exception {
        Path image = Files.createTempFile(folder, "image", ".squashfs");
        List<String> command = new ArrayList<>(List.of("mksquashfs", "tree", image.toString(), "-noappend"));
        command.addAll(List.of("-no-progress", "-quiet", "-processors", "1", "-pf", "devices"));
        command.addAll(List.of(options.split(" ", -1)));
        Tool.of(command).in(folder).succeed();
        return image;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-comp gzip",
                "-comp gzip -Xcompression-level 1 -Xwindow-size 8 -Xstrategy filtered,huffman_only -b 4096",
                "-comp lzma",
                "-comp lzma -b 1M",
                "-comp lzo",
                "-comp lzo -Xalgorithm lzo1x_1 -b 4096",
                "-comp xz",
                "-comp xz -Xbcj x86,arm,armthumb,powerpc,sparc,ia64 -Xdict-size 100% -b 1M",
                "-comp xz -Xdict-size 8K -b 65536",
                "-comp lz4",
                "-comp lz4 -Xhc -b 1M",
                "-comp zstd",
                "-comp zstd -Xcompression-level 22 -b 1M",
                "-comp gzip -no-fragments",
                "-comp gzip -always-use-fragments",
                "-comp gzip -tailends -no-exports -no-duplicates",
                "-comp gzip -noI -noD -noF -noX -noId",
                "-comp gzip -noD -noF -no-sparse",
                "-comp gzip -all-root -nopad",
            })
    void equalsWhatOthersRead(String options) throws Exception {
        Path image = make(options);
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), Files.readAllBytes(image));

        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(Files.size(image));
        assertThat(sink.entries.stream().map(each -> line(each, sink)).toList()).isEqualTo(listed(image));
        CONTENTS.forEach(
                (path, content) -> assertThat(sink.files.get(path)).as(path).isEqualTo(content));
        assertThat(sink.headers.get("compression")).isEqualTo(options.split(" ", -1)[1]);
        Entry text = sink.entries.stream()
                .filter(each -> RecordingSink.path(each).equals("text"))
                .findFirst()
                .orElseThrow();
        assertThat(text.mtime()).isEqualTo(Instant.parse("1999-12-31T23:59:59Z").getEpochSecond());
    }

    @Test
    void deviceNumbersAreLinuxOnes() throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), Files.readAllBytes(make("-comp gzip")));
        Map<String, String> numbers = new HashMap<>();
        for (Entry entry : sink.entries) {
            numbers.put(RecordingSink.path(entry), entry.type() + " " + entry.major() + ":" + entry.minor());
        }
        assertThat(numbers)
                .containsEntry("null", "CHARACTER 1:3")
                .containsEntry("new", "CHARACTER 4095:1048575")
                .containsEntry("disk", "BLOCK 259:300")
                .containsEntry("socket", "SOCKET 0:0");
    }

    @Test
    void headersSayWhatTheCompressorWasTold() throws Exception {
        RecordingSink sink = RecordingSink.unpack(
                new Squashfs(), Files.readAllBytes(make("-comp xz -Xdict-size 8K -b 65536 -mkfs-time 1000000000")));
        assertThat(sink.headers)
                .containsEntry("version", "4.0")
                .containsEntry("compressor_options", "dictionary_size=8192 filters=0x0")
                .containsEntry("block_size", "65536")
                .containsEntry("mkfs_time", "2001-09-09T01:46:40Z");
    }

    @Test
    void decodersMayRunAtOnceAndAgain() throws Exception {
        Bytes image = Bytes.map(make("-comp xz -b 4096"));
        List<Callable<Digest>> decoders = new ArrayList<>();
        Squashfs format = new Squashfs();
        format.unpack(image, format.claim(image, 0).orElseThrow(), new DecoderSink(decoders));
        assertThat(decoders).hasSizeGreaterThan(700);
        List<Digest> alone = new ArrayList<>();
        for (Callable<Digest> each : decoders) {
            alone.add(each.call());
        }
        List<Digest> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Digest> each : threads.invokeAll(decoders)) {
                together.add(each.get());
            }
        }
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void plainContentIsNotDecoded() throws Exception {
        Path image = make("-comp gzip -noI -noD -noF");
        ProbeSink sink = ProbeSink.unpack(Bytes.map(image));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.decoded).isZero();
        assertThat(sink.plain).isGreaterThan(CONTENTS.size() - 1);
    }

    @Test
    void aCompressorNamedWronglyIsFound() throws Exception {
        byte[] image = Files.readAllBytes(make("-comp lzma"));
        image[20] = 1;
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), image);
        assertThat(sink.files.get("text")).isEqualTo(CONTENTS.get("text"));
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Malformed.class);
        assertThat(sink.problems.getFirst().field()).isEqualTo("compression");
    }

    @Test
    void attributesAreKept() throws Exception {
        Path source = Files.createDirectory(folder.resolve("attributes"));
        String shared = "v".repeat(300);
        Tool.needs("setfattr");
        String script = """
                mkdir d
                touch a b d/c plain
                ln -s a l
                setfattr -n user.note -v hello a
                setfattr -n user.big -v %s a b
                setfattr -n user.only -v b b
                setfattr -n user.of.folder -v 0x00ff d
                setfattr -n security.capability -v 0x0100000200040000000000000000000000000000 d/c
                setfattr -n trusted.mark -v t d/c
                setfattr -h -n trusted.link -v l l
                """.formatted(shared);
        Tool.Answer answer = Tool.of("sh", "-e", "-c", script).in(source).run();
        Assumptions.assumeTrue(answer.code() == 0, "extended attributes can't be set here: " + answer.errors());
        Path image = folder.resolve("attributes.squashfs");
        Tool.bytesIn(folder, "mksquashfs", "attributes", image.toString(), "-noappend", "-quiet", "-xattrs");
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), Files.readAllBytes(image));

        assertThat(sink.problems).isEmpty();
        Map<String, Map<String, Name>> found = new HashMap<>();
        for (Entry entry : sink.entries) {
            Map<String, Name> of = new HashMap<>();
            entry.attributes().forEach(each -> of.put(each.name().toString(), each.value()));
            found.put(RecordingSink.path(entry), of);
        }
        byte[] folderValue = {0, (byte) 0xff};
        assertThat(found.get("a")).isEqualTo(Map.of("user.note", Name.of("hello"), "user.big", Name.of(shared)));
        assertThat(found.get("b")).isEqualTo(Map.of("user.only", Name.of("b"), "user.big", Name.of(shared)));
        assertThat(found.get("d")).isEqualTo(Map.of("user.of.folder", Name.of(folderValue)));
        byte[] capability = new byte[20];
        capability[0] = 1;
        capability[3] = 2;
        capability[5] = 4;
        assertThat(found.get("d/c"))
                .isEqualTo(Map.of("security.capability", Name.of(capability), "trusted.mark", Name.of("t")));
        assertThat(found.get("l")).isEqualTo(Map.of("trusted.link", Name.of("l")));
        assertThat(found.get("plain")).isEmpty();
    }

    /// What `unsquashfs -lls` says, line by line, its spaces folded.
    private static List<String> listed(Path image) throws Exception {
        byte[] written = Tool.bytesIn(folder, "unsquashfs", "-lln", "-n", "-UTC", "-d", "x", image.toString());
        return Arrays.stream(new String(written, StandardCharsets.ISO_8859_1).split("\n", -1))
                .filter(line -> !line.isEmpty())
                .map(line -> line.replaceAll(" +", " ")
                        .replaceFirst("^(d\\S+ \\S+) \\d+ ", "$1 0 ")
                        .replaceFirst("^([bc]\\S+ \\S+ -?\\d+), ", "$1,"))
                .toList();
    }

    private static String line(Entry entry, RecordingSink sink) {
        StringBuilder path = new StringBuilder("x");
        entry.path().forEach(name -> path.append('/').append(new String(name.bytes(), StandardCharsets.ISO_8859_1)));
        boolean link = entry.type() == ArtifactType.SYMLINK;
        String target = link ? " -> " + new String(entry.target().bytes(), StandardCharsets.ISO_8859_1) : "";
        boolean device = entry.type() == ArtifactType.CHARACTER || entry.type() == ArtifactType.BLOCK;
        String size = device
                ? unsquashfsNumber(entry.major(), entry.minor())
                : Integer.toString(link ? entry.target().size() : size(entry, sink));
        String time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochSecond(entry.mtime()));
        return String.join(
                " ", permissions(entry), entry.uid() + "/" + entry.gid(), size, time, path.toString() + target);
    }

    /// unsquashfs 4.5 lists every number in the old 8:8 form, whatever it stands for.
    private static String unsquashfsNumber(long major, long minor) {
        int packed = (int) (minor & 0xff | major << 8 | (minor & 0xfff00) << 12);
        return (packed >> 8) + "," + (packed & 0xff);
    }

    private static int size(Entry entry, RecordingSink sink) {
        byte[] content = sink.files.get(RecordingSink.path(entry));
        return entry.type() == ArtifactType.FILE && content != null ? content.length : 0;
    }

    private static String permissions(Entry entry) {
        char type = switch (entry.type()) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case CHARACTER -> 'c';
            case BLOCK -> 'b';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case HARDLINK, PART -> throw new AssertionError(entry.type());
        };
        char[] bits = "rwxrwxrwx".toCharArray();
        for (int i = 0; i < 9; i++) {
            if ((entry.mode() & 0400 >> i) == 0) {
                bits[i] = '-';
            }
        }
        special(bits, 2, (entry.mode() & 04000) != 0, 's');
        special(bits, 5, (entry.mode() & 02000) != 0, 's');
        special(bits, 8, (entry.mode() & 01000) != 0, 't');
        return type + new String(bits);
    }

    private static void special(char[] bits, int at, boolean set, char letter) {
        if (set) {
            bits[at] = bits[at] == 'x' ? letter : Character.toUpperCase(letter);
        }
    }
}
