/// Bytes to records of published structures that two wings read.
@org.jspecify.annotations.NullMarked
module org.vitrine.structure {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.evidence;

    exports org.vitrine.structure;
    exports org.vitrine.structure.code;
    exports org.vitrine.structure.der;
    exports org.vitrine.structure.json;
}
