package org.vitrine.unpack.format.squashfs;

import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// Collects what has to be decoded, each as a task that gives its digest.
///
/// @param decoders takes the tasks
record DecoderSink(List<Callable<Digest>> decoders) implements Sink {
    @Override
    public void entry(Entry entry) {}

    @Override
    public void file(Entry entry, Bytes content) {}

    @Override
    public void file(Entry entry, long size, Decoder content) {
        decoders.add(() -> {
            MessageDigest digest = Digest.sha256();
            content.decode(new Out() {
                @Override
                public void write(byte[] source, int offset, int length) {
                    digest.update(source, offset, length);
                }

                @Override
                public void hole(long length) {
                    digest.update(new byte[Math.toIntExact(length)]);
                }
            });
            return Digest.of(digest.digest());
        });
    }

    @Override
    public void part(String what, long offset, Bytes bytes) {
        throw new AssertionError("no part in a file system");
    }

    @Override
    public Out payload(String what, long offset) {
        throw new AssertionError("no payload in a file system");
    }

    @Override
    public void header(String field, String value, long offset, long length) {}

    @Override
    public void volume(String what, long offset, Bytes bytes) {
        part(what, offset, bytes);
    }

    @Override
    public void fact(LongFunction<Fact> row) {}

    @Override
    public void uses(Extent.Kind kind, long offset, long length) {}

    @Override
    public void problem(Problem problem) {
        throw new AssertionError(problem);
    }
}
