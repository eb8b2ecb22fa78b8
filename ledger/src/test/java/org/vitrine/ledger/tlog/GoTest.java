package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Log;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.ledger.tree.Nodes;
import org.vitrine.testing.Tool;

/// Logs, proofs and notes exchanged with Go's `sumdb/tlog` and `sumdb/note`, as Debian's
/// `golang-golang-x-mod-dev` has them: each must verify what the other wrote, and refuse what the other
/// refuses. The program is `src/test/go/sumdb`.
final class GoTest {
    private static final int SIZE = 66_100;
    /// What Go doesn't look at in base64, and we refuse since it would let anyone respell a signature.
    private static final String STRAY_BITS = "is not base64 as RFC 4648 writes it";

    private static final String GOPATH = "/usr/share/gocode";

    @TempDir
    private static Path room;

    private static String sumdb;

    @BeforeAll
    static void build() {
        Tool.needs("go", "env");
        if (!Files.isDirectory(Path.of(GOPATH, "src/golang.org/x/mod/sumdb/tlog"))) {
            Assumptions.abort("golang-golang-x-mod-dev is missing");
        }
        sumdb = room.resolve("sumdb").toString();
        Tool.text(
                "env",
                "GO111MODULE=off",
                "GOPATH=" + GOPATH,
                "GOCACHE=" + room.resolve("cache"),
                "go",
                "build",
                "-o",
                sumdb,
                "./src/test/go/sumdb");
    }

    @Test
    void aLogOfOursIsProvenByGo() throws Exception {
        NoteSigner signer = NoteSigner.log("example.com/ours", SigningKey.generate(Algorithm.ED25519));
        NoteSigner witness = NoteSigner.cosigner("example.com/witness", SigningKey.generate(Algorithm.ED25519));
        MemoryLog log = MemoryLog.of("what we wrote at", SIZE);
        Checkpoint checkpoint = log.checkpoint("example.com/ours", SIZE);
        Path folder = room.resolve("ours");
        log.write(
                folder,
                SignedNote.of(checkpoint.text(), List.of(signer, witness), 1).encode());
        List<Proof> proofs = proofs(folder, signer.key().vkey());
        for (Proof proof : proofs) {
            assertThat(proof.root()).isEqualTo(checkpoint.root());
            assertThat(proof.path()).isEqualTo(ours(proof, log));
        }
        assertThat(proofs).hasSizeGreaterThan(200);
    }

    /// The same of what a running log leaves on a disk for web servers.
    @Test
    void aLogOnADiskIsProvenByGo() throws Exception {
        NoteSigner signer = NoteSigner.log("example.com/disk", SigningKey.generate(Algorithm.ED25519));
        Path folder = room.resolve("disk");
        Checkpoint checkpoint;
        List<byte[]> first = List.of("entry 0".getBytes(UTF_8), "entry 1".getBytes(UTF_8));
        try (Log log = Log.create(Disk.of(folder), "example.com/disk", List.of(signer), entry -> {}, first)) {
            List<CompletableFuture<Long>> added = new ArrayList<>();
            for (int i = 2; i < SIZE; i++) {
                added.add(log.add(("entry " + i).getBytes(UTF_8)));
            }
            for (int i = 2; i < SIZE; i++) {
                assertThat(added.get(i - 2).join()).isEqualTo(i);
            }
            checkpoint = log.published().checkpoint();
        }
        MemoryLog same = MemoryLog.of("entry", SIZE);
        assertThat(checkpoint).isEqualTo(same.checkpoint("example.com/disk", SIZE));
        for (Proof proof : proofs(folder.resolve("public"), signer.key().vkey())) {
            assertThat(proof.root()).isEqualTo(checkpoint.root());
            assertThat(proof.path()).isEqualTo(ours(proof, same));
        }
    }

    @Test
    void aLogOfGosIsProvenByUs() throws Exception {
        Path folder = room.resolve("go");
        String vkey = Tool.text("env", sumdb, "write", folder.toString(), "example.com/go", "" + SIZE)
                .strip();
        SignedNote note = SignedNote.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        assertThat(note.verify(List.of(NoteKey.parse(vkey)))).hasSize(1);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        TileNodes nodes = TileNodes.of(checkpoint, TileReader.of(folder));
        for (Proof proof : proofs(folder, vkey)) {
            assertThat(proof.path()).isEqualTo(ours(proof, nodes));
            assertThat(proof.holds()).isTrue();
        }
        for (long index = 0; index < SIZE; index += 256) {
            EntryBundle bundle = nodes.entries(index);
            assertThat(bundle.entry(0)).isEqualTo(("what Go wrote at " + index).getBytes(UTF_8));
        }
    }

