package org.vitrine.unpack.format;

import java.util.List;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The path an archive names an entry by, which may try to leave the place it is unpacked to.
final class EntryPath {
    private EntryPath() {}

    /// Its segments; a name that climbs is a problem of the archive. One that starts at the root is none:
    /// the kernel names the entries of its own initramfs so.
    ///
    /// @param at where the name stands, from the start of the archive
    static List<Name> of(byte[] raw, long at, String field, Sink sink) {
        List<Name> path = Name.split(raw);
        if (path.stream().anyMatch(segment -> segment.is(".."))) {
            sink.problem(new Problem.Unsafe(at, field, "climbs out of its folder: " + Display.text(raw)));
        }
        return path;
    }
}
