package org.vitrine.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.NoteSignature;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;

/// A log on a disk that loses whatever it may lose, crashed at seeded places, several times each.
/// Afterwards every acknowledged statement stands where it was said to, all checkpoints that anybody
/// could have seen are of one tree, and tiles, bundles and index are whole. Each force of the code is
/// dropped once, and must be missed.
final class CrashTest {
    private static final String ORIGIN = "example.com/crash";
    private static final Settings SMALL = new Settings(6000, 5, 256);
    private static final int SEEDS = Integer.getInteger("seeds", 4000);
    private static final int MUTANT_SEEDS = Integer.getInteger("seeds", 4000);
    private static final int BEGUN = 2 * 256 - 4;

    /// Made of a digest, since a signature takes longer than all else here.
    private static final Signing QUICK = new Signing() {
        @Override
        public SignedNote sign(String text) throws Refused {
            byte[] digest = Hash.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
            String line = "\u2014 " + ORIGIN + " " + Base64.getEncoder().encodeToString(digest);
            return new SignedNote(text, List.of(NoteSignature.parse(line)));
        }

        @Override
        public void check(SignedNote note) throws Refused {
            if (!Arrays.equals(note.encode(), sign(note.text()).encode())) {
                throw new Refused("it is not signed");
            }
        }
    };

    private static final List<Hash> LEAVES = new ArrayList<>();
    /// Of the trees of the first entries.
    private static final List<Hash> ROOTS = new ArrayList<>();

    static {
        Frontier frontier = new Frontier();
        ROOTS.add(frontier.root());
        for (byte[] entry : entries(0, 6000)) {
            LEAVES.add(Hash.ofLeaf(entry));
            frontier.add(LEAVES.getLast());
            ROOTS.add(frontier.root());
        }
    }

    private static final List<CrashDisk.Mode> MODES = List.of(CrashDisk.Mode.values());

    private int crashes;

    @Test
    void noCrashLosesWhatWasAcknowledged() throws Exception {
        CrashDisk template = template();
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                run(seed, template, null);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(crashes).isGreaterThan(10_000);
    }

