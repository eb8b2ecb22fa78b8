package org.vitrine.inspect.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Modules of real devices, as `modinfo` reads them.
class KernelModuleTest {
    private static List<KernelModule> found(byte[] content) throws Unreadable {
        List<Fact> facts = new ArrayList<>();
        new KernelModuleInspector().inspect(Digest.NONE, Bytes.of(content), facts::add);
        return facts.stream().map(KernelModule.class::cast).toList();
    }

    private static List<Path> modules(String rootfs) throws IOException {
        try (Stream<Path> files = Files.walk(Extracted.rootfs(rootfs))) {
            return files.filter(file -> file.toString().endsWith(".ko") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    /// The first value of each field.
    private static Map<Path, Map<String, String>> modinfo(List<Path> modules) {
        List<String> command = new ArrayList<>(List.of("modinfo"));
        modules.forEach(module -> command.add(module.toString()));
        Map<Path, Map<String, String>> all = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : Tool.of(command).succeed().text().lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                if (name.equals("filename")) {
                    fields = new HashMap<>();
                    all.put(Path.of(value), fields);
                }
                fields.putIfAbsent(name, value);
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"cisco-dph153-femtocell-fs1, 24", "technicolor-dga4131-18.3.0439, 262", "zte-zxhn-h298n-jazz, 7"})
    void modulesAgreeWithTheCommand(String rootfs, int count) throws IOException, Unreadable {
        List<Path> modules = modules(rootfs);
        assertThat(modules).hasSize(count);
        Map<Path, Map<String, String>> expected = modinfo(modules);
        for (Path file : modules) {
            Map<String, String> fields = expected.getOrDefault(file, Map.of());
            assertThat(found(Files.readAllBytes(file)))
                    .as(file.toString())
                    .singleElement()
                    .satisfies(module -> {
                        assertThat(module.vermagic()).isNotEmpty().isEqualTo(fields.get("vermagic"));
                        assertThat(module.license()).isEqualTo(fields.getOrDefault("license", ""));
                        assertThat(module.version()).isEqualTo(fields.getOrDefault("version", ""));
                        assertThat(module.depends()).isEqualTo(fields.getOrDefault("depends", ""));
                        assertThat(module.intree() == KernelModule.Answer.YES)
                                .isEqualTo("Y".equals(fields.get("intree")));
                        assertThat(module.signature() == KernelModule.Answer.YES)
                                .isEqualTo(fields.containsKey("sig_id"));
                    });
        }
    }

    @Test
    void aSignatureIsSeen() throws IOException, Unreadable {
        byte[] module = Files.readAllBytes(modules("zte-zxhn-h298n-jazz").getFirst());
        byte[] mark = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(module, module.length + mark.length);
        System.arraycopy(mark, 0, signed, module.length, mark.length);
        assertThat(found(module).getFirst().signature()).isEqualTo(KernelModule.Answer.NO);
        assertThat(found(signed).getFirst().signature()).isEqualTo(KernelModule.Answer.YES);
    }

    @Test
    void noDamageEscapes() throws IOException {
        Random random = new Random(41);
        byte[] module = Files.readAllBytes(modules("zte-zxhn-h298n-jazz").getFirst());
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = random.nextBoolean()
                    ? module.clone()
                    : Arrays.copyOf(module, 16 + random.nextInt(module.length - 16));
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                boolean header = random.nextBoolean();
                int at = header ? random.nextInt(52) : damaged.length - 1 - random.nextInt(damaged.length);
                damaged[Math.min(at, damaged.length - 1)] = (byte) random.nextInt();
            }
            try {
                found(damaged);
            } catch (Unreadable e) {
                refused++;
            }
        }
        assertThat(refused).isLessThan(3000);
    }
}
