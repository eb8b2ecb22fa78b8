package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.ledger.Refused;

/// A text and the signatures below it (C2SP signed-note). The text says nothing before [#verify] found
/// a signature of a known key.
///
/// @param text ends with a line feed; has no other character below U+0020
/// @param signatures at least one, at most [#MOST_SIGNATURES]
public record SignedNote(String text, List<NoteSignature> signatures) {
    /// How many bytes of a note are read.
    public static final int MOST_BYTES = 1 << 20;

    /// How many signature lines of a note are read; C2SP wants no fewer than 16.
    public static final int MOST_SIGNATURES = 100;

    /// A note of ours or one that was read.
    ///
    /// @throws IllegalArgumentException when no note has this text, or as many signatures
    public SignedNote {
        signatures = List.copyOf(signatures);
        try {
            checkText(text);
            checkCount(signatures.size());
        } catch (Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Reads a note. Its signatures are not checked; [#encode] gives the same bytes again.
    ///
    /// @throws Refused when it is malformed, or too large
    public static SignedNote parse(byte[] note) throws Refused {
        if (note.length > MOST_BYTES) {
            throw new Refused("note: it has " + note.length + " bytes, at most " + MOST_BYTES + " are read");
        }
        String all = utf8(note);
        int split = all.lastIndexOf("\n\n");
        if (split < 0) {
            throw new Refused("note: no empty line stands before signatures");
        }
        String text = all.substring(0, split + 1);
        checkText(text);
        String below = all.substring(split + 2);
        if (!below.isEmpty() && !below.endsWith("\n")) {
            throw new Refused("note: its last line is not ended");
        }
        checkCount(below.chars().filter(c -> c == '\n').count());
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : below.substring(0, below.length() - 1).split("\n", -1)) {
            try {
                signatures.add(NoteSignature.parse(line));
            } catch (Refused e) {
                throw new Refused("note: " + e.getMessage(), e);
            }
        }
        return new SignedNote(text, signatures);
    }

    /// A text that all of these sign.
    ///
    /// @param time seconds since 1970 for those whose signatures carry one
    /// @throws Refused when a cosigner finds no checkpoint in the text
    public static SignedNote of(String text, List<NoteSigner> signers, long time) throws Refused {
        List<NoteSignature> signatures = new ArrayList<>();
        for (NoteSigner signer : signers) {
            signatures.add(signer.sign(text, time));
        }
        return new SignedNote(text, signatures);
    }

    /// The same note with one more signature at its end.
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /// Its bytes.
    public byte[] encode() {
        StringBuilder all = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            all.append(signature.line()).append('\n');
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Checks the signatures of keys that are known, and ignores all others.
    ///
    /// @return each key that signed, once, in the order of the lines; never empty
    /// @throws Refused when a known key's signature is wrong, or none is there
    public List<Signed> verify(Collection<NoteKey> known) throws Refused {
        Map<String, NoteKey> keys = new HashMap<>();
        for (NoteKey key : known) {
            NoteKey other = keys.put(place(key.name(), key.id()), key);
            if (other != null && !other.equals(key)) {
                throw new Refused(
                        "note: two known keys are named " + Plain.of(key.name()) + " and have the same key id");
            }
        }
        Map<NoteKey, Long> signed = new LinkedHashMap<>();
        for (NoteSignature signature : signatures) {
            NoteKey key = keys.get(place(signature.name(), signature.id()));
            if (key != null) {
                signed.merge(key, check(key, signature), Math::max);
            }
        }
        if (signed.isEmpty()) {
            throw new Refused("note: none of its " + signatures.size() + " signatures is from a known key");
        }
        return signed.entrySet().stream()
                .map(each -> new Signed(each.getKey(), each.getValue()))
                .toList();
    }

    /// The time that the signature carries.
    private long check(NoteKey key, NoteSignature signature) throws Refused {
        if (key.type().isTimed()) {
            Cosignature cosignature = Cosignature.of(key, signature);
            cosignature.check(text);
            return cosignature.time();
        }
        if (!key.key().verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature())) {
            throw new Refused("note: the signature of " + Plain.of(key.name()) + " is wrong");
        }
        return 0;
    }

    private static String place(String name, int id) {
        return id + " " + name;
    }

    private static void checkText(String text) throws Refused {
        if (!text.endsWith("\n")) {
            throw new Refused("note: its text doesn't end with a line feed");
        }
        if (text.codePoints().anyMatch(c -> c < ' ' && c != '\n' || 0xd800 <= c && c <= 0xdfff)) {
            throw new Refused("note: its text holds a control character or half a character");
        }
    }

    private static void checkCount(long count) throws Refused {
        if (count == 0) {
            throw new Refused("note: no signature stands below it");
        }
        if (count > MOST_SIGNATURES) {
            throw new Refused(
                    "note: " + count + " signatures stand below it, at most " + MOST_SIGNATURES + " are read");
        }
    }

    private static String utf8(byte[] note) throws Refused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(note))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("note: it is not UTF-8", e);
        }
    }

    /// A key whose signature was checked.
    ///
    /// @param key whose it is
    /// @param time seconds since 1970 that were signed with it, the latest where it signed twice; 0
    ///     says none
    public record Signed(NoteKey key, long time) {}
}
