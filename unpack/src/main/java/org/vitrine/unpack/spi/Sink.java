package org.vitrine.unpack.spi;

import java.util.function.LongFunction;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Problem;

/// Takes what a container holds, in the container's canonical order. Provisional until [Format#unpack] has returned.
public interface Sink {
    /// An entry without content: a folder, a link, a device, a pipe, a socket.
    ///
    /// @throws LimitReached when no more entries are allowed
    void entry(Entry entry) throws LimitReached;

    /// A file whose bytes lie in the container as they are, in one piece or stitched.
    ///
    /// @throws LimitReached when no more entries or bytes are allowed
    void file(Entry entry, Bytes content) throws LimitReached;

    /// A file that has to be decoded. `size` is what the container declares: it is charged now, and a decoder
    /// that gives more is stopped, one that gives less is reported.
    ///
    /// @throws LimitReached when no more entries or bytes are allowed
    void file(Entry entry, long size, Decoder content) throws LimitReached;

    /// A span of the container's own bytes that is a thing of its own: the payload behind a header, a
    /// partition. Named `what@offset`.
    ///
    /// @param what a word for it, such as `payload`, `kernel`, `rootfs`
    /// @param offset where it starts, from the start of the container
    /// @throws LimitReached when no more entries are allowed
    void part(String what, long offset, Bytes bytes) throws LimitReached;

    /// A thing of its own that lies in the container in pieces: a volume of logical blocks, a disk of clusters.
    /// Named `what@offset` like a part; the container says by [#uses] which of its bytes it is put together from.
    ///
    /// @param offset where its first piece lies, from the start of the container
    /// @throws LimitReached when no more entries are allowed
    void volume(String what, long offset, Bytes bytes) throws LimitReached;

    /// Opens the one payload of a compressed stream, of which nobody knows the size before. It is decoded now;
    /// what was written when the format returns, or gives up, is its content. At most one payload can be open.
    ///
    /// @param what a word for it; `payload` as a rule
    /// @param offset where its encoded form starts, from the start of the container
    /// @throws LimitReached when no more entries are allowed
    Out payload(String what, long offset) throws LimitReached;

    /// A field of the container's header that is worth a row; see `org.vitrine.evidence.Header`.
    ///
    /// @param offset of the field from the start of the container, -1 where it isn't one field
    void header(String field, String value, long offset, long length);

    /// A row about the container that is more than a field, such as a partition; it is made once the container has
    /// its artifact id.
    void fact(LongFunction<Fact> row);

    /// A span of the container's bytes that it explains; spans may come in any order, and meet or overlap: blocks
    /// can be shared. A format says so of every byte between the start and the end of its claim that it has made
    /// sense of, and of no other: free blocks, slack and gaps can hold anything, and become regions. Parts that lie
    /// in the container as they are need no word.
    ///
    /// @param offset of the span from the start of the container, in bytes
    void uses(Extent.Kind kind, long offset, long length);

    /// Something about the container that could not be read, or was refused, and didn't end the reading. The
    /// offset is from the start of the container.
    void problem(Problem problem);
}
