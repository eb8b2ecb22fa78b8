package org.vitrine.unpack.spi;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// One container format: how to spot it, and what it holds. Two questions, two methods: where does it start and end
/// ([#claim]), and what is in it ([#unpack]). Stateless; called from several threads.
public interface Format {
    /// Its identity card.
    Card card();

    /// The byte patterns that make it worth asking for a [#claim]. Each has at least two bytes.
    List<Magic> magic();

    /// Whether every claim of it is [Claim.Strength#WEAK]. Such a format is only looked for in bytes whose kind nobody
    /// knows: every picture holds deflated data, and every program bytes that could start a stream.
    default boolean doubtful() {
        return false;
    }

    /// Where one can start: at multiples of these numbers of bytes from the start of the content; anywhere where
    /// there are none. Programs hold the patterns that they look for, a disk starts where a sector does.
    default List<Integer> boundaries() {
        return List.of();
    }

    /// Endings of file names, in lower case and with their dot, at which a [#claim] is asked at the start of an
    /// entry although no pattern is there: for the few formats that have none. The supplied file's own name is
    /// never asked: it is no part of the release.
    default List<String> endings() {
        return List.of();
    }

    /// Kinds of content, by their names in the `content` table (`elf`, `linux-kernel`), at which a [#claim] is asked
    /// at the start of the content although no pattern is there: for things that are told by what is in their
    /// midst. Of a content without a kind (`data`) it is asked only once nothing was found in it.
    default List<String> kinds() {
        return List.of();
    }

    /// Whether one starts at `at`, judged by its header alone, and how far it reaches if the header says so.
    ///
    /// @param image all the bytes around; nothing before `at` belongs to it
    /// @param at where it would start
    /// @return empty when none starts there
    /// @throws Malformed when one clearly starts there, but its header contradicts the specification
    Optional<Claim> claim(Bytes image, long at) throws Malformed;

    /// Gives what it holds to `out`, in the container's canonical order.
    ///
    /// @return the true end: the offset in `image` of the first byte that doesn't belong to it any more
    /// @throws Unreadable when it can't be read to the end. What was given out before is kept and marked partial,
    ///     save that of a [Claim.Strength#WEAK] claim: then it was none
    long unpack(Bytes image, Claim claim, Sink out) throws Unreadable;
}