    @Test
    void everyForceIsNeeded() throws Exception {
        CrashDisk template = template();
        Set<String> forces = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            forces.addAll(run(seed, template, null).forces);
        }
        assertThat(forces).hasSizeGreaterThanOrEqualTo(10);
        Map<String, Integer> missed = new TreeMap<>();
        for (String force : forces) {
            for (int seed = 0; seed < MUTANT_SEEDS && !missed.containsKey(force); seed++) {
                try {
                    run(seed, template, force);
                } catch (IOException | RuntimeException | AssertionError e) {
                    missed.put(force, seed);
                }
            }
        }
        assertThat(missed.keySet()).isEqualTo(forces);
    }

    /// A log that is about to fill its second tile.
    private CrashDisk template() throws IOException {
        CrashDisk disk = new CrashDisk(0);
        try (Appender appender = Appender.create(disk, ORIGIN, QUICK, entries(0, 2), SMALL, Runnable::run)) {
            append(appender, 2, BEGUN - 2);
        }
        return disk;
    }

    private static List<byte[]> entries(long first, int count) {
        List<byte[]> entries = new ArrayList<>();
        for (long i = first; i < first + count; i++) {
            entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static void append(Appender appender, long first, int count) throws IOException {
        List<byte[]> entries = entries(first, count);
        appender.append(entries, entries.stream().map(Hash::ofLeaf).toList());
    }

    private CrashDisk run(int seed, CrashDisk template, @Nullable String dropped) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        boolean isNew = random.nextInt(4) == 0;
        CrashDisk disk = isNew ? new CrashDisk(seed) : template.copy(seed);
        if (dropped != null) {
            disk.drop(dropped);
        }
        long acknowledged = isNew ? 0 : BEGUN;
        long marked = isNew ? 0 : 256;
        int runs = 3 + random.nextInt(2);
        for (int i = 0; i < runs; i++) {
            CrashDisk.Mode mode = MODES.get(random.nextInt(MODES.size()));
            disk.arm(1 + random.nextInt(List.of(40, 200, 800).get(random.nextInt(3))), mode, random.nextInt(4) == 0);
            try {
                Appender appender = acknowledged == 0 && !isThere(disk)
                        ? Appender.create(disk, ORIGIN, QUICK, entries(0, 2), SMALL, Runnable::run)
                        : Appender.open(disk, ORIGIN, QUICK, SMALL, Runnable::run, Appender.Start.OPEN);
                assertThat(appender.recovery().mark()).isGreaterThanOrEqualTo(marked);
                acknowledged = Math.max(acknowledged, appender.tiles().size());
                int batches = random.nextInt(3) * random.nextInt(8);
                for (int batch = 0; batch < batches; batch++) {
                    long first = appender.tiles().size();
                    append(appender, first, 1 + random.nextInt(random.nextInt(8) == 0 ? 120 : 4));
                    acknowledged = appender.tiles().size();
                    if (random.nextInt(10) == 0) {
                        appender.settle();
                        marked = acknowledged / 256 * 256;
                    }
                }
                if (random.nextInt(4) == 0) {
                    appender.close();
                    marked = acknowledged / 256 * 256;
                }
            } catch (IOException | CrashDisk.Crash e) {
                if (!disk.ended()) {
                    throw new IOException("run " + i + " of " + runs, e);
                }
            }
            boolean lost = random.nextInt(3) == 0;
            crashes += disk.ended() || lost ? 1 : 0;
            disk.restart();
            if (lost) {
                disk.losePower();
            }
        }
        verify(disk, acknowledged, random);
        return disk;
    }

    /// Whether somebody who begins a log finds one there.
    private static boolean isThere(CrashDisk disk) throws IOException {
        return !Journal.segments(disk).isEmpty()
                && Recovery.scan(disk, Batch.id(ORIGIN), Mark.START, null).last() != null;
    }

    private void verify(CrashDisk disk, long acknowledged, SplittableRandom random) throws IOException {
        if (acknowledged == 0 && !isThere(disk)) {
            assertThat(disk.seen).isEmpty();
            return;
        }
        try (Appender appender = Appender.open(disk, ORIGIN, QUICK, SMALL, Runnable::run, Appender.Start.OPEN)) {
            Published published = appender.published();
            if (published == null) {
                fail("nothing is published");
                return;
            }
            long size = published.size();
            assertThat(size).isGreaterThanOrEqualTo(acknowledged);
            for (long i = 0; i < size; i += 1 + random.nextInt(i < BEGUN - 50 ? 40 : 3)) {
                assertThat(published.leaf(i)).isEqualTo(LEAVES.get((int) i));
                assertThat(appender.find(LEAVES.get((int) i))).isEqualTo(i);
                assertThat(published.entry(i)).isEqualTo(entries(i, 1).getFirst());
            }
            assertThat(published.root(size)).isEqualTo(ROOTS.get((int) size));
            verifyParts(disk, size);
            Set<String> texts = new HashSet<>();
            for (byte[] seen : disk.seen) {
                String text = SignedNote.parse(seen).text();
                if (texts.add(text)) {
                    Checkpoint checkpoint = Checkpoint.parse(text);
                    assertThat(checkpoint.size()).isLessThanOrEqualTo(size);
                    assertThat(checkpoint.root()).isEqualTo(ROOTS.get((int) checkpoint.size()));
                }
            }
        } catch (Refused e) {
            throw new IOException(e);
        }
    }

    /// What lies there of the unfinished tile is of trees that there were.
    private static void verifyParts(CrashDisk disk, long size) throws IOException {
        int first = (int) (size - size % Tile.FULL);
        String folder = Published.name(new Tile(0, first / Tile.FULL, Tile.FULL)) + ".p";
        for (String name : disk.list(folder)) {
            byte[] hashes = disk.read(folder + "/" + name, Tile.FULL * Hash.SIZE);
            for (int i = 0; i < Integer.parseInt(name); i++) {
                assertThat(first + i).isLessThan((int) size);
                assertThat(Hash.of(hashes, i * Hash.SIZE, Hash.SIZE))
                        .as(folder + "/" + name)
                        .isEqualTo(LEAVES.get(first + i));
            }
        }
    }
}
