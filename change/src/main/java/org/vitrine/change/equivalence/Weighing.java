package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Contents;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;

/// Finds the rung of every path by itself: first what is recorded of it, which has to be the same, then its content.
final class Weighing {
    private final Half old;
    private final Half current;
    private final Contents contents;
    private final List<? extends ContentNormaliser> normalisers;
    private final Map<Long, Long> twins;
    private final List<NormalisedSpan> spans = new ArrayList<>();
    private final Toolchains toolchains = new Toolchains();
    private final BitSet coveredOld = new BitSet();
    private final BitSet coveredNew = new BitSet();

    /// @param twins the id of the newer twin of each older artifact that has one
    Weighing(
            Half old,
            Half current,
            Contents contents,
            List<? extends ContentNormaliser> normalisers,
            Map<Long, Long> twins) {
        this.old = old;
        this.current = current;
        this.contents = contents;
        this.normalisers = normalisers;
        this.twins = Map.copyOf(twins);
    }

    /// A path's own rung.
    ///
    /// @param rung without what lies in it
    /// @param reason why it isn't identical; empty where it is
    /// @param residual bytes that nothing accounts for
    /// @param through whether it is a container whose entries are weighed by themselves
    record Weight(Rung rung, String reason, long residual, boolean through) {
        static Weight mismatch(String reason, long residual) {
            return new Weight(Rung.MISMATCH, reason, residual, false);
        }
    }

    /// The spans that were set aside so far.
    List<NormalisedSpan> spans() {
        return List.copyOf(spans);
    }

    /// What the files that are not identical were compiled with, where that differs.
    List<Toolchain> toolchains() {
        return toolchains.rows();
    }

    /// The rung of a path. Parents have to be weighed before what is in them.
    Weight of(Change change) {
        if (change.kind() == ChangeKind.ADDED || change.kind() == ChangeKind.REMOVED) {
            return alone(change);
        }
        Artifact was = old.side().artifact(change.oldArtifact());
        Artifact is = current.side().artifact(change.newArtifact());
        if (was.parent() >= 0 && is.parent() >= 0) {
            boolean covered = coveredOld.get((int) was.parent()) && coveredNew.get((int) is.parent());
            if (covered) {
                cover(was, is);
                return new Weight(Rung.IDENTICAL, "", 0, false);
            }
        }
        if (change.kind() == ChangeKind.MOVED) {
            return Weight.mismatch("it has another name or place: " + was.path(), 0);
        }
        String recorded = recorded(was, is);
        if (!recorded.isEmpty()) {
            return Weight.mismatch(recorded, 0);
        }
        EnumSet<Risk> used = EnumSet.noneOf(Risk.class);
        if (was.mtime() != is.mtime()) {
            used.add(Risk.N1);
        }
        Weight content = content(change, was, is, used);
        if (content.rung().isMatch() && was.mtime() != is.mtime()) {
            time(was, NormalisedSpan.Where.OLD);
            time(is, NormalisedSpan.Where.NEW);
        }
        return content;
    }

    private Weight alone(Change change) {
        boolean added = change.kind() == ChangeKind.ADDED;
        Artifact artifact = added
                ? current.side().artifact(change.newArtifact())
                : old.side().artifact(change.oldArtifact());
        BitSet covered = added ? coveredNew : coveredOld;
        if (artifact.parent() >= 0 && covered.get((int) artifact.parent())) {
            covered.set((int) artifact.id());
            return new Weight(Rung.IDENTICAL, "", 0, true);
        }
        return Weight.mismatch("only in the " + (added ? "newer" : "older") + " release", artifact.size());
    }

    private void cover(Artifact was, Artifact is) {
        coveredOld.set((int) was.id());
        coveredNew.set((int) is.id());
    }

