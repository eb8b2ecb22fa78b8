package org.vitrine.inspect.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

class HeldUrlInspectorTest {
    private static List<HeldUrl> urls(byte[] content) {
        Bytes bytes = Bytes.of(content);
        List<HeldUrl> found = new ArrayList<>();
        new HeldUrlInspector().inspect(Digest.ofContent(bytes), bytes, fact -> found.add((HeldUrl) fact));
        return found;
    }

    private static byte[] elf(String text) {
        return ("\u007fELF\0" + text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://up.widgets-lab.io/fw | HELD https up.widgets-lab.io 443",
                "HTTP://UP.widgets-lab.io:81/%s | HELD http up.widgets-lab.io 81",
                "stun:stun.widgets-lab.io:19302 | HELD stun stun.widgets-lab.io 19302",
                "mqtt://user:pass@198.18.0.4 | HELD mqtt 198.18.0.4 1883",
                "tcp://[2a00::1]:99 | HELD tcp 2a00::1 99",
                "http://www.w3.org/2000/svg | NAMED http www.w3.org 80",
                "http://schemas.xmlsoap.org/soap/envelope/ | NAMED http schemas.xmlsoap.org 80",
                "http://www.gnu.org/licenses/ | NAMED http www.gnu.org 80",
                "https://bugs.widgets-lab.io/ | NAMED https bugs.widgets-lab.io 443",
                "http://www.widgets-lab.io/ | NAMED http www.widgets-lab.io 80",
                "http://a.widgets-lab.io/menu.dtd | NAMED http a.widgets-lab.io 80",
                "http://127.0.0.1:8080/ | NAMED http 127.0.0.1 8080",
                "http://example.org/x | NAMED http example.org 80",
                "239.255.255.250 http://239.255.255.250:1900 | NAMED http 239.255.255.250 1900",
            })
    void aUrl(String text, String told) {
        assertThat(urls(elf(text))).singleElement().satisfies(url -> {
            assertThat(url.use() + " " + url.scheme() + " " + url.host() + " " + url.port())
                    .isEqualTo(told);
            assertThat(url.text()).doesNotContain("pass");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "http://%s:%d/",
        "http://",
        "://x.widgets-lab.io",
        "xhttp://x.widgets-lab.io",
        "http://router/",
        "std::foo",
        "https://*.io"
    })
    void noUrl(String text) {
        assertThat(urls(elf(text))).isEmpty();
        assertThat(urls(("#!" + text + " http://up.widgets-lab.io/x").getBytes(StandardCharsets.US_ASCII)))
                .as("no program")
                .isEmpty();
    }

    @Test
    void aHostIsToldOnceAndTheirNumberIsBounded() {
        StringBuilder text = new StringBuilder("http://a.widgets-lab.io/1\0http://a.widgets-lab.io/2\0");
        for (int i = 0; i < 1000; i++) {
            text.append("http://h").append(i).append(".widgets-lab.io/\0");
        }
        assertThat(urls(elf(text.toString()))).hasSize(128).doesNotHaveDuplicates();
    }

    @Test
    void aUrlOnTheEdgeOfABlockIsReadWhole() {
        for (int before = 65_000; before < 65_600; before += 7) {
            String text = "x".repeat(before) + "\0https://up.widgets-lab.io/firmware\0" + "y".repeat(70_000);
            assertThat(urls(elf(text)))
                    .singleElement()
                    .satisfies(url -> assertThat(url.text()).isEqualTo("https://up.widgets-lab.io/firmware"));
        }
    }

    @Property(tries = 200)
    void anyBytesAreTaken(@ForAll byte[] bytes) {
        byte[] content = new byte[bytes.length + 4];
        System.arraycopy(elf(""), 0, content, 0, 4);
        System.arraycopy(bytes, 0, content, 4, bytes.length);
        assertThat(urls(content)).hasSizeLessThanOrEqualTo(128);
    }

    /// `strings -t d` is the second reader.
    @Test
    void realPrograms() throws IOException {
        Path femtocell = Extracted.rootfs("cisco-dph153-femtocell-fs1");
        assertStands(
                femtocell.resolve("opt/cisco/DslmSsp"),
                "https://femtocell.wireless.att.com:443/file/agps.data",
                "http://ast-lksbld-1.cisco.com:8080/acs/hello",
                "https://12.230.208.44:443");
        Path gateway = Extracted.rootfs("zte-zxhn-h298n-jazz");
        assertStands(gateway.resolve("bin/cspd"), "http://192.168.1.66:80/");
    }

    private static void assertStands(Path program, String... texts) throws IOException {
        List<HeldUrl> urls = urls(Files.readAllBytes(program));
        String strings = Tool.of("strings", "-a", "-t", "d", program.toString())
                .succeed()
                .text();
        for (String text : texts) {
            assertThat(urls)
                    .filteredOn(url -> url.text().equals(text))
                    .singleElement()
                    .satisfies(url -> {
                        assertThat(url.use()).isEqualTo(HeldUrl.Use.HELD);
                        assertThat(strings.lines().filter(line -> line.contains(text)))
                                .anySatisfy(line -> {
                                    String[] parts = line.strip().split(" ", 2);
                                    assertThat(Long.parseLong(parts[0]) + parts[1].indexOf(text))
                                            .isEqualTo(url.location().offset());
                                });
                    });
        }
    }
}
