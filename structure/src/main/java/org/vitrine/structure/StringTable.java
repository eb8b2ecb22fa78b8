package org.vitrine.structure;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// A string table: zero-ended names that others point into (System V gABI, "String Table"). Reads through a
/// window of its own, so one thread may use it at a time.
public final class StringTable {
    /// No name met in the field comes near; C++ and Rust symbols reach a few thousand bytes.
    private static final int LONGEST = 1 << 14;
    /// Tables up to this size are read at once.
    private static final int WHOLE = 1 << 22;
    /// What one table may give out in all. Linkers share tails of names, so a table gives out more than it
    /// holds, but never many times as much.
    private static final long MOST = 64L << 20;

    private final Bytes bytes;
    private final long start;
    private final long allowed;
    private long given;
    private byte[] window = new byte[0];
    private long windowStart;

    private StringTable(Bytes bytes, long start) {
        this.bytes = bytes;
        this.start = start;
        this.allowed = Math.min(4 * bytes.size() + (1 << 16), MOST);
    }

    /// The table at `start` of a content. Where its size passes the content's end, what is there can be read.
    static StringTable of(Bytes content, long start, long size, String field) throws Malformed {
        content.require(start, 0, field);
        long left = content.size() - start;
        return new StringTable(content.slice(start, size < 0 ? left : Math.min(size, left), field), start);
    }

    /// The name that starts at `offset`.
    ///
    /// @param field the field that points to it
    /// @throws Malformed when it starts outside, doesn't end, or is longer than 16 KiB
    /// @throws org.vitrine.evidence.LimitReached when names were asked for that together are many times the table
    public Name name(long offset, String field) throws Unreadable {
        int from = seek(offset, field);
        int end = from;
        while (window[end] != 0) {
            end++;
        }
        given += end - from + 1L;
        if (given > allowed) {
            throw new LimitReached("bytes of names", allowed, given);
        }
        return Name.of(Arrays.copyOfRange(window, from, end));
    }

    /// Whether exactly this name starts at `offset`; false where nothing can.
    boolean stands(long offset, byte[] name) {
        if (offset < 0 || offset >= bytes.size() - name.length) {
            return false;
        }
        if (bytes.size() > WHOLE) {
            byte[] ended = Arrays.copyOf(name, name.length + 1);
            return bytes.matches(offset, ended);
        }
        loadWhole();
        int from = (int) offset;
        return window[from + name.length] == 0 && Arrays.equals(window, from, from + name.length, name, 0, name.length);
    }

    /// Moves the window so that a whole name is in it, and says where in the window the name starts.
    private int seek(long offset, String field) throws Malformed {
        if (offset < 0 || offset >= bytes.size()) {
            throw new Malformed(
                    start, field, "points to byte " + offset + " of a string table of " + bytes.size() + " bytes");
        }
        if (bytes.size() <= WHOLE) {
            loadWhole();
            requireEnd((int) offset, offset, field);
            return (int) offset;
        }
        long within = offset - windowStart;
        if (within < 0 || within >= window.length || !endsWithin((int) within)) {
            load(offset, 1 << 9);
            if (!endsWithin(0)) {
                load(offset, LONGEST + 1);
            }
            within = 0;
        }
        requireEnd((int) within, offset, field);
        return (int) within;
    }

    private void loadWhole() {
        if (window.length != bytes.size()) {
            load(0, (int) bytes.size());
        }
    }

    private void load(long offset, int length) {
        window = new byte[(int) Math.min(length, bytes.size() - offset)];
        windowStart = offset;
        bytes.copyAvailable(offset, window, 0, window.length);
    }

    private boolean endsWithin(int from) {
        int last = Math.min(window.length, from + LONGEST + 1);
        for (int i = from; i < last; i++) {
            if (window[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private void requireEnd(int from, long offset, String field) throws Malformed {
        if (!endsWithin(from)) {
            throw new Malformed(start + offset, field, "points to a name that does not end within " + LONGEST);
        }
    }
}
