package org.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is served, as what, and what is not, asked in raw HTTP.
class LogServerTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void files() throws IOException {
        write("public/checkpoint", "example.org/log\n");
        write("policy", "quorum none\n");
        write("public/tile/0/x001/234", "tile");
        write("public/tile/0/x001/235.p/17", "partial");
        write("public/tile/entries/000.p/2", "entries");
        write("journal", "secret");
        write("keys/issuer.pem", "secret");
        Files.createSymbolicLink(folder.resolve("public/tile/0/001"), folder.resolve("journal"));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/checkpoint|text/plain; charset=utf-8|public, max-age=2|example.org/log\n",
                "/policy|text/plain; charset=utf-8|public, max-age=60|quorum none\n",
                "/tile/0/x001/234|application/octet-stream|public, max-age=31536000, immutable|tile",
                "/tile/0/x001/235.p/17|application/octet-stream|public, max-age=31536000, immutable|partial",
                "/tile/entries/000.p/2|application/octet-stream|public, max-age=31536000, immutable|entries",
            })
    void isServed(String path, String type, String caching, String body) throws IOException {
        String answer = ask("GET", path);
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Type: " + type + "\r\n")
                .containsIgnoringCase("Cache-Control: " + caching + "\r\n")
                .contains("\r\n\r\n" + body.strip());
        assertThat(ask("HEAD", path)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/journal",
                "/keys/issuer.pem",
                "/public/checkpoint",
                "/tile/../../keys/issuer.pem",
                "/tile/0/000",
                "/tile/0/001",
                "/tile/../journal",
                "/tile/0/../../journal",
                "/tile/0/%2e%2e/journal",
                "/tile/64/000",
                "/checkpoint/",
                "//checkpoint",
                "/checkpoint%00",
                "/tile/0/x001/235.p/017",
            })
    void isNotThere(String path) throws IOException {
        assertThat(ask("GET", path)).startsWith("HTTP/1.1 404 ").doesNotContain("secret");
    }

    @Test
    void onlyReads() throws IOException {
        assertThat(ask("POST", "/checkpoint")).startsWith("HTTP/1.1 405 ");
        assertThat(ask("DELETE", "/checkpoint")).startsWith("HTTP/1.1 405 ");
        assertThat(folder.resolve("public/checkpoint")).exists();
    }

    private String ask(String method, String path) throws IOException {
        try (LogServer log = LogServer.start(folder, "127.0.0.1", 0);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), log.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + path + " HTTP/1.1\r\nHost: log\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
