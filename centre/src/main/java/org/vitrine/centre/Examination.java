package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.NotInspected;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Product;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.Inspectors;
import org.vitrine.inspect.RootFileSystems;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.RootFsFact;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.standards.Catalogue;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Salt;
import org.vitrine.unpack.Walk;

/// One examination, from a file or a folder to a dossier: open it, look at every content and every root
/// file system, hold the facts against the catalogues, write all of it down.
public final class Examination {
    /// Formats whose own bytes say more than what lies in them: a kernel names itself beside its ramdisk.
    private static final Set<String> SPEAKING = Set.of("raw", "linux-kernel", "bzimage");

    /// Abundant inspectors are asked of so many bytes of programs, in the order of the tree: what they find in a whole
    /// system on a disk would not fit into memory.
    private static final long PROGRAMS = 128L << 20;

    private final Run run;
    private final Optional<Product> product;
    private final Known known;

    private Examination(Run run, Optional<Product> product, Known known) {
        this.run = run;
        this.product = product;
        this.known = known;
    }

    /// Examines a release and leaves its dossier in a folder.
    ///
    /// @param input a regular file or a folder
    /// @param target where the dossier goes; nothing stands there unless the examination came to its end
    /// @param run how it is to be done
    /// @param catalogues what the facts are held against
    /// @param product what whoever submits the release says it is
    /// @param reader gets the dossier at the end, once it has been delivered
    /// @throws IOException when the input can't be read or the dossier can't be written; the message is
    ///     one line
    public static void examine(
            Path input, Path target, Run run, List<Catalogue> catalogues, Optional<Product> product, Reader reader)
            throws IOException {
        long start = System.nanoTime();
        Ahead<Boolean> prepared = Ahead.of(Dossier::prepare);
        try (Spill spill = Spill.open(run.temporary());
                Delivery delivery = Delivery.into(target)) {
            Tree tree = Walk.open(input, run, spill);
            Seen seen = new Seen(tree, new Examination(run, product, new Known()).facts(tree));
            run.progress().at("record", 0, 0, "");
            try (Dossier dossier = seen.dossier(delivery.folder(), run)) {
                Judgement.of(dossier, catalogues, run.progress());
                RunRecord.write(delivery.folder(), input, run, System.nanoTime() - start);
                delivery.complete();
                reader.read(dossier);
            }
        } finally {
            prepared.await();
        }
    }

    /// What an examination for a comparison saw.
    ///
    /// @param tree everything that was opened, which can be read as long as the spill file is open
    /// @param facts what was found
    record Seen(Tree tree, List<Fact> facts) {
        /// The facts as a dossier, neither judged nor sealed; to be closed.
        Dossier dossier(Path folder, Run run) throws IOException {
            return Dossier.create(folder, Kinds.FACTS, facts, run.temporary(), Salt.of(supplied(tree)));
        }
    }

    /// Examines a release for a comparison, up to its facts.
    ///
    /// @param spill holds what is unpacked
    /// @param known what was found in contents before
    static Seen seen(Path input, Run run, Spill spill, Known known) throws IOException {
        Tree tree = Walk.open(input, run, spill);
        return new Seen(tree, new Examination(run, Optional.empty(), known).facts(tree));
    }

    /// Reads a dossier as long as it is open, after it has been delivered.
    @FunctionalInterface
    public interface Reader {
        /// Reads it.
        void read(Dossier dossier) throws IOException;
    }

    private List<Fact> facts(Tree tree) {
        List<Fact> facts = new ArrayList<>(tree.artifacts());
        facts.addAll(tree.facts());
        Digest release = tree.artifacts().getFirst().sha256();
        product.ifPresent(stated -> facts.add(stated.against(release)));
        List<Fact> seen = inspectContents(tree);
        facts.addAll(seen);
        List<RootFsFact> roots = RootFileSystems.of(tree);
        facts.addAll(roots);
        for (RootFsFact root : roots) {
            inspectRoot(new RootFs(tree, tree.artifact(root.artifact()), seen), facts);
        }
        return facts;
    }

    /// What was supplied: one file, or the files of a folder.
    private static List<Bytes> supplied(Tree tree) {
        Artifact release = tree.artifacts().getFirst();
        if (release.type() != ArtifactType.DIRECTORY) {
            return List.of(tree.content(release));
        }
        return tree.artifacts().stream()
                .filter(artifact -> artifact.type() == ArtifactType.FILE)
                .map(tree::content)
                .toList();
    }

