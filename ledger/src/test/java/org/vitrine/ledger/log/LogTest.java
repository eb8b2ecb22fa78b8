package org.vitrine.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tree.Hash;

/// A log on a real disk.
final class LogTest {
    private static final String ORIGIN = "example.com/log";
    private static final NoteSigner SIGNER = NoteSigner.log(ORIGIN, SigningKey.generate(Algorithm.ED25519));
    private static final List<NoteKey> KEYS = List.of(SIGNER.key());

    @TempDir
    Path folder;

    private Disk disk;

    @BeforeEach
    void begin() {
        disk = Disk.of(folder.resolve("log"));
    }

    private Log create() throws IOException, Refused {
        return Log.create(disk, ORIGIN, List.of(SIGNER), Admission.ALL, List.of(entry(0), entry(1)));
    }

    private Log open() throws IOException {
        return Log.open(disk, ORIGIN, List.of(SIGNER), Admission.ALL);
    }

    private static byte[] entry(int number) {
        return ("statement " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(Log log, int from, int to) throws Exception {
        List<CompletableFuture<Long>> added = new ArrayList<>();
        for (int i = from; i < to; i++) {
            added.add(log.add(entry(i)));
        }
        for (int i = from; i < to; i++) {
            assertThat(added.get(i - from).get()).isEqualTo(i);
        }
    }

    @Test
    void whatIsAddedIsProvenByAnotherReader() throws Exception {
        try (Log log = create()) {
            fill(log, 2, 700);
            Published before = Published.open(disk, KEYS);
            fill(log, 700, 1500);
            Published published = Published.open(disk, KEYS);
            assertThat(published.size()).isEqualTo(1500);
            for (int i = 0; i < 1500; i += 37) {
                assertThat(published.entry(i)).isEqualTo(entry(i));
                assertThat(published.find(entry(i))).isEqualTo(i);
                published
                        .prove(i)
                        .check(Hash.ofLeaf(entry(i)), published.checkpoint().root());
            }
            published
                    .prove(3, before.size())
                    .check(Hash.ofLeaf(entry(3)), before.checkpoint().root());
            published
                    .proveGrowth(before.size())
                    .check(before.checkpoint().root(), published.checkpoint().root());
            assertThat(published.find(entry(9999))).isEqualTo(-1);
        }
        assertThat(Fsck.check(disk, KEYS)).isEmpty();
    }

    @Test
    void aStatementIsTakenOnce() throws Exception {
        try (Log log = create()) {
            CompletableFuture<Long> first = log.add(entry(7));
            CompletableFuture<Long> second = log.add(entry(7));
            assertThat(first.get()).isEqualTo(2);
            assertThat(second.get()).isEqualTo(2);
            assertThat(log.add(entry(1)).get()).isEqualTo(1);
        }
        try (Log log = open()) {
            assertThat(log.add(entry(7)).get()).isEqualTo(2);
            assertThat(log.find(entry(0))).isZero();
            assertThat(log.published().size()).isEqualTo(3);
        }
    }

    @Test
    void aSecondWriterIsRefused() throws Exception {
        try (Log log = create()) {
            assertThatThrownBy(this::open).hasMessageContaining("one log has one writer");
            assertThatThrownBy(this::open).hasMessageContaining("one log has one writer");
            assertThat(log.add(entry(5)).get()).isEqualTo(2);
        }
        open().close();
    }

    @Test
    void whatIsTooLongOrNotAdmittedIsRefused() throws Exception {
        Admission admission = entry -> {
            if (entry.length == 3) {
                throw new Refused("no three");
            }
        };
        try (Log log = Log.create(disk, ORIGIN, List.of(SIGNER), admission, List.of(entry(0), entry(1)))) {
            assertThatThrownBy(() -> log.add(new byte[65_536]))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("use a Hash Envelope");
            assertThatThrownBy(() -> log.add(new byte[3])).hasMessage("no three");
            assertThat(log.add(new byte[65_535]).get()).isEqualTo(2);
            assertThat(log.add(new byte[0]).get()).isEqualTo(3);
            assertThat(log.published().entry(2)).hasSize(65_535);
        }
        assertThat(Fsck.check(disk, KEYS)).isEmpty();
    }

    @Test
    void anotherLogIsNotOpened() throws Exception {
        create().close();
        NoteSigner other = NoteSigner.log(ORIGIN, SigningKey.generate(Algorithm.ED25519));
        assertThatThrownBy(() -> Log.open(disk, ORIGIN, List.of(other), Admission.ALL))
                .hasMessageContaining("not signed by this log's key");
        assertThatThrownBy(this::create).hasMessageContaining("there is a log already");
        disk.delete(Published.CHECKPOINT);
        assertThatThrownBy(() -> Log.open(disk, "example.com/other", List.of(SIGNER), Admission.ALL))
                .hasMessageContaining("the origin is another one");
        assertThatThrownBy(() -> Log.open(Disk.of(folder.resolve("none")), ORIGIN, List.of(SIGNER), Admission.ALL))
                .hasMessageContaining("no log is here");
        open().close();
        assertThat(Fsck.check(disk, KEYS)).isEmpty();
    }

    /// As a crash leaves it: what was written last is not whole, and its checkpoint was never published.
    @Test
    void aJournalCutInItsLastBatchLosesOnlyThat() throws Exception {
        byte[] journal;
        byte[] checkpoint;
        String name = Journal.name(0);
        long before;
        try (Log log = create()) {
            fill(log, 2, 5);
            before = disk.size(name);
            checkpoint = disk.read(Published.CHECKPOINT, 1000);
            fill(log, 5, 6);
            journal = disk.read(name, 1 << 20);
        }
        byte[] late = disk.read(Published.CHECKPOINT, 1000);
        for (int cut = (int) before; cut < journal.length; cut++) {
            disk.write(name, java.nio.ByteBuffer.wrap(journal, 0, cut));
            disk.write(Published.CHECKPOINT, java.nio.ByteBuffer.wrap(late));
            assertThatThrownBy(this::open).hasMessageContaining("statements are lost");
            disk.write(Published.CHECKPOINT, java.nio.ByteBuffer.wrap(checkpoint));
            try (Log log = open()) {
                assertThat(log.recovery().cut()).isEqualTo(cut - before);
                assertThat(log.published().size()).isEqualTo(5);
            }
            assertThat(disk.size(name)).isEqualTo(before);
        }
        try (Log log = open()) {
            fill(log, 5, 6);
        }
        assertThat(Fsck.check(disk, KEYS)).isEmpty();
    }

    @Test
    void damageInTheJournalIsNotCutOff() throws Exception {
        try (Log log = create()) {
            fill(log, 2, 3);
            fill(log, 3, 4);
        }
        byte[] journal = disk.read(Journal.name(0), 1 << 20);
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = journal.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            disk.write(Journal.name(0), java.nio.ByteBuffer.wrap(damaged));
            assertThatThrownBy(this::open).isInstanceOf(IOException.class);
            assertThat(disk.read(Journal.name(0), 1 << 20)).isEqualTo(damaged);
            assertThat(Fsck.check(disk, KEYS)).isNotEmpty();
        }
    }

    @Test
    void everyFlippedBitOfTheFilesIsFoundAndRepaired() throws Exception {
        try (Log log = create()) {
            fill(log, 2, 3);
            fill(log, 3, 600);
            fill(log, 600, 601);
        }
        assertThat(Fsck.check(disk, KEYS)).isEmpty();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("log/public"))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(Fsck.check(disk, KEYS)).as("%s", file).isNotEmpty();
            Files.write(file, i % 100 == 0 ? damaged : bytes);
            if (i % 100 == 0) {
                Repair.run(disk, ORIGIN, List.of(SIGNER));
                assertThat(Fsck.check(disk, KEYS)).as("%s repaired", file).isEmpty();
            }
        }
    }

    @Test
    void everythingButTheJournalIsMadeAgain() throws Exception {
        try (Log log = create()) {
            fill(log, 2, 1000);
        }
        for (String name : List.of("mark", "index", "public")) {
            try (Stream<Path> all = Files.walk(folder.resolve("log").resolve(name))) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            try (Log log = open()) {
                assertThat(log.published().size()).isEqualTo(1000);
            }
            assertThat(Fsck.check(disk, KEYS)).isEmpty();
        }
    }

    @Test
    void anExportIsTheSameLog() throws Exception {
        try (Log log = create()) {
            fill(log, 2, 300);
            Published published = log.published();
            fill(log, 300, 800);
            Disk exported = Disk.of(folder.resolve("exported/public"));
            assertThat(Export.run(disk, published, exported)).isEqualTo(2 + 2 + 1);
        }
        Disk exported = Disk.of(folder.resolve("exported"));
        assertThat(Fsck.check(exported, KEYS)).isEmpty();
        Published published = Published.open(exported, KEYS);
        published
                .prove(299)
                .check(Hash.ofLeaf(entry(299)), published.checkpoint().root());
    }

    @Test
    void aStoreGivesBackWhatItKept() throws Exception {
        Store store = Store.of(disk);
        byte[] content = new byte[200_000];
        new Random(3).nextBytes(content);
        Hash hash = store.put(new ByteArrayInputStream(content));
        assertThat(store.put(new ByteArrayInputStream(content))).isEqualTo(hash).isEqualTo(Hash.ofContent(content));
        assertThat(store.has(hash)).isTrue();
        assertThat(store.has(Hash.EMPTY_ROOT)).isFalse();
        try (var kept = store.open(hash)) {
            assertThat(kept.readAllBytes()).isEqualTo(content);
        }
        store.open(store.put(new ByteArrayInputStream(new byte[0]))).close();
        String digits = hash.toString();
        Path file = folder.resolve("log/store/" + digits.substring(0, 2) + "/" + digits.substring(2));
        content[77] ^= 1;
        Files.write(file, content);
        try (var kept = store.open(hash)) {
            assertThatThrownBy(kept::readAllBytes).hasMessageContaining("other bytes");
        }
    }
}