    /// What is recorded differently and is never set aside; empty where all is the same.
    private String recorded(Artifact was, Artifact is) {
        List<String> words = new ArrayList<>();
        if (was.type() != is.type()) {
            words.add("type " + was.type() + " -> " + is.type());
        }
        if (was.recorded() != is.recorded()) {
            words.add("recorded " + was.recorded() + " -> " + is.recorded());
        }
        if (was.mode() != is.mode()) {
            words.add("mode %04o -> %04o".formatted(was.mode(), is.mode()));
        }
        if (was.uid() != is.uid() || was.gid() != is.gid()) {
            words.add("owner " + was.uid() + ":" + was.gid() + " -> " + is.uid() + ":" + is.gid());
        }
        if (!was.target().equals(is.target())) {
            words.add("target " + was.target() + " -> " + is.target());
        }
        if (!was.device().equals(is.device())) {
            words.add("device " + was.device() + " -> " + is.device());
        }
        Map<String, Name> before = old.side().attributes(was);
        Map<String, Name> after = current.side().attributes(is);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                words.add("attribute " + name);
            }
        }
        return String.join(", ", words);
    }

    private Weight content(Change change, Artifact was, Artifact is, EnumSet<Risk> used) {
        if (was.sha256().equals(is.sha256()) && was.size() == is.size()) {
            if (was.type() != ArtifactType.DIRECTORY) {
                cover(was, is);
            }
            return explained(used, "its time differs", false);
        }
        Bytes before = contents.old(was);
        Bytes after = contents.current(is);
        toolchains.take(is.path(), before, after);
        Contentwise compared =
                Contentwise.of(new Opened(old, was, before), new Opened(current, is, after), contents, normalisers);
        if (compared.residual() == 0 && !compared.spans().isEmpty()) {
            cover(was, is);
            for (Contentwise.Applied applied : compared.spans()) {
                Cut cut = applied.cut();
                list(
                        was,
                        before,
                        new Aside(
                                NormalisedSpan.Where.OLD,
                                cut.oldOffset(),
                                cut.oldLength(),
                                cut.kept(),
                                applied.by(),
                                ""));
                list(
                        is,
                        after,
                        new Aside(
                                NormalisedSpan.Where.NEW,
                                cut.newOffset(),
                                cut.newLength(),
                                cut.kept(),
                                applied.by(),
                                ""));
                used.add(applied.by().card().risk());
            }
            return explained(used, names(compared), false);
        }
        if (change.opened() == Change.Opened.YES) {
            return container(was, before, is, after, used);
        }
        return CodeSame.parts(before, after)
                .map(parts -> new Weight(Rung.CODE_SAME, parts, compared.residual(), false))
                .orElseGet(() -> Weight.mismatch("its content differs", compared.residual()));
    }

    private static String names(Contentwise compared) {
        Set<String> names = new TreeSet<>();
        for (Contentwise.Applied applied : compared.spans()) {
            Cut cut = applied.cut();
            String side = cut.oldLength() == 0 ? " (only in the newer one)" : " (only in the older one)";
            boolean both = cut.oldLength() > 0 && cut.newLength() > 0;
            names.add(applied.by().card().name() + (both ? "" : side));
        }
        return String.join(", ", names);
    }

    private Weight container(Artifact was, Bytes before, Artifact is, Bytes after, EnumSet<Risk> used) {
        ContainerPair.Outcome outcome =
                ContainerPair.compare(new Opened(old, was, before), new Opened(current, is, after));
        String hindrance = outcome.hindrance();
        if (hindrance.isEmpty() && !Order.isKept(old, was, current, is, twins)) {
            hindrance = "its parts stand in another order";
        }
        if (!hindrance.isEmpty()) {
            return new Weight(Rung.MISMATCH, hindrance, outcome.residual(), true);
        }
        Set<String> names = new TreeSet<>();
        for (Aside aside : outcome.asides()) {
            boolean older = aside.side() == NormalisedSpan.Where.OLD;
            list(older ? was : is, older ? before : after, aside);
            used.add(aside.by().card().risk());
            names.add(aside.by().card().name());
        }
        return explained(used, names.isEmpty() ? "what is in it differs" : String.join(", ", names), true);
    }

    private static Weight explained(EnumSet<Risk> used, String reason, boolean through) {
        Rung rung = Risk.rung(used);
        return new Weight(rung, rung == Rung.IDENTICAL && !through ? "" : reason, 0, through);
    }

    private void list(Artifact artifact, Bytes content, Aside aside) {
        if (aside.length() > 0) {
            spans.add(Listed.of(artifact, content, aside));
        }
    }

    private void time(Artifact artifact, NormalisedSpan.Where side) {
        String seconds = Long.toString(artifact.mtime());
        NormaliserCard by = ContainerNormaliser.ENTRY_TIMES.card();
        spans.add(new NormalisedSpan(
                artifact.id(),
                artifact.path(),
                side,
                -1,
                0,
                Digest.ofContent(Bytes.of(seconds.getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
                Digest.ofContent(Bytes.EMPTY),
                by.name(),
                by.version(),
                by.risk(),
                "mtime " + java.time.Instant.ofEpochSecond(artifact.mtime())));
    }
}