    private void inspectRoot(RootFs root, List<Fact> facts) {
        run.progress().at("inspect", 0, 0, root.root().path());
        List<List<Fact>> found = new ArrayList<>();
        Inspectors.TREE.forEach(_ -> found.add(new ArrayList<>()));
        run.each(range(Inspectors.TREE.size()), i -> {
            TreeInspector inspector = Inspectors.TREE.get(i);
            List<Fact> own = found.get(i);
            try {
                inspector.inspect(root, own::add);
            } catch (RuntimeException e) {
                own.add(Failure.of(root.root().id(), inspector.card().name(), e));
            }
        });
        List<Fact> seen = found.stream().flatMap(List::stream).toList();
        facts.addAll(seen);
        for (Deduction deduction : Inspectors.DEDUCED) {
            List<Fact> own = new ArrayList<>();
            try {
                deduction.deduce(root, seen, own::add);
            } catch (RuntimeException e) {
                own.add(Failure.of(root.root().id(), deduction.card().name(), e));
            }
            facts.addAll(own);
        }
    }

    /// What is looked at: every content once, save those of which all is said by what was found in them.
    ///
    /// @param programs the bytes of programs up to here, this one included
    private record Subject(Artifact artifact, Bytes content, long programs, List<Fact> found, boolean isNew) {
        static Subject of(Artifact artifact, Bytes content, long programs, Known known) {
            return known.of(artifact.sha256(), programs <= PROGRAMS, artifact.id())
                    .map(found -> new Subject(artifact, content, programs, found, false))
                    .orElseGet(() -> new Subject(artifact, content, programs, new ArrayList<>(), true));
        }

        boolean isEarly() {
            return programs <= PROGRAMS;
        }

        /// What was not asked of a program that comes late.
        List<Fact> leftOut() {
            if (isEarly() || !artifact.format().equals("elf")) {
                return List.of();
            }
            return Inspectors.CONTENT.stream()
                    .filter(ContentInspector::isAbundant)
                    .<Fact>map(inspector -> new NotInspected(
                            artifact.id(), inspector.card().name(), "bytes of programs", PROGRAMS, programs))
                    .toList();
        }
    }

    private List<Fact> inspectContents(Tree tree) {
        List<Subject> subjects = new ArrayList<>();
        long programs = 0;
        Set<Digest> seen = new HashSet<>();
        for (Artifact artifact : tree.artifacts()) {
            boolean bytes = artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.PART;
            boolean explained = !tree.children(artifact).isEmpty() && !SPEAKING.contains(artifact.format());
            if (bytes && !explained && artifact.size() > 0 && seen.add(artifact.sha256())) {
                programs += artifact.format().equals("elf") ? artifact.size() : 0;
                subjects.add(Subject.of(artifact, tree.content(artifact), programs, known));
            }
        }
        List<Subject> fresh = subjects.stream().filter(Subject::isNew).toList();
        AtomicInteger done = new AtomicInteger();
        run.each(fresh, subject -> {
            for (ContentInspector inspector : Inspectors.CONTENT) {
                if (subject.isEarly() || !inspector.isAbundant()) {
                    inspect(inspector, subject);
                }
            }
            run.progress()
                    .at(
                            "inspect",
                            done.incrementAndGet(),
                            fresh.size(),
                            subject.artifact().path());
        });
        fresh.forEach(subject -> known.keep(subject.artifact().sha256(), subject.isEarly(), subject.found()));
        List<Fact> facts = new ArrayList<>();
        for (Subject subject : subjects) {
            facts.addAll(subject.found());
            facts.addAll(subject.leftOut());
        }
        return facts;
    }

    private static void inspect(ContentInspector inspector, Subject subject) {
        Artifact artifact = subject.artifact();
        try {
            inspector.inspect(artifact.sha256(), subject.content(), subject.found()::add);
        } catch (Unreadable e) {
            subject.found().add(ProblemFact.of(artifact.id(), inspector.card().name(), e.problem()));
        } catch (RuntimeException e) {
            subject.found().add(Failure.of(artifact.id(), inspector.card().name(), e));
        }
    }

    private static List<Integer> range(int size) {
        return IntStream.range(0, size).boxed().toList();
    }
}
