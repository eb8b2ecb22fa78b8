/// A dossier as a document. One export, one file.
@org.jspecify.annotations.NullMarked
module org.vitrine.report {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.tables;

    exports org.vitrine.report;
}
