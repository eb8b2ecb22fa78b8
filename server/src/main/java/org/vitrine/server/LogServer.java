package org.vitrine.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// A log's folder over HTTP, for reading (C2SP tlog-tiles): the checkpoint, tiles and entry bundles, and besides
/// them the policy. Nothing else of the folder is reached: a path that is on no line of the table is not there.
///
/// Any web server can do the same. This one speaks HTTP/1.1 without TLS, to be put behind one that does.
public final class LogServer implements AutoCloseable {
    private static final String GROUPS = "(x[0-9]{3}/){0,6}[0-9]{3}";
    private static final String BYTES = "application/octet-stream";
    private static final String TEXT = "text/plain; charset=utf-8";

    /// Tiles never change.
    private static final String FOREVER = "public, max-age=31536000, immutable";

    /// What may be asked for, as what, and for how long it may be kept.
    private static final List<Route> ROUTES = List.of(
            new Route("checkpoint", TEXT, "public, max-age=2"),
            new Route("tile/([0-9]|[1-5][0-9]|6[0-3])/" + GROUPS + "(\\.p/[1-9][0-9]{0,2})?", BYTES, FOREVER),
            new Route("tile/entries/" + GROUPS + "(\\.p/[1-9][0-9]{0,2})?", BYTES, FOREVER),
            new Route("policy", TEXT, "public, max-age=60"));

    /// Where the published files lie in a log's folder; the policy lies beside.
    private static final String PUBLIC = "public";

    private static final int THREADS = 16;
    private static final int WAITING = 64;

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads;

    private record Route(Pattern path, String type, String caching) {
        Route(String path, String type, String caching) {
            this(Pattern.compile("/" + path), type, caching);
        }
    }

    private LogServer(Path folder, HttpServer server) {
        this.folder = folder;
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS);
    }

    /// Begins to serve a log.
    ///
    /// @param folder the log's
    /// @param host a name or address of this machine
    /// @param port from 1 to 65,535, or 0 for any that is free
    /// @throws IOException when nothing can be served there
    public static LogServer start(Path folder, String host, int port) throws IOException {
        // Whoever sends or takes a byte an hour is let go. Read once by the JDK, when its first server starts.
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "60");
            }
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        LogServer log = new LogServer(folder, HttpServer.create(address, WAITING));
        log.server.createContext("/", log::answer);
        log.server.setExecutor(log.threads);
        log.server.start();
        return log;
    }

    /// The port it serves on.
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            if (!isHead && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                refuse(exchange, 405, "only GET and HEAD");
                return;
            }
            // The raw path: no tile's name needs an escape.
            String path = exchange.getRequestURI().getRawPath();
            Optional<Route> route = path == null
                    ? Optional.empty()
                    : ROUTES.stream()
                            .filter(known -> known.path.matcher(path).matches())
                            .findFirst();
            if (route.isEmpty()) {
                refuse(exchange, 404, "no such file in a log");
                return;
            }
            Path place = path.equals("/policy") ? folder : folder.resolve(PUBLIC);
            send(exchange, place.resolve(path.substring(1)), route.get(), isHead);
        }
    }

    private static void send(HttpExchange exchange, Path file, Route route, boolean isHead) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            refuse(exchange, 404, "not there (a partial tile may have gone: ask for the full one)");
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream in = Channels.newInputStream(channel)) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", route.type);
            headers.set("Cache-Control", route.caching);
            headers.set("X-Content-Type-Options", "nosniff");
            // A page of the verifier may lie anywhere, and all of this is public.
            headers.set("Access-Control-Allow-Origin", "*");
            // The file that is open stays what it is: files are replaced, not rewritten.
            long size = channel.size();
            if (isHead) {
                headers.set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
            if (size > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    in.transferTo(out);
                }
            }
        } catch (NoSuchFileException e) {
            refuse(exchange, 404, "not there");
        }
    }

    private static void refuse(HttpExchange exchange, int code, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
