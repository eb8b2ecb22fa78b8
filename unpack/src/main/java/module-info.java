/// Bytes to a tree. One format, one file.
@org.jspecify.annotations.NullMarked
module org.vitrine.unpack {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.evidence;
    requires org.vitrine.structure;
    requires org.tukaani.xz;

    exports org.vitrine.unpack;
    exports org.vitrine.unpack.spi;
}
