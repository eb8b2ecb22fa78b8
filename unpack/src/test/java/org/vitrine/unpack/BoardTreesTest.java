package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.RegionKind;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;

/// Boards' firmware through the whole walk: opened to its modules, and what is left is padding.
class BoardTreesTest {
    @TempDir
    Path temporary = Path.of("");

    private interface Look {
        void at(Tree tree);
    }

    private void open(String file, Look look) throws IOException {
        try (Spill spill = Spill.open(temporary)) {
            look.at(Walk.open(Corpus.path("firmware/" + file), Run.standard(), spill));
        }
    }

    private static List<String> paths(Tree tree) {
        return tree.artifacts().stream()
                .map(each -> each.path() + " " + each.format() + " " + each.size())
                .toList();
    }

    private static void hasNoProblem(Tree tree) {
        assertThat(tree.facts()).noneMatch(fact -> fact instanceof ProblemFact);
    }

    /// Modules of each format, as `UEFIExtract` counts them in its report.
    @ParameterizedTest
    @CsvSource({
        "huawei-hisilicon-server/D03_Sec_FVMAIN_SEC.Fv,0,1",
        "huawei-hisilicon-server/D05_Sec_FVMAIN_SEC.Fv,0,1",
        "uefi/ApolloLake-Fsp.fd,5,9"
    })
    void modules(String file, long executables, long terse) throws IOException {
        open(file, tree -> {
            hasNoProblem(tree);
            Map<String, Long> formats = new TreeMap<>();
            tree.artifacts().forEach(each -> formats.merge(each.format(), 1L, Long::sum));
            assertThat(formats.getOrDefault("pe", 0L)).isEqualTo(executables);
            assertThat(formats.getOrDefault("te", 0L)).isEqualTo(terse);
            // All that is left of the volumes themselves is erased flash.
            for (Artifact artifact : tree.artifacts()) {
                if (artifact.format().equals("uefi-fv") || artifact.format().equals("efi-sections")) {
                    assertThat(tree.facts())
                            .noneMatch(fact -> fact instanceof Region region
                                    && region.artifact() == artifact.id()
                                    && region.kind() != RegionKind.PADDING);
                }
            }
        });
    }

    @Test
    void headersOfTheSupportPackage() throws IOException {
        open("uefi/ApolloLake-Fsp.fd", tree -> {
            assertThat(tree.facts())
                    .anyMatch(fact -> fact instanceof Header header
                            && header.field().equals("FSP ImageId")
                            && header.value().equals("$APLFSP$"))
                    .anyMatch(fact -> fact instanceof Header header
                            && header.field().equals("ui")
                            && header.value().equals("86D70125-BAA3-4296-A62F-602BEBBB9081 DxeIpl"))
                    .anyMatch(fact -> fact instanceof Header header
                            && header.field().equals("ui")
                            && header.value().equals("FspInit"));
        });
    }

    @Test
    void packagesAndFlashImages() throws IOException {
        open("huawei-hisilicon-server/D03_fip.bin", tree -> {
            hasNoProblem(tree);
            assertThat(paths(tree))
                    .containsExactly(
                            " fip 66758", "bl2@176 data 12288", "bl31@12464 data 53908", "bl33@66372 text 386");
        });
        open("uefi/coreboot.rom", tree -> {
            hasNoProblem(tree);
            assertThat(paths(tree))
                    .startsWith(" fmap 262144", "coreboot@512 cbfs 261632")
                    .contains("coreboot@512/config text 355", "coreboot@512/compression_test2 text 13312");
        });
        open("zte-zxhn-h108n/RasCode.rom", tree -> {
            hasNoProblem(tree);
            assertThat(paths(tree)).contains("zynos-ras@0/program@51/payload@0 data 4637620");
        });
        open("rpi-eeprom/pieeprom-2024-09-10.bin", tree -> {
            hasNoProblem(tree);
            assertThat(paths(tree)).startsWith(" rpi-eeprom 2097152").contains("bootmain elf 551508");
        });
    }
}
