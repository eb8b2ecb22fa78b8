package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.ReceiptFiles;
import org.vitrine.structure.json.Json;

/// Statements about something that is in the log already, or about a release: replies, withdrawals,
/// declarations. Their texts go into the log's store, where they can be erased; the log has their
/// SHA-256.
///
/// @param log where they go
public record FurtherStatement(SealingLog log) {
    /// Why a statement may be withdrawn.
    public static final List<String> REASONS = List.of("error", "superseded", "wrong-release", "other");

    private static final int LARGEST = 16 << 20;
    private static final int LONGEST_NAME = 200;

    /// Answers a statement.
    ///
    /// @param statement a sealed dossier, a folder with receipts, or an index in the log
    /// @param by the organisation that answers
    /// @param text the file with its answer
    /// @param target a folder that is not there yet
    public Receipts reply(String statement, String by, Path text, Path target) throws IOException, Refused {
        byte[] about = entry(statement);
        byte[] content = content(text);
        Json predicate = Json.object()
                .put("about", Hash.ofLeaf(about).toString())
                .put("by", name(by))
                .put("content", Publishing.content(Hash.ofContent(content).toString(), content.length))
                .put("replied", now())
                .sorted();
        log.keep(content);
        return said(StatementKind.REPLY, about, predicate, target);
    }

    /// Withdraws a statement.
    ///
    /// @param statement a sealed dossier, a folder with receipts, or an index in the log
    /// @param reason one of [#REASONS]
    /// @param target a folder that is not there yet
    public Receipts withdraw(String statement, String reason, Path target) throws IOException, Refused {
        byte[] about = entry(statement);
        Json predicate = Json.object()
                .put("about", Hash.ofLeaf(about).toString())
                .put("by", log.issuer())
                .put("reason", reason)
                .put("withdrawn", now())
                .sorted();
        return said(StatementKind.WITHDRAWAL, about, predicate, target);
    }

    /// States what a vendor declares of a release.
    ///
    /// @param release its SHA-256, 64 hex digits
    /// @param by the organisation that declares
    /// @param text the file with the declaration
    /// @param target a folder that is not there yet
    public Receipts declare(String release, String by, Path text, Path target) throws IOException, Refused {
        if (!release.matches("[0-9a-f]{64}")) {
            throw new Refused("a release is named by its SHA-256, 64 lower-case hex digits");
        }
        byte[] content = content(text);
        Json predicate = Json.object()
                .put("by", name(by))
                .put("content", Publishing.content(Hash.ofContent(content).toString(), content.length))
                .put("stated", now())
                .sorted();
        log.keep(content);
        Receipts.folder(target);
        Receipts receipts = log.say(
                "sha256:" + release,
                InToto.payload(StatementKind.DECLARATION, new TreeMap<>(Map.of("release", release)), predicate));
        receipts.write(target);
        return receipts;
    }

    private Receipts said(StatementKind kind, byte[] about, Json predicate, Path target) throws IOException, Refused {
        Receipts.folder(target);
        String subject = SignedStatement.decode(about).subject();
        Map<String, String> subjects = subject.matches("sha256:[0-9a-f]{64}")
                ? Map.of("release", subject.substring(subject.indexOf(':') + 1))
                : Map.of("statement", Hash.ofContent(about).toString());
        Receipts receipts = log.say(subject, InToto.payload(kind, subjects, predicate));
        receipts.write(target);
        return receipts;
    }

    /// The statement that is meant, as the log has it.
    private byte[] entry(String statement) throws IOException, Refused {
        byte[] entry;
        if (statement.matches("[0-9]{1,18}")) {
            long index = Long.parseLong(statement);
            if (index >= log.published().size()) {
                throw new Refused("the log has " + log.published().size() + " statements, and none at " + index);
            }
            entry = log.published().entry(index);
        } else {
            entry = Files.readAllBytes(Path.of(statement).resolve(ReceiptFiles.STATEMENT));
        }
        if (log.find(entry) < 0) {
            throw new Refused(statement + " is not in this log");
        }
        return entry;
    }

    private static byte[] content(Path text) throws IOException {
        if (!Files.isRegularFile(text) || Files.size(text) > LARGEST) {
            throw new FileSystemException(text.toString(), null, "is no regular file of at most " + LARGEST + " bytes");
        }
        return Files.readAllBytes(text);
    }

    private static String name(String by) throws Refused {
        if (by.isBlank() || by.length() > LONGEST_NAME || by.chars().anyMatch(Character::isISOControl)) {
            throw new Refused("--by names an organisation in at most " + LONGEST_NAME + " characters");
        }
        return by.strip();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
