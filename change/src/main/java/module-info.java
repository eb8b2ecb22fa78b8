/// Two dossiers: what changed and what it means.
@org.jspecify.annotations.NullMarked
module org.vitrine.change {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.tables;
    requires java.xml;

    exports org.vitrine.change;
    exports org.vitrine.change.declared;
    exports org.vitrine.change.deployed;
    exports org.vitrine.change.equivalence;
    exports org.vitrine.change.text;
}
