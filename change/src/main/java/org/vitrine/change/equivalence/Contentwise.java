package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vitrine.change.Contents;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;

/// Two contents held against each other with what normalisers account for set aside.
///
/// @param spans what was set aside, in the order of the offsets; only what differs
/// @param residual how many bytes differ beside them
record Contentwise(List<Applied> spans, long residual) {
    /// A cut and who made it.
    ///
    /// @param by the normaliser
    /// @param cut what it sets aside
    record Applied(Normaliser by, Cut cut) {}

    /// Compares two contents, wherever they lie.
    static Contentwise of(Bytes old, Bytes current, List<? extends ContentNormaliser> normalisers) {
        return of(old, current, normalisers, normaliser -> normaliser.cuts(old, current));
    }

    /// Compares two contents where they lie.
    static Contentwise of(
            Opened old, Opened current, Contents contents, List<? extends ContentNormaliser> normalisers) {
        return of(old.content(), current.content(), normalisers, normaliser -> normaliser.cuts(old, current, contents));
    }

    private static Contentwise of(
            Bytes old, Bytes current, List<? extends ContentNormaliser> normalisers, Asked asked) {
        List<Applied> spans = new ArrayList<>();
        try {
            for (ContentNormaliser normaliser : normalisers) {
                for (Cut cut : cuts(normaliser, asked)) {
                    if (!isSame(old, current, cut)) {
                        spans.add(new Applied(normaliser, cut));
                    }
                }
            }
            spans.sort(Comparator.comparingLong(applied -> applied.cut().oldOffset()));
            if (!spans.isEmpty() && isApart(spans)) {
                long residual = Residual.of(
                        normal(old, spans, NormalisedSpan.Where.OLD), normal(current, spans, NormalisedSpan.Where.NEW));
                return new Contentwise(spans, residual);
            }
        } catch (Malformed e) {
            // A span outside of its content sets nothing aside.
        }
        return new Contentwise(List.of(), Residual.of(old, current));
    }

    /// How a normaliser is asked.
    private interface Asked {
        List<Cut> cuts(ContentNormaliser normaliser) throws Unreadable;
    }

    private static List<Cut> cuts(ContentNormaliser normaliser, Asked asked) {
        try {
            return asked.cuts(normaliser);
        } catch (Unreadable e) {
            return List.of();
        }
    }

    private static boolean isSame(Bytes old, Bytes current, Cut cut) throws Malformed {
        return cut.oldLength() == cut.newLength()
                && Residual.of(
                                old.slice(cut.oldOffset(), cut.oldLength(), "span"),
                                current.slice(cut.newOffset(), cut.newLength(), "span"))
                        == 0;
    }

    /// Whether no two overlap, and they stand in the same order on both sides.
    private static boolean isApart(List<Applied> spans) {
        for (int i = 1; i < spans.size(); i++) {
            Cut before = spans.get(i - 1).cut();
            Cut next = spans.get(i).cut();
            if (before.oldOffset() + before.oldLength() > next.oldOffset()
                    || before.newOffset() + before.newLength() > next.newOffset()) {
                return false;
            }
        }
        return true;
    }

    private static Bytes normal(Bytes content, List<Applied> spans, NormalisedSpan.Where side) throws Malformed {
        List<Bytes> pieces = new ArrayList<>();
        long at = 0;
        for (Applied applied : spans) {
            Cut cut = applied.cut();
            pieces.add(content.slice(at, cut.offset(side) - at, "between spans"));
            if (cut.kept()) {
                pieces.add(Hole.of(cut.length(side)));
            }
            at = cut.offset(side) + cut.length(side);
        }
        pieces.add(content.from(at, "behind the spans"));
        return Stitched.of(pieces);
    }
}
