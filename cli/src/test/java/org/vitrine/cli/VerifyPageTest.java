package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.verify.Verifier;

/// The page that verifies receipts, in a browser: it accepts what was sealed, and refuses it after any change, naming
/// the step.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyPageTest {
    private static final String RELEASE = "firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin";

    @TempDir
    static Path room = Path.of("");

    private Path dossier = Path.of("");
    private Path edition = Path.of("");
    private Path policy = Path.of("");
    private @Nullable Chromium browser;

    @BeforeAll
    void sealAndOpen() throws Exception {
        dossier = room.resolve("release.dossier");
        edition = room.resolve("release.public");
        policy = room.resolve("log/policy");
        copy(Examined.once(RELEASE).folder(), dossier);
        Path passphrase = Files.writeString(room.resolve("passphrase"), "words that are only for this test\n");
        String log = room.resolve("log").toString();
        called("log", "init", log, "--origin", "log.example.org/test", "--passphrase-file", passphrase.toString());
        called("seal", dossier.toString(), "--log", log, "--passphrase-file", passphrase.toString());
        called(
                "publish",
                dossier.toString(),
                "--log",
                log,
                "--out",
                edition.toString(),
                "--passphrase-file",
                passphrase.toString());
        Path page = room.resolve("verify.html");
        try (InputStream in = Verifier.class.getResourceAsStream("verify.html")) {
            Files.copy(in, page);
        }
        browser = Chromium.open(page, Files.createDirectory(room.resolve("profile")));
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private Chromium browser() {
        return Objects.requireNonNull(browser);
    }

    @Test
    void whatWasSealedIsVerified() throws Exception {
        assertThat(shown(dossier)).isEqualTo("passed");
        assertThat(browser().evaluate("document.getElementById('answer').textContent"))
                .contains("Verified: this was said, and this dossier is what it was said of.");
        assertThat(browser().evaluate("document.getElementById('steps').innerText"))
                .contains("https://log.example.org/test", "needs vitrine verify, since no browser reads Parquet");
    }

    @Test
    void anEditionIsVerifiedDownToItsRows() throws Exception {
        assertThat(shown(edition)).isEqualTo("passed");
        assertThat(browser().evaluate("document.getElementById('answer').textContent"))
                .contains("Verified: these rows were sealed as they are shown.");
        // A row's value that was changed together with the file's digest would still not lead to the root.
        assertThat(browser().evaluate("""
                        (async () => {
                          const bytes = givenFiles.get('edition.jsonl');
                          const changed = utf8.encode(new TextDecoder().decode(bytes).replace('INCONCLUSIVE', 'PASS'));
                          const publication = { statement: await parseStatement(givenFiles.get('statement.cose'), null, 'it') };
                          const sealed = { statement: await parseStatement(givenFiles.get('sealed/statement.cose'), null, 'it') };
                          const same = await checkOpened(publication, sealed, bytes);
                          return same + '; ' + await checkOpened(publication, sealed, changed).catch(e => e.message);
                        })()"""))
                .matches("278 rows of 7 tables were sealed as they are shown; table clause: .* the sealed root");
    }

    @Test
    void everyChangeIsRefused() throws Exception {
        assertThat(shown(dossier)).isEqualTo("passed");
        String refused = browser().evaluate("""
                (async () => {
                  const steps = new Set();
                  const accepted = [];
                  const flip = async (name, bytes, at, look) => {
                    bytes[at] ^= 1 << at % 8;
                    const failed = (await look()).steps.filter(step => step.outcome === 'failed');
                    bytes[at] ^= 1 << at % 8;
                    failed.forEach(step => steps.add(step.name));
                    if (failed.length === 0) accepted.push(`${name}@${at}`);
                  };
                  const apart = bytes => Math.max(1, Math.floor(bytes.length / 400));
                  for (let at = 0; at < policyBytes.length; at++) {
                    await flip('policy', policyBytes, at, () => verify(policyBytes, givenFiles));
                  }
                  for (const [name, bytes] of givenFiles) {
                    if (name === 'run.json') continue;
                    const own = ['seal.secret', 'SHA256SUMS'].includes(name) || !OUTSIDE.includes(name);
                    const step = own ? Math.max(1, Math.floor(bytes.length / 5)) : apart(bytes);
                    for (let at = 0; at < bytes.length; at += step) {
                      await flip(name, bytes, at, () => verify(policyBytes, givenFiles));
                    }
                  }
                  return `accepted: ${accepted.join(' ')}; steps: ${[...steps].sort().join(' ')}; `
                    + ((await verify(policyBytes, givenFiles)).steps.some(step => step.outcome === 'failed') ? 'broken' : 'whole');
                })()""");
        assertThat(refused)
                .isEqualTo(
                        "accepted: ; steps: anchors checkpoint dossier files inclusion issuer listing policy receipt statement; whole");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Path alone = Files.createDirectory(room.resolve("alone"));
        Files.copy(dossier.resolve("statement.cose"), alone.resolve("statement.cose"));
        assertThat(shown(alone)).isEqualTo("failed");
        assertThat(browser().evaluate("document.getElementById('answer').textContent"))
                .contains("Not verified: checkpoint: receipt.tlog-proof is not there");
    }

    /// How it came out when the page was given the policy and a folder.
    private String shown(Path folder) throws IOException, InterruptedException {
        browser().evaluate("location.reload(), 'again'");
        Thread.sleep(500);
        browser().choose("#policy", policy);
        browser().choose("#folder", folder);
        for (int i = 0; i < 300; i++) {
            String outcome = browser().evaluate("document.getElementById('result').dataset.outcome ?? ''");
            if (!outcome.isEmpty()) {
                return outcome;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the page did not answer in 30 seconds");
    }

    private static void called(String... arguments) {
        Called called = Called.with(arguments);
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
