package org.vitrine.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A name as an image gives it: raw bytes, which need not be text. Ordered as the bytes are, unsigned.
public final class Name implements Comparable<Name> {
    /// The name of what has none.
    public static final Name EMPTY = new Name(new byte[0]);

    private final byte[] bytes;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A name of these bytes, which are copied.
    public static Name of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Name(bytes.clone());
    }

    /// A name that is text.
    public static Name of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The segments of a path: split at every slash, without the empty ones and those of a single dot. `..`
    /// stays, as the image says it; whoever builds a tree decides.
    public static List<Name> split(byte[] path) {
        List<Name> segments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                boolean dot = i - start == 1 && path[start] == '.';
                if (i > start && !dot) {
                    segments.add(new Name(Arrays.copyOfRange(path, start, i)));
                }
                start = i + 1;
            }
        }
        return segments;
    }

    /// The path of these segments as one name, with a slash between them: undoes [#split].
    public static Name joined(List<Name> path) {
        int length = path.stream().mapToInt(segment -> segment.size() + 1).sum();
        byte[] whole = new byte[Math.max(0, length - 1)];
        int at = 0;
        for (Name segment : path) {
            System.arraycopy(segment.bytes, 0, whole, at, segment.size());
            at += segment.size();
            if (at < whole.length) {
                whole[at++] = '/';
            }
        }
        return new Name(whole);
    }

    /// A copy of its bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// How many bytes it has.
    public int size() {
        return bytes.length;
    }

    /// Its display form as one segment of a path; see [Display#segment].
    @Override
    public String toString() {
        return Display.segment(bytes);
    }

    /// Whether it is exactly this text.
    public boolean is(String text) {
        return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
