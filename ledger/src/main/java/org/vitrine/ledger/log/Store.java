package org.vitrine.ledger.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.vitrine.ledger.tree.Hash;

/// Contents that are too large for a log, beside it: each in a file named by its SHA-256,
/// `store/<two digits>/<sixty-two digits>`. A statement in the log holds the digest (Hash Envelope, RFC
/// 9995). Nothing here is published, and a content may be taken away: its digest stays.
public final class Store {
    static final String FOLDER = "store";

    private static final int CHUNK = 1 << 16;

    private final Disk disk;

    private Store(Disk disk) {
        this.disk = disk;
    }

    /// The store beside a log.
    public static Store of(Disk disk) {
        return new Store(disk);
    }

    /// Keeps a content, durably. One that is there already is kept once.
    ///
    /// @return its SHA-256
    public Hash put(InputStream content) throws IOException {
        String temporary = FOLDER + "/temporary/" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId();
        MessageDigest sha256 = Hash.sha256();
        try (Disk.Output output = disk.append(temporary, 0)) {
            for (byte[] chunk = content.readNBytes(CHUNK); chunk.length > 0; chunk = content.readNBytes(CHUNK)) {
                sha256.update(chunk);
                output.write(ByteBuffer.wrap(chunk));
            }
            output.force();
        }
        Hash hash = Hash.of(sha256.digest());
        String name = name(hash);
        disk.rename(temporary, name);
        disk.forceFolder(name.substring(0, name.lastIndexOf('/')));
        disk.forceFolder(FOLDER);
        disk.forceFolder("");
        return hash;
    }

    /// Whether a content is here.
    public boolean has(Hash hash) throws IOException {
        return disk.size(name(hash)) >= 0;
    }

    /// A content, as a stream that fails at its end where the bytes are not those of the digest.
    ///
    /// @throws java.nio.file.NoSuchFileException when it is not here
    public InputStream open(Hash hash) throws IOException {
        return new Checked(disk.open(name(hash)), hash);
    }

    private static String name(Hash hash) {
        String digits = HexFormat.of().formatHex(hash.bytes());
        return FOLDER + "/" + digits.substring(0, 2) + "/" + digits.substring(2);
    }

    /// Reads a content and digests it on the way.
    private static final class Checked extends InputStream {
        private final Disk.Input input;
        private final Hash hash;
        private final MessageDigest sha256 = Hash.sha256();
        private final long size;
        private long at;

        Checked(Disk.Input input, Hash hash) throws IOException {
            this.input = input;
            this.hash = hash;
            this.size = input.size();
            check();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == size) {
                return -1;
            }
            int read = (int) Math.min(length, size - at);
            input.read(ByteBuffer.wrap(target, offset, read), at);
            sha256.update(target, offset, read);
            at += read;
            check();
            return read;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }

        private void check() throws IOException {
            if (at == size && !Hash.of(sha256.digest()).equals(hash)) {
                throw new EOFException(name(hash) + " has other bytes than its name says");
            }
        }
    }
}
