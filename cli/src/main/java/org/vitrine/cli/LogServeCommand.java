package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.vitrine.centre.LogReading;
import org.vitrine.ledger.Refused;
import org.vitrine.server.LogServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `log serve`: a log over HTTP.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves a log for reading over HTTP, until it is stopped.",
        footer = {
            "",
            "Checkpoint, tiles and entries as C2SP tlog-tiles has them, and the policy; nothing else of the folder",
            "can be reached. Without TLS: in public, put a server with TLS before it.",
            "Exit codes: 0 stopped; 2 wrong call; 3 can't be served.",
            "",
            "Examples:",
            "  vitrine log serve /srv/log",
            "  vitrine log serve /srv/log --host 0.0.0.0 --port 8080"
        })
final class LogServeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The log's folder.")
    private Path folder = Path.of("");

    @Option(names = "--host", paramLabel = "NAME", description = "Where it listens (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "The port; 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Override
    public Integer call() throws IOException, Refused {
        if (port < 0 || port > 65_535) {
            return Vitrine.complain(Vitrine.USAGE, "--port is a number from 0 to 65535");
        }
        String origin = LogReading.open(folder).origin();
        try (LogServer server = LogServer.start(folder, host, port)) {
            Terminal.OUT.println("serving     " + origin + " on http://" + host + ":" + server.port() + "/checkpoint");
            Terminal.OUT.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Vitrine.OK;
    }
}
