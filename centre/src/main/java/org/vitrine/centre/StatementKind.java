package org.vitrine.centre;

import java.util.Locale;

/// What a statement in the log is: the in-toto predicate's type.
public enum StatementKind {
    /// An examination of one release, with its verdicts.
    EXAMINATION,
    /// A comparison of two releases.
    COMPARISON,
    /// What a vendor states of a release.
    DECLARATION,
    /// Rows of an examination or a comparison, opened for some readers.
    PUBLICATION,
    /// What somebody answers to a statement.
    REPLY,
    /// A statement that its sealer no longer stands by. It stays in the log.
    WITHDRAWAL,
    /// How a log decides what it takes in; its first entry.
    POLICY,
    /// The keys that a log's receipts and statements are signed with; its second entry.
    ANCHORS;

    /// The predicate type's URI: `urn:vitrine:statement:examination:1`.
    public String type() {
        return "urn:vitrine:statement:" + name().toLowerCase(Locale.ROOT) + ":1";
    }
}
