package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Edition;
import org.vitrine.centre.FurtherStatement;
import org.vitrine.centre.Publishing;
import org.vitrine.centre.Sealing;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.verify.Step;
import org.vitrine.ledger.verify.Verifier;
import org.vitrine.tables.DossierRefused;

/// A release examined, sealed and verified; then one bit changed somewhere, which has to be refused with
/// the step named.
@Timeout(300)
class SealTest {
    private static final boolean ALL = "all".equals(System.getProperty("vitrine.bits"));
    private static final String TEXT = "a release that says only this";

    @TempDir
    private static Path room = Path.of("");

    private static Path dossier = Path.of("");
    private static Path policy = Path.of("");
    private static @Nullable SealingLog open;

    @BeforeAll
    static void seal() throws Exception {
        Path release = Files.writeString(room.resolve("release.txt"), TEXT);
        Path passphrase = Files.writeString(room.resolve("passphrase"), "correct horse\n");
        dossier = room.resolve("release.dossier");
        policy = room.resolve("log/policy");
        done("examine", "--out", dossier.toString(), release.toString());
        done("log", "init", log(), "--origin", "log.example.org/test", "--passphrase-file", passphrase.toString());
        done("seal", dossier.toString(), "--log", log(), "--passphrase-file", passphrase.toString());
        // Opened once: a passphrase takes a second to open three keys.
        open = SealingLog.open(room.resolve("log"), "correct horse".toCharArray());
    }

    @AfterAll
    static void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private static SealingLog opened() {
        return Objects.requireNonNull(open);
    }

    private static String log() {
        return room.resolve("log").toString();
    }

    private static Called done(String... arguments) {
        Called called = Called.with(arguments);
        assertThat(called.code()).as(called.err() + called.out()).isZero();
        return called;
    }

    @Test
    void whatWasSealedVerifies() {
        Called called = done("verify", dossier.toString(), "--policy", policy.toString());
        assertThat(called.out())
                .endsWith("\nVERIFIED: the dossier, its statement and receipts\n")
                .doesNotContain("failed")
                .doesNotContain("skipped");
        assertThat(called.out().lines().filter(line -> line.startsWith("passed")))
                .hasSize(12);
    }

