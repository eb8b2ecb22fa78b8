/// The public log: what is said once, provably, for good. Stands alone: requires the JDK's base module only.
@org.jspecify.annotations.NullMarked
module org.vitrine.ledger {
    requires static transitive org.jspecify;

    exports org.vitrine.ledger;
    exports org.vitrine.ledger.attestation;
    exports org.vitrine.ledger.cose;
    exports org.vitrine.ledger.key;
    exports org.vitrine.ledger.log;
    exports org.vitrine.ledger.tlog;
    exports org.vitrine.ledger.tree;
    exports org.vitrine.ledger.verify;
}
