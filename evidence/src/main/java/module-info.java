/// The nouns every other room speaks in. Requires the JDK's base module only.
@org.jspecify.annotations.NullMarked
module org.vitrine.evidence {
    requires static transitive org.jspecify;

    exports org.vitrine.evidence;
}