    @Test
    void theSecretIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dossier.resolve("seal.secret"))))
                .isEqualTo("rw-------");
        try (Stream<Path> keys = Files.list(room.resolve("log/keys"))) {
            assertThat(keys)
                    .hasSize(3)
                    .allSatisfy(key -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void nothingOfTheContentIsInTheLog() throws IOException {
        String statement = Files.readString(dossier.resolve("statement.cose"), StandardCharsets.ISO_8859_1);
        String identity = Files.readString(dossier.resolve("dossier.json")).substring(15, 79);
        assertThat(identity).matches("[0-9a-f]{64}");
        assertThat(statement)
                .contains("urn:vitrine:statement:examination:1", "\"outcome\":\"INCONCLUSIVE\"")
                .doesNotContain(TEXT, "release.txt", "rows", "parquet", identity);
    }

    /// Two seals of the same dossier share no digest of a table: whoever guesses its rows has nothing to
    /// compare with.
    @Test
    void equalTablesDoNotLookEqual() throws Exception {
        Path twin = copy(dossier, room.resolve("twin.dossier"));
        for (String name : List.of("statement.cose", "seal.secret", "SHA256SUMS")) {
            Files.delete(twin.resolve(name));
        }
        assertThat(Sealing.seal(twin, opened(), Optional.empty()).isNew()).isTrue();
        assertThat(roots(twin)).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(roots(dossier));
    }

    private static List<String> roots(Path folder) throws IOException {
        String statement = Files.readString(folder.resolve("statement.cose"), StandardCharsets.ISO_8859_1);
        return java.util.regex.Pattern.compile("\"root\":\"([0-9a-f]{64})\"")
                .matcher(statement)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void sealedAgainItIsTheSameStatement() throws Exception {
        byte[] before = Files.readAllBytes(dossier.resolve("statement.cose"));
        Sealing.Sealed again = Sealing.seal(dossier, opened(), Optional.empty());
        assertThat(again.isNew()).isFalse();
        assertThat(again.receipts().index()).isEqualTo(2);
        assertThat(Files.readAllBytes(dossier.resolve("statement.cose"))).isEqualTo(before);
    }

    @Test
    void aDossierThatWasAbortedOrChangedIsNotSealed() throws IOException {
        Path changed = copy(dossier, room.resolve("changed.dossier"));
        Files.writeString(changed.resolve("report.html"), "other");
        assertThatThrownBy(() -> Sealing.seal(changed, opened(), Optional.empty()))
                .isInstanceOf(DossierRefused.class)
                .hasMessageContaining("has changed since");
        Path aborted = copy(dossier, room.resolve("aborted.dossier"));
        Files.delete(aborted.resolve("statement.cose"));
        Files.delete(aborted.resolve("dossier.json"));
        assertThatThrownBy(() -> Sealing.seal(aborted, opened(), Optional.empty()))
                .isInstanceOf(DossierRefused.class);
        assertThat(aborted.resolve("statement.cose")).doesNotExist();
    }

    @Test
    void aSealedDossierIsNotReplaced() {
        Called called = Called.with(
                "examine",
                "--out",
                dossier.toString(),
                room.resolve("release.txt").toString());
        assertThat(called.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(called.err()).contains("is sealed, and is not replaced");
        assertThat(dossier.resolve("seal.secret")).exists();
    }

    @Test
    void anEditionOpensWhatItShowsAndNothingElse() throws Exception {
        Path edition = room.resolve("edition");
        Publishing.publish(
                dossier,
                opened(),
                Edition.Kind.PUBLIC,
                List.of("release"),
                List.of("clause: clause = '4.2.4.2.2'"),
                Optional.empty(),
                edition);
        assertThat(done("verify", edition.toString(), "--policy", policy.toString())
                        .out())
                .contains("2 rows of 2 tables");
        Path file = edition.resolve("edition.jsonl");
        String shown = Files.readString(file);
        assertThat(shown).contains("4.2.4.2.2").doesNotContain("4.2.2.2.2");
        // Whoever could have other rows published would still not have them sealed.
        for (String change : List.of("\"29\"|\"30\"", "INCONCLUSIVE|PASS", "\"index\":1|\"index\":2")) {
            String[] words = change.split("\\|", 2);
            assertThat(shown).contains(words[0]);
            Path forged = copy(edition, room.resolve("forged"));
            Files.writeString(forged.resolve("edition.jsonl"), shown.replace(words[0], words[1]));
            List<Step> steps = Verifier.verify(forged, policy);
            assertThat(Verifier.verdict(steps)).isEqualTo("NOT VERIFIED: step 'edition' failed");
        }
    }

    @Test
    void repliesAndWithdrawalsAreStatements() throws Exception {
        Path answer = Files.writeString(room.resolve("answer.txt"), "we see that otherwise");
        Path reply = room.resolve("reply");
        FurtherStatement further = new FurtherStatement(opened());
        further.reply(dossier.toString(), "Vendor Ltd", answer, reply);
        Path withdrawal = room.resolve("withdrawal");
        further.withdraw("2", "error", withdrawal);
        for (Path said : List.of(reply, withdrawal)) {
            assertThat(done("verify", said.toString(), "--policy", policy.toString())
                            .out())
                    .endsWith("\nVERIFIED: the statement and its receipts, nothing else was looked at\n");
        }
        assertThat(done("verify", dossier.toString(), "--policy", policy.toString())
                        .out())
                .contains("\nVERIFIED: the dossier");
        assertThatThrownBy(() -> further.withdraw("99", "error", room.resolve("none")))
                .isInstanceOf(Refused.class);
    }

    /// One bit of every byte of the receipts and the policy, and of every fourth of the anchors; all
    /// bits of all with `-Dvitrine.bits=all`.
    @Test
    void everyChangedByteOfReceiptAndPolicyIsRefused() throws IOException {
        Path folder = copy(dossier, room.resolve("flipped.dossier"));
        Path trusted = Files.copy(policy, room.resolve("flipped.policy"));
        List<Path> files = new ArrayList<>(List.of(trusted));
        for (String name : List.of("receipt.tlog-proof", "receipt.cose", "anchors.cose", "anchors.tlog-proof")) {
            files.add(folder.resolve(name));
        }
        Path receipt = folder.resolve("receipt.cose");
        assertThat(Verifier.isVerified(Verifier.verify(receipt, trusted))).isTrue();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            int stride = file.getFileName().toString().startsWith("anchors") && !ALL ? 4 : 1;
            for (int at = 0; at < bytes.length; at += stride) {
                refuse(file, bytes, at, receipt, trusted);
            }
            Files.write(file, bytes);
        }
        assertThat(Verifier.isVerified(Verifier.verify(receipt, trusted))).isTrue();
    }

    @Test
    void changedBytesOfTheDossierAreRefused() throws IOException {
        Path folder = copy(dossier, room.resolve("bits.dossier"));
        SplittableRandom random = new SplittableRandom(20261122);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("run.json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(30);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 2; i++) {
                refuse(file, bytes, random.nextInt(bytes.length), folder, policy);
            }
            Files.write(file, bytes);
        }
        assertThat(Verifier.isVerified(Verifier.verify(folder, policy))).isTrue();
        Files.writeString(folder.resolve("facts/account2.parquet"), "more");
        assertThat(Verifier.verdict(Verifier.verify(folder, policy))).isEqualTo("NOT VERIFIED: step 'files' failed");
    }

    /// Whoever takes the manifest and the listing away has not turned the rest into something verified.
    @Test
    void aDossierWithoutItsListingIsRefused() throws IOException {
        Path folder = copy(dossier, room.resolve("bare.dossier"));
        for (String name : List.of("SHA256SUMS", "dossier.json", "seal.secret")) {
            Files.delete(folder.resolve(name));
            assertThat(Verifier.verdict(Verifier.verify(folder, policy)))
                    .isEqualTo("NOT VERIFIED: step 'listing' failed");
        }
    }

    private static void refuse(Path file, byte[] bytes, int at, Path target, Path trusted) throws IOException {
        for (int bit = ALL ? 0 : at % 8; bit <= (ALL ? 7 : at % 8); bit++) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 << bit);
            Files.write(file, changed);
            List<Step> steps = Verifier.verify(target, trusted);
            assertThat(Verifier.isVerified(steps))
                    .as("%s, byte %d, bit %d", file.getFileName(), at, bit)
                    .isFalse();
            assertThat(Verifier.verdict(steps)).startsWith("NOT VERIFIED: step '");
        }
    }

    /// The verifier's own jar, in a process without Vitrine, on a release that somebody ships.
    @Test
    void theJarAloneVerifiesAReleaseThatSomebodyShips() throws Exception {
        Path shipped = copy(
                Examined.once("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin").folder(),
                room.resolve("shipped.dossier"));
        Sealing.seal(shipped, opened(), Optional.empty());
        Path alone = Files.createDirectory(room.resolve("alone"));
        Path jar = Files.copy(jar(), alone.resolve("vitrine-verify.jar"));
        assertThat(Files.size(jar)).isLessThan(300_000);
        assertThat(jar(jar, shipped, alone)).isEqualTo(0);
        Path table = shipped.resolve("facts/account.parquet");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        assertThat(jar(jar, shipped, alone)).isEqualTo(1);
        assertThat(alone.resolve("out"))
                .content()
                .contains("failed   files              facts/account.parquet has SHA-256 ")
                .endsWith("NOT VERIFIED: step 'files' failed\n");
    }

    private static int jar(Path jar, Path target, Path alone) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        target.toString(),
                        "--policy",
                        policy.toString())
                .directory(alone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(alone.resolve("out").toFile())
                .start()
                .waitFor();
    }

    /// It is made beside the classes that it holds.
    private static Path jar() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .filter(entry -> entry.matches(".*/ledger/target/(quick/)?(classes|ledger-[^/]*\\.jar)"))
                .map(entry -> Path.of(entry).resolveSibling("vitrine-verify.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }
}
