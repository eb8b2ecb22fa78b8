package org.vitrine.ledger.log;

import java.time.InstantSource;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tlog.SignedNote;

/// How a log signs its checkpoints, and knows its own again. Tests that open a log very often have one
/// that is quick.
interface Signing {
    /// Signing with these keys.
    static Signing of(List<NoteSigner> signers) {
        List<NoteSigner> all = List.copyOf(signers);
        List<NoteKey> keys = all.stream().map(NoteSigner::key).toList();
        return new Signing() {
            @Override
            public SignedNote sign(String text) throws Refused {
                return SignedNote.of(text, all, InstantSource.system().instant().getEpochSecond());
            }

            @Override
            public void check(SignedNote note) throws Refused {
                note.verify(keys);
            }
        };
    }

    /// A checkpoint's text with the log's signatures.
    SignedNote sign(String text) throws Refused;

    /// Returns where the log signed it.
    void check(SignedNote note) throws Refused;
}
