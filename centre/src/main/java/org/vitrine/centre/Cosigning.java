package org.vitrine.centre;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.log.Published;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.NoteSignature;
import org.vitrine.ledger.tlog.Policy;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.TlogProof;

/// Attaches what witnesses answered to the checkpoint it was answered to.
public final class Cosigning {
    private static final int LARGEST = 1 << 20;

    private Cosigning() {}

    /// Attaches cosignatures to the checkpoint that a log publishes now.
    ///
    /// @param lines the file with the witnesses' lines
    /// @param policy names the witnesses
    /// @return how many were new
    /// @throws Refused when a line is no cosignature of this checkpoint by a witness of the policy
    public static int checkpoint(Path log, Path lines, Path policy) throws IOException, Refused {
        Path folder = log.resolve(Published.FOLDER);
        SignedNote note = SignedNote.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        List<NoteSignature> fresh = fresh(note, lines, policy);
        for (NoteSignature signature : fresh) {
            note = note.with(signature);
        }
        Receipts.put(folder, "checkpoint", note.encode());
        return fresh.size();
    }

    /// Attaches cosignatures to the checkpoint in a receipt.
    ///
    /// @param receipt a C2SP tlog-proof
    /// @param lines the file with the witnesses' lines
    /// @param policy names the witnesses
    /// @return how many were new
    /// @throws Refused when a line is no cosignature of this checkpoint by a witness of the policy
    public static int receipt(Path receipt, Path lines, Path policy) throws IOException, Refused {
        TlogProof proof = TlogProof.parse(Files.readAllBytes(receipt));
        List<NoteSignature> fresh = fresh(proof.checkpoint(), lines, policy);
        for (NoteSignature signature : fresh) {
            proof = proof.with(signature);
        }
        Path folder = receipt.toAbsolutePath().getParent();
        Receipts.put(
                folder == null ? Path.of("") : folder, receipt.getFileName().toString(), proof.encode());
        return fresh.size();
    }

    private static List<NoteSignature> fresh(SignedNote note, Path lines, Path file) throws IOException, Refused {
        if (Files.size(lines) > LARGEST) {
            throw new FileSystemException(lines.toString(), null, "is too long for cosignatures");
        }
        List<NoteKey> witnesses = Policy.parse(Files.readAllBytes(file)).witnesses().stream()
                .map(Policy.Witness::key)
                .toList();
        List<NoteSignature> fresh = new ArrayList<>();
        for (String line :
                Files.readString(lines, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank()) {
                NoteSignature signature = NoteSignature.parse(line);
                new SignedNote(note.text(), List.of(signature)).verify(witnesses);
                if (!note.signatures().contains(signature)) {
                    fresh.add(signature);
                }
            }
        }
        return fresh;
    }
}
