package org.vitrine.ledger.log;

import org.vitrine.ledger.Refused;

/// What a log asks of a statement before it takes it: who may say what, and whether the signature holds.
/// It is the caller's, who so chooses the provider of signatures as well. Many threads call it at once.
@FunctionalInterface
public interface Admission {
    /// Takes everything. The length is checked by the log itself.
    Admission ALL = entry -> {};

    /// Returns where the statement may stand in the log.
    ///
    /// @throws Refused when it may not, with the reason
    void check(byte[] entry) throws Refused;
}
