package org.vitrine.change.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Manifests come from elements that may be in somebody else's hands: any lines are read, or refused by their number.
class HostileManifestTest {
    private static final List<String> LINES = List.of(
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  ./a",
            "\\0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  a\\nb\\",
            "SHA256 (a) = 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "10 0123456789abcdef0123456789abcdef01234567 ima-ng sha256:"
                    + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef /bin/a",
            "??5?????? c /etc/a",
            "S.5....T.  c /etc/a (b)",
            "missing     /etc/a",
            "#mtree",
            "/set type=file mode=0644",
            "/unset all",
            "./a type=file size=1 \\",
            "a type=dir",
            "..",
            "b\\040c type=link link=\\134");

    @Test
    void anyLines() {
        Random random = new Random(6);
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                text.append(LINES.get(random.nextInt(LINES.size()))).append('\n');
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            List<String> lines = Manifests.lines(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            Manifests.recognised(lines);
            for (ManifestFormat format : Manifests.ALL) {
                try {
                    assertThat(format.read(lines))
                            .allSatisfy(line -> assertThat(line.line()).isBetween(1, lines.size()));
                } catch (ManifestRefused e) {
                    assertThat(e).hasMessageStartingWith("line ");
                }
            }
        }
    }

    @Test
    @Timeout(10)
    void longLines() {
        String hash = "0123456789abcdef".repeat(4);
        for (String line : List.of(
                "./a " + "b=c ".repeat(60_000),
                "\t".repeat(240_000),
                "missing     /a" + " (".repeat(120_000),
                "10 " + hash.substring(24) + " ima-sig sha256:" + hash + " /a" + " ".repeat(240_000) + "b")) {
            List<String> lines = List.of(line, line);
            Manifests.recognised(lines);
            for (ManifestFormat format : Manifests.ALL) {
                try {
                    assertThat(format.read(lines)).hasSizeLessThanOrEqualTo(2);
                } catch (ManifestRefused e) {
                    assertThat(e).hasMessageStartingWith("line ");
                }
            }
        }
    }

    @Test
    void eachFormKnowsItsOwn() {
        assertThat(List.of(
                        Manifests.recognised(LINES.subList(0, 3)).orElseThrow().id(),
                        Manifests.recognised(LINES.subList(3, 4)).orElseThrow().id(),
                        Manifests.recognised(LINES.subList(4, 5)).orElseThrow().id(),
                        Manifests.recognised(LINES.subList(5, 6)).orElseThrow().id(),
                        Manifests.recognised(LINES.subList(7, 14)).orElseThrow().id()))
                .containsExactly("sha256sum", "ima", "dpkg", "rpm", "mtree");
        assertThat(Manifests.recognised(List.of("Dear Sir,", "nothing"))).isEmpty();
    }
}
