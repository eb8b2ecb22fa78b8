/// The command line. One command, one file.
@org.jspecify.annotations.NullMarked
module org.vitrine.cli {
    requires static transitive org.jspecify;
    requires org.vitrine.centre;
    requires org.vitrine.report;
    requires org.vitrine.server;
    requires info.picocli;

    opens org.vitrine.cli to
            info.picocli;
}
