/// A log's folder over HTTP: the one room with sockets.
@org.jspecify.annotations.NullMarked
module org.vitrine.server {
    requires static transitive org.jspecify;
    requires org.vitrine.ledger;
    requires jdk.httpserver;

    exports org.vitrine.server;
}
