package org.vitrine.ledger.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.tlog.EntryBundle;
import org.vitrine.ledger.tree.Hash;

/// Entries that became durable together, as the journal holds them. All integers are big-endian.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `VITRLOG1` |
/// | 16 | the first half of SHA-256(origin): another log's batch is none of ours |
/// | 8 | index of the first entry |
/// | 4 | how many entries |
/// | 4 | how many bytes they take |
/// | … | each entry behind its length in two bytes, as in a bundle |
/// | 32 | the root of the tree that ends with this batch |
/// | 32 | SHA-256 over all of the above |
///
/// The root stands here and not a signed checkpoint: so the signature can be made while the disk forces
/// the batch. Nothing is lost by it, since whoever holds the key signs the same text again, and without
/// the key nothing new is published anyway.
///
/// @param first index of its first entry
/// @param entries none of them longer than 65,535 bytes
/// @param root the tree's root after them
record Batch(long first, List<byte[]> entries, Hash root) {
    /// How many entries one has at most.
    static final int MOST_ENTRIES = 1 << 16;
    /// How many bytes its entries take at most, with their lengths.
    static final int MOST_BYTES = 16 << 20;

    static final int HEADER = 40;
    static final int TRAILER = 2 * Hash.SIZE;
    /// How many bytes a batch takes at most.
    static final int LONGEST = HEADER + MOST_BYTES + TRAILER;

    private static final long MAGIC = 0x56495452_4c4f4731L;
    private static final int ID = 16;

    /// What batches of a log are known by.
    static byte[] id(String origin) {
        byte[] digest = Hash.sha256().digest(origin.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest, ID);
    }

    /// Index of the first entry after it.
    long end() {
        return first + entries.size();
    }

    /// How many bytes an entry takes.
    static int taken(byte[] entry) {
        return Short.BYTES + entry.length;
    }

    /// Its bytes.
    byte[] encode(byte[] id) {
        int length = 0;
        for (byte[] entry : entries) {
            length += taken(entry);
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + length + TRAILER);
        bytes.putLong(MAGIC).put(id).putLong(first).putInt(entries.size()).putInt(length);
        for (byte[] entry : entries) {
            bytes.putShort((short) entry.length).put(entry);
        }
        bytes.put(root.bytes());
        MessageDigest sha256 = Hash.sha256();
        sha256.update(bytes.array(), 0, bytes.position());
        return bytes.put(sha256.digest()).array();
    }

    /// How many bytes the batch with this header takes.
    ///
    /// @param next index that its first entry must have
    /// @return −1 when this is no header of a batch that can stand here
    static int length(ByteBuffer header, byte[] id, long next) {
        byte[] found = new byte[ID];
        header.get(header.position() + Long.BYTES, found);
        boolean fits = header.getLong(header.position() + Long.BYTES + ID) == next && Arrays.equals(found, id);
        return fits ? length(header) : -1;
    }

    /// How many bytes the batch with this header takes, whose ever it is.
    ///
    /// @return −1 when this is no header of a batch
    static int length(ByteBuffer header) {
        int count = header.getInt(header.position() + HEADER - 2 * Integer.BYTES);
        int length = header.getInt(header.position() + HEADER - Integer.BYTES);
        boolean possible = count >= 1 && count <= MOST_ENTRIES && length >= 2L * count && length <= MOST_BYTES;
        return possible && header.getLong(header.position()) == MAGIC ? HEADER + length + TRAILER : -1;
    }

    /// Reads a batch whose header [#length] has accepted.
    ///
    /// @return nothing when its digest or its lengths are wrong
    static @Nullable Batch decode(ByteBuffer bytes) {
        int digested = bytes.remaining() - Hash.SIZE;
        MessageDigest sha256 = Hash.sha256();
        sha256.update(bytes.slice(bytes.position(), digested));
        byte[] digest = new byte[Hash.SIZE];
        bytes.get(bytes.position() + digested, digest);
        if (!MessageDigest.isEqual(digest, sha256.digest())) {
            return null;
        }
        bytes.position(bytes.position() + Long.BYTES + ID);
        long first = bytes.getLong();
        int count = bytes.getInt();
        int end = bytes.position() + Integer.BYTES + bytes.getInt(bytes.position());
        bytes.getInt();
        List<byte[]> entries = new ArrayList<>(Math.min(count, EntryBundle.LONGEST_ENTRY));
        for (int i = 0; i < count; i++) {
            int left = end - bytes.position();
            if (left < Short.BYTES || Short.toUnsignedInt(bytes.getShort(bytes.position())) > left - Short.BYTES) {
                return null;
            }
            byte[] entry = new byte[Short.toUnsignedInt(bytes.getShort())];
            bytes.get(entry);
            entries.add(entry);
        }
        byte[] root = new byte[Hash.SIZE];
        bytes.get(root);
        return bytes.position() == end + Hash.SIZE ? new Batch(first, entries, Hash.of(root)) : null;
    }
}
