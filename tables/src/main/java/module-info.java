/// Record types to tables and back; the dossier; locked queries. Knows no particular fact.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module org.vitrine.tables {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.evidence;
    requires transitive org.vitrine.structure;
    requires transitive java.sql;
    requires duckdb.jdbc;
    requires org.snakeyaml.engine;

    exports org.vitrine.tables;
    exports org.vitrine.tables.yaml;
}
