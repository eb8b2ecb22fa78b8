package org.vitrine.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The content of a file on a [CrashDisk].
final class Inode {
    private static final int SECTOR = 512;

    Content now = new Content(new byte[0], 0);
    private Content durable = now.shared();
    /// What leads from the durable content to the one that is read, but for what a failed force
    /// forgot.
    private final List<Change> changes = new ArrayList<>();

    /// A write; one without bytes cuts the file off.
    private static final class Change {
        private final int at;
        private final byte @Nullable [] bytes;

        Change(int at, byte @Nullable [] bytes) {
            this.at = at;
            this.bytes = bytes;
        }
    }

    Inode settled() {
        Inode copy = new Inode();
        copy.now = now.shared();
        copy.durable = now.shared();
        return copy;
    }

    byte[] bytes() {
        return Arrays.copyOf(now.bytes, now.size);
    }

    int size() {
        return now.size;
    }

    void put(int at, byte[] bytes) {
        changes.add(new Change(at, bytes));
        now.put(at, bytes);
    }

    void truncate(int at) {
        if (now.size > at) {
            changes.add(new Change(at, null));
            now.size = at;
        }
    }

    void settle() {
        for (Change change : changes) {
            byte[] bytes = change.bytes;
            if (bytes == null) {
                durable.size = Math.min(durable.size, change.at);
            } else {
                durable.put(change.at, bytes);
            }
        }
        changes.clear();
    }

    /// After a failed force: read as written, but never written by the system any more.
    void forget() {
        changes.clear();
    }

    void losePower(RandomGenerator random, int share) {
        for (Change change : changes) {
            byte[] bytes = change.bytes;
            if (random.nextInt(100) >= share) {
                continue;
            }
            if (bytes == null) {
                durable.size = Math.min(durable.size, change.at);
            } else {
                tear(random, change.at, bytes);
            }
        }
        changes.clear();
        now = durable.shared();
    }

    private void tear(RandomGenerator random, int at, byte[] bytes) {
        switch (random.nextInt(4)) {
            case 0 -> durable.put(at, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            case 1 -> {
                for (int from = 0; from < bytes.length; from += SECTOR) {
                    if (random.nextBoolean()) {
                        durable.put(at + from, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SECTOR)));
                    }
                }
            }
            default -> durable.put(at, bytes);
        }
    }

    /// Bytes that are copied when one of those who share them writes.
    static final class Content {
        byte[] bytes;
        private int size;
        private boolean isShared;

        Content(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        Content shared() {
            Content other = new Content(bytes, size);
            other.isShared = true;
            isShared = true;
            return other;
        }

        void put(int at, byte[] added) {
            int end = at + added.length;
            if (isShared || end > bytes.length) {
                bytes = Arrays.copyOf(bytes, end > bytes.length ? end + end / 2 : bytes.length);
                isShared = false;
            }
            if (at > size) {
                Arrays.fill(bytes, size, at, (byte) 0);
            }
            System.arraycopy(added, 0, bytes, at, added.length);
            size = Math.max(size, end);
        }
    }
}
