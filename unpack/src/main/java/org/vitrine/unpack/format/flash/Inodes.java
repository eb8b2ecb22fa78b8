package org.vitrine.unpack.format.flash;

import java.util.List;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// A file system that knows its files by number, and whose folders give them names.
public interface Inodes {
    /// The names in a folder, in the file system's canonical order.
    ///
    /// @throws Unreadable when they can't be read
    List<Named> names(long folder) throws Unreadable;

    /// All that is recorded of a file but its content: its true type, mode, owner, link target, device number.
    ///
    /// @param named an entry that has its path and the type its folder names
    /// @throws Unreadable when nothing is recorded, or it can't be read
    Entry describe(Entry named, long inode) throws Unreadable;

    /// Gives the regular file that `entry` describes.
    ///
    /// @throws LimitReached when no more entries or bytes are allowed
    void give(Entry entry, long inode, Sink out) throws LimitReached;
}
