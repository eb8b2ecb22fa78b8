package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.vitrine.ledger.Refused;

/// One signature line of a note: `— <key name> <base64 of key id and signature>` (C2SP signed-note,
/// "Signatures").
public final class NoteSignature {
    /// What each line starts with: an em dash and a space.
    static final String START = "\u2014 ";

    private static final int ID_SIZE = 4;

    private final String name;
    private final int id;
    private final byte[] signature;

    private NoteSignature(String name, int id, byte[] signature) {
        this.name = name;
        this.id = id;
        this.signature = signature;
    }

    /// The line of a key, with what stands behind its id.
    static NoteSignature of(NoteKey key, byte[] signature) {
        return new NoteSignature(key.name(), key.id(), signature.clone());
    }

    /// Reads a line that may come without its note, as witnesses send theirs.
    ///
    /// @param line without the line feed
    /// @throws Refused when it is malformed
    public static NoteSignature parse(String line) throws Refused {
        if (!line.startsWith(START)) {
            throw new Refused("a signature line doesn't start with an em dash and a space");
        }
        int space = line.indexOf(' ', START.length());
        if (space < 0) {
            throw new Refused("a signature line has no space behind the key name");
        }
        String name = line.substring(START.length(), space);
        NoteKey.checkName(name);
        byte[] bytes = Base64Text.decode(line.substring(space + 1), "the signature of " + Plain.of(name));
        if (bytes.length <= ID_SIZE) {
            throw new Refused("the signature of " + Plain.of(name) + " has no bytes behind its key id");
        }
        int id = ByteBuffer.wrap(bytes).getInt();
        return new NoteSignature(name, id, Arrays.copyOfRange(bytes, ID_SIZE, bytes.length));
    }

    /// The key's name.
    public String name() {
        return name;
    }

    /// The key's id.
    public int id() {
        return id;
    }

    /// A copy of what stands behind the key id; with some types a time comes first.
    public byte[] signature() {
        return signature.clone();
    }

    /// Whether it claims to be from this key.
    public boolean isFrom(NoteKey key) {
        return name.equals(key.name()) && id == key.id();
    }

    /// The line, without the line feed.
    public String line() {
        byte[] bytes = ByteBuffer.allocate(ID_SIZE + signature.length)
                .putInt(id)
                .put(signature)
                .array();
        return START + name + " " + Base64Text.of(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that
                && name.equals(that.name)
                && id == that.id
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return line();
    }
}
