package org.vitrine.unpack.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Budget;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.ProblemKind;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.Walk;
import org.vitrine.unpack.format.Gzip;
import org.vitrine.unpack.format.Tar;
import org.vitrine.unpack.format.Zip;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// One input given to one format as the walk gives it, and held to what a reader of hostile bytes owes:
/// it refuses by
/// [Unreadable] alone, in time, twice in the same words, and points at nothing outside of what it was
/// given.
final class Trial {
    /// For inputs of less than 64 KiB, also where every branch is counted.
    private static final long MOST_NANOSECONDS = 5_000_000_000L;

    private static final Budget SMALL = new Budget(4 << 20, 2_000, 6, 1_000, 65_536, 4 << 20);

    /// What holds the folders that compositions are looked for in.
    private static final List<Format> FOLDERS = List.of(new Zip(), new Tar(), new Gzip());

    private static final int EACH_BEHIND = 8;
    private static final int EACH_TWICE = 64;

    /// One way to try an input: gives a sum of all that came out.
    private interface Attempt {
        long of(byte[] image, int at, boolean backwards);
    }

    private final String name;
    /// Where it is also looked for, if not at the start.
    private final int inside;

    private final Attempt attempt;

    private Trial(String name, int inside, Attempt attempt) {
        this.name = name;
        this.inside = inside;
        this.attempt = attempt;
    }

    /// The names of all formats and compositions.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        Formats.ALL.forEach(format -> names.add(format.card().name()));
        Formats.COMPOSITIONS.forEach(composition -> names.add(composition.card().name()));
        return names;
    }

    /// That of the format or composition of this name.
    static Trial of(String name) {
        for (Format format : Formats.ALL) {
            if (format.card().name().equals(name)) {
                int inside =
                        format.boundaries().isEmpty() ? 3 : format.boundaries().getFirst();
                return new Trial(name, inside, (image, at, backwards) -> open(format, image, at, backwards));
            }
        }
        for (Composition composition : Formats.COMPOSITIONS) {
            if (composition.card().name().equals(name)) {
                return new Trial(name, 0, (image, _, _) -> compose(composition, image));
            }
        }
        throw new IllegalArgumentException("no format is called " + name);
    }

    /// Tries an input: most at the start of an image, some behind other bytes, some twice.
    void run(byte[] input) {
        CRC32 crc = new CRC32();
        crc.update(input);
        int chance = (int) (crc.getValue() & 0xffff);
        boolean behind = chance % EACH_BEHIND == 0;
        boolean twice = chance / EACH_BEHIND % EACH_TWICE == 0;
        run(input, behind, twice);
    }

    /// Tries an input.
    ///
    /// @param behind whether other bytes stand before it
    /// @param twice whether a second run has to give the same
    void run(byte[] input, boolean behind, boolean twice) {
        int at = behind ? inside : 0;
        byte[] image = new byte[at + input.length];
        System.arraycopy(input, 0, image, at, input.length);
        Repair.checksums(name, image, at);
        long time = System.nanoTime();
        long sum = attempt.of(image, at, false);
        if (image.length < 1 << 16 && System.nanoTime() - time > MOST_NANOSECONDS) {
            // Others may have had the processor.
            Duration before = cpu();
            attempt.of(image, at, false);
            Duration taken = cpu().minus(before);
            if (taken.toNanos() > MOST_NANOSECONDS) {
                throw new AssertionError("took " + taken);
            }
        }
        if (twice && attempt.of(image, at, true) != sum) {
            throw new AssertionError("gave something else the second time");
        }
    }

    /// The processor time that this process has taken.
    static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static long open(Format format, byte[] array, int at, boolean backwards) {
        Bytes image = Bytes.of(array);
        Optional<Claim> claimed;
        try {
            claimed = format.claim(image, at);
        } catch (Unreadable e) {
            return e.problem().toString().hashCode();
        }
        if (claimed.isEmpty()) {
            return 0;
        }
        Claim claim = claimed.get();
        if (claim.at() != at || claim.measured() && (claim.length() <= 0 || claim.end() <= at)) {
            throw new AssertionError("claimed " + claim);
        }
        WatchedSink sink = new WatchedSink(rest(image, at));
        long end = 0;
        try {
            end = format.unpack(image, claim, sink);
            if (end <= at || end > image.size()) {
                throw new AssertionError("ends at " + end + " of " + image.size());
            }
        } catch (Unreadable e) {
            if (claim.strength() == Claim.Strength.WEAK) {
                return e.problem().toString().hashCode();
            }
            sink.problem(e.problem());
        }
        sink.decode(backwards);
        return sink.sum() * 31 + end;
    }

    private static Bytes rest(Bytes image, int at) {
        try {
            return image.from(at, "container");
        } catch (Unreadable e) {
            throw new AssertionError(e);
        }
    }

    /// The input is the archive of a folder: what makes a composition is spread over its members.
    private static long compose(Composition composition, byte[] archive) {
        try {
            Path file = Files.createTempFile("fuzz", "");
            Run run = new Run(SMALL, Progress.SILENT, 1, Path.of(System.getProperty("java.io.tmpdir")));
            try (Spill spill = Spill.open(run.temporary())) {
                Files.write(file, archive);
                Tree tree = Walk.open(file, run, spill, FOLDERS, List.of(composition));
                return sum(tree);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(Tree tree) {
        long sum = tree.artifacts().toString().hashCode();
        for (Fact fact : tree.facts()) {
            if (fact instanceof ProblemFact problem && problem.kind() == ProblemKind.UNAVAILABLE) {
                throw new AssertionError(problem.reason());
            }
            sum = sum * 31 + fact.toString().hashCode();
        }
        return sum;
    }
}
