package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Tool;

/// Packages of Debian that were built twice, as `dpkg-deb` makes them: the sums of their files follow from the
/// files, and a sum that doesn't is no match.
class PackageSumsTest {
    private static final String TOOL = "usr/bin/tool";
    private static final String FIRST = "0123456789abcdefghij";
    private static final String SECOND = "jihgfedcba9876543210";

    @TempDir
    private Path room = Path.of("");

    /// A package with a program of this build-id.
    ///
    /// @param sums what its `md5sums` say; the right ones where that is empty
    private Path built(String name, String buildId, String sums) throws IOException {
        Path tree = room.resolve(name);
        Files.createDirectories(tree.resolve("usr/bin"));
        Files.createDirectories(tree.resolve("DEBIAN"));
        Files.write(
                tree.resolve(TOOL),
                SmallElf.usual()
                        .with(".note.gnu.build-id", SmallElf.buildId(buildId))
                        .bytes());
        Files.writeString(tree.resolve("usr/bin/other"), "the same in both\n");
        Files.writeString(
                tree.resolve("DEBIAN/control"),
                "Package: tool\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: a tool\n");
        String right =
                Tool.of("md5sum", TOOL, "usr/bin/other").in(tree).succeed().text();
        Files.writeString(tree.resolve("DEBIAN/md5sums"), sums.isEmpty() ? right : sums);
        Tool.of("find", tree.toString(), "-exec", "touch", "-h", "-d", "@1700000000", "{}", "+")
                .succeed();
        Path deb = room.resolve(name + ".deb");
        Tool.of("sh", "-c", "SOURCE_DATE_EPOCH=1700000000 dpkg-deb -Zgzip --root-owner-group -b " + tree + " " + deb)
                .succeed();
        return deb;
    }

    private Ladder.Answer compared(Path old, Path current) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(Files.readAllBytes(old), Files.readAllBytes(current));
        }
    }

    @Test
    void sumsThatFollowFromTheFiles() throws IOException {
        Tool.needs("dpkg-deb", "md5sum");
        Ladder.Answer answer = compared(built("old", FIRST, ""), built("new", SECOND, ""));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.residual()).isZero();
        assertThat(answer.normalisers()).contains("build-id", "package-sums");
    }

    @Test
    void sumsThatDoNot() throws IOException {
        Tool.needs("dpkg-deb", "md5sum");
        Path old = built("old", FIRST, "");
        built("new", SECOND, "");
        String[] sums = Files.readString(room.resolve("new/DEBIAN/md5sums")).split("\n", -1);
        String flipped = (sums[0].startsWith("0") ? "1" : "0") + sums[0].substring(1);
        String another = sums[1].substring(0, 32) + sums[0].substring(32);
        for (String wrong : List.of(flipped, another)) {
            Ladder.Answer answer = compared(old, built("wrong", SECOND, wrong + "\n" + sums[1] + "\n"));
            assertThat(answer.verdict()).as("%s", answer).isEqualTo("PARTIAL");
            assertThat(answer.files().get("control.tar.gz/payload@0/md5sums")).startsWith("MISMATCH");
            assertThat(answer.normalisers()).doesNotContain("package-sums");
        }
    }
}
