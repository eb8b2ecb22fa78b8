package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;

/// Volumes of the corpus against `UEFIExtract`, and damaged ones.
class FirmwareVolumeTest {
    private static final FirmwareVolume VOLUME = new FirmwareVolume();
    private static final EfiSections SECTIONS = new EfiSections();

    /// All files that hold no further sections or volumes, by path, and all problems on the way.
    private static final class Opened {
        final Map<String, byte[]> leaves = new java.util.TreeMap<>();
        final List<String> headers = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();

        void image(String path, byte[] image, int depth) throws Unreadable {
            Bytes bytes = Bytes.of(image);
            for (long at = 0; at < image.length; ) {
                Claim claim = VOLUME.claim(bytes, at).orElse(null);
                if (claim == null) {
                    at += 8;
                } else {
                    unpack(VOLUME, path + "@" + at, image, claim, depth);
                    at = claim.end();
                }
            }
        }

        private void unpack(Format format, String path, byte[] image, Claim claim, int depth) throws Unreadable {
            assertThat(depth).isLessThan(20);
            RecordingSink sink = new RecordingSink();
            format.unpack(Bytes.of(image), claim, sink);
            problems.addAll(sink.problems);
            sink.headers.forEach((field, value) -> headers.add(path + " " + field + "=" + value));
            for (Map.Entry<String, byte[]> file : sink.files.entrySet()) {
                String name = path + "/" + file.getKey();
                byte[] content = file.getValue();
                if (name.endsWith(".sections")) {
                    Claim inner = SECTIONS.claim(Bytes.of(content), 0).orElseThrow();
                    unpack(SECTIONS, name, content, inner, depth + 1);
                } else if (VOLUME.claim(Bytes.of(content), 0).isPresent()) {
                    image(name, content, depth + 1);
                } else {
                    leaves.put(name, content);
                }
            }
        }
    }

    private static Opened open(byte[] image) throws Unreadable {
        Opened opened = new Opened();
        opened.image("", image, 0);
        return opened;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What `UEFIExtract` calls a section's body, or that of a file without sections.
    private static List<byte[]> oracle(byte[] image, Path folder) throws IOException {
        Files.write(folder.resolve("image"), image);
        Tool.of("UEFIExtract", "image", "all").in(folder).run();
        List<byte[]> bodies = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("image.dump"))) {
            for (Path info : paths.filter(each -> each.endsWith("info.txt")).toList()) {
                String text = Files.readString(info);
                Path body = info.resolveSibling("body.bin");
                boolean section = text.startsWith("Type: Section")
                        && !text.contains("Subtype: Compressed")
                        && !text.contains("Subtype: GUID defined")
                        && !text.contains("Subtype: Volume image");
                boolean raw = text.startsWith("Type: File") && text.contains("Subtype: Raw");
                if (section || raw) {
                    bodies.add(Files.exists(body) ? Files.readAllBytes(body) : new byte[0]);
                }
            }
        }
        return bodies;
    }

    /// The count is that of leaves, checked by hand against the tool's report.
    @ParameterizedTest
    @CsvSource({
        "huawei-hisilicon-server/D03_Sec_FVMAIN_SEC.Fv,2",
        "huawei-hisilicon-server/D05_Sec_FVMAIN_SEC.Fv,2",
        "uefi/ApolloLake-Fsp.fd,0"
    })
    void modulesAreThoseOfTheTool(String file, int count, @TempDir Path folder) throws Exception {
        byte[] image = Corpus.bytes("firmware/" + file);
        List<byte[]> expected = oracle(image, folder);
        Opened opened = open(image);
        assertThat(opened.problems).isEmpty();
        TreeSet<String> ours = new TreeSet<>();
        opened.leaves.values().forEach(each -> ours.add(digest(each)));
        TreeSet<String> theirs = new TreeSet<>();
        expected.forEach(each -> theirs.add(digest(each)));
        assertThat(ours).isEqualTo(theirs);
        assertThat(opened.leaves).hasSameSizeAs(expected);
        assertThat(opened.leaves.size()).isGreaterThanOrEqualTo(count);
    }
}