    @Test
    void spoiledProofsAreRefusedByBoth() throws Exception {
        MemoryLog log = MemoryLog.of("entry", 900);
        Random random = new Random(2026);
        List<Proof> proofs = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            proofs.add(spoiled(log, random));
        }
        String lines = String.join("\n", proofs.stream().map(Proof::line).toList());
        List<String> answers = new String(Tool.bytes(lines.getBytes(UTF_8), "env", sumdb, "check"), UTF_8)
                .lines()
                .toList();
        int held = 0;
        for (int i = 0; i < proofs.size(); i++) {
            assertThat(proofs.get(i).holds())
                    .as(proofs.get(i).line())
                    .isEqualTo(answers.get(i).equals("holds"));
            held += proofs.get(i).holds() ? 1 : 0;
        }
        assertThat(held).isBetween(200, 1_000);
    }

    @Test
    void notesAreReadAlike() throws Exception {
        NoteSigner signer = NoteSigner.log("example.com/ours", SigningKey.generate(Algorithm.ED25519));
        List<byte[]> notes = new ArrayList<>();
        byte[] good = SignedNote.of("one\n\ntwo \u00e9\n", List.of(signer), 0).encode();
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            notes.add(i == 0 ? good : Changed.once(good, random));
        }
        String lines =
                String.join("\n", notes.stream().map(HexFormat.of()::formatHex).toList());
        byte[] answers = Tool.bytes(
                lines.getBytes(UTF_8), "env", sumdb, "open", signer.key().vkey());
        List<String> go = new String(answers, UTF_8).lines().toList();
        int strays = 0;
        for (int i = 0; i < notes.size(); i++) {
            String ours = read(notes.get(i), signer.key());
            if (ours.equals(STRAY_BITS)) {
                strays++;
            } else {
                assertThat(ours)
                        .as("note %s", HexFormat.of().formatHex(notes.get(i)))
                        .isEqualTo(go.get(i));
            }
        }
        assertThat(strays).isLessThan(100);
        assertThat(go).first().asString().startsWith("verified");
    }

    private static String read(byte[] bytes, NoteKey key) {
        try {
            SignedNote note = SignedNote.parse(bytes);
            note.verify(List.of(key));
            return "verified " + HexFormat.of().formatHex(note.text().getBytes(UTF_8));
        } catch (Refused e) {
            return String.valueOf(e.getMessage()).endsWith(STRAY_BITS) ? STRAY_BITS : "refused";
        }
    }

    private static Proof spoiled(MemoryLog log, Random random) throws IOException {
        long size = random.nextLong(2, 901);
        boolean isRecord = random.nextBoolean();
        long at = isRecord ? random.nextLong(size) : random.nextLong(1, size + 1);
        Hash hash = isRecord ? Hash.ofLeaf(log.entry(at)) : log.root(at);
        Proof proof = new Proof(isRecord ? "record" : "tree", size, log.root(size), at, hash, List.of());
        List<Hash> path = new ArrayList<>(ours(proof, log));
        long otherSize = size;
        long otherAt = at;
        switch (random.nextInt(6)) {
            case 0 -> path.remove(path.isEmpty() ? Hash.EMPTY_ROOT : path.get(random.nextInt(path.size())));
            case 1 -> path.add(random.nextInt(path.size() + 1), Hash.EMPTY_ROOT);
            case 2 -> path.replaceAll(each -> random.nextInt(4) == 0 ? Hash.ofNode(each, each) : each);
            case 3 -> otherSize = random.nextLong(1, 901);
            case 4 -> otherAt = random.nextLong(1, 901);
            default -> {}
        }
        return new Proof(proof.kind(), otherSize, proof.root(), otherAt, hash, path);
    }

    private static List<Hash> ours(Proof proof, Nodes nodes) throws IOException {
        return proof.isRecord()
                ? InclusionProof.of(proof.at(), proof.size(), nodes).path()
                : ConsistencyProof.of(proof.at(), proof.size(), nodes).path();
    }

    private static List<Proof> proofs(Path folder, String vkey) {
        return Tool.text(
                        "env",
                        sumdb,
                        "prove",
                        folder.toString(),
                        vkey,
                        "1",
                        "2",
                        "255",
                        "256",
                        "257",
                        "65535",
                        "65536",
                        "65537",
                        "66048",
                        "66099",
                        "66100")
                .lines()
                .map(Proof::parse)
                .toList();
    }

    /// A line as the program prints it: a leaf in a tree, or one tree in another.
    private record Proof(String kind, long size, Hash root, long at, Hash hash, List<Hash> path) {
        static Proof parse(String line) {
            String[] fields = line.strip().split(" ", -1);
            List<Hash> hashes = new ArrayList<>();
            for (int i = 5; i < fields.length; i++) {
                hashes.add(hash(fields[i]));
            }
            return new Proof(
                    fields[0],
                    Long.parseLong(fields[1]),
                    hash(fields[2]),
                    Long.parseLong(fields[3]),
                    hash(fields[4]),
                    hashes);
        }

        boolean isRecord() {
            return kind.equals("record");
        }

        boolean holds() {
            try {
                if (isRecord()) {
                    new InclusionProof(at, size, path).check(hash, root);
                } else {
                    new ConsistencyProof(at, size, path).check(hash, root);
                }
                return true;
            } catch (Refused e) {
                return false;
            }
        }

        String line() {
            List<String> fields = new ArrayList<>(List.of(kind, "" + size, root.base64(), "" + at, hash.base64()));
            path.forEach(each -> fields.add(each.base64()));
            return String.join(" ", fields);
        }

        private static Hash hash(String base64) {
            return Hash.of(Base64.getDecoder().decode(base64));
        }
    }
}
