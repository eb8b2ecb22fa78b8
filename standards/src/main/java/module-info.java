/// Catalogues, which are data, and the judge.
@org.jspecify.annotations.NullMarked
module org.vitrine.standards {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.tables;

    exports org.vitrine.standards;
}
