/// The pipeline: from a file to a dossier. Nothing else.
@org.jspecify.annotations.NullMarked
module org.vitrine.centre {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.evidence;
    requires transitive org.vitrine.tables;
    requires transitive org.vitrine.standards;
    requires transitive org.vitrine.change;
    requires org.vitrine.unpack;
    requires org.vitrine.inspect;
    requires org.vitrine.report;
    requires transitive org.vitrine.ledger;

    exports org.vitrine.centre;
}
