package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.testing.Tool;

/// A page in a browser without a window, spoken to by the DevTools protocol over a pipe: messages of JSON, a zero
/// byte behind each.
final class Chromium implements AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Process process;
    private String session = "";
    private long messages;

    private Chromium(Process process) {
        this.process = process;
    }

    /// A page, loaded.
    ///
    /// @param profile an empty folder for what the browser writes
    static Chromium open(Path page, Path profile) throws IOException, InterruptedException {
        Tool.needs("chromium", "bash");
        // The pipe is file descriptors 3 and 4 of the browser, which Java can't give to a child.
        String command =
                "exec chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe"
                        + " --user-data-dir=\"$0\" 3<&0 4>&1 </dev/null >/dev/null";
        Chromium chromium = new Chromium(new ProcessBuilder("bash", "-c", command, profile.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        try {
            chromium.load(page);
            return chromium;
        } catch (IOException | InterruptedException | AssertionError e) {
            chromium.close();
            throw e;
        }
    }

    private void load(Path page) throws IOException, InterruptedException {
        Json.Builder target = Json.object().put("url", page.toUri().toString());
        String id = call("Target.createTarget", target).textAt("targetId");
        Json.Builder attached = Json.object().put("targetId", id).put("flatten", Json.of(true));
        session = call("Target.attachToTarget", attached).textAt("sessionId");
        for (int i = 0; i < 300; i++) {
            if (evaluate("document.readyState").equals("complete")
                    && evaluate("location.href").startsWith("file:")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the page was not loaded in 30 seconds");
    }

    /// Gives a file or a folder to an input of the page, as if it were chosen.
    void choose(String selector, Path file) throws IOException {
        Json document = call("DOM.getDocument", Json.object());
        Json root = document.at("root", "nodeId").orElseThrow();
        Json input = call("DOM.querySelector", Json.object().put("nodeId", root).put("selector", selector));
        Json.Builder chosen = Json.object()
                .put("nodeId", input.at("nodeId").orElseThrow())
                .put("files", List.of(Json.of(file.toAbsolutePath().toString())));
        call("DOM.setFileInputFiles", chosen);
    }

    /// The text that an expression, or what it promises, comes to.
    String evaluate(String expression) throws IOException {
        Json.Builder asked = Json.object()
                .put("expression", expression)
                .put("awaitPromise", Json.of(true))
                .put("returnByValue", Json.of(true));
        Json answer = call("Runtime.evaluate", asked);
        if (answer.at("exceptionDetails").isPresent()) {
            throw new AssertionError(answer.pretty());
        }
        return answer.textAt("result", "value");
    }

    private Json call(String method, Json.Builder parameters) throws IOException {
        Json id = Json.of(++messages);
        Json.Builder message = Json.object().put("id", id).put("method", method).put("params", parameters.build());
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        OutputStream out = process.getOutputStream();
        out.write(message.build().compact().getBytes(StandardCharsets.UTF_8));
        out.write(0);
        out.flush();
        while (true) {
            Json answer = read();
            if (answer.at("id").equals(Optional.of(id))) {
                return answer.at("result").orElseThrow(() -> new AssertionError(answer.pretty()));
            }
        }
    }

    private Json read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        InputStream in = process.getInputStream();
        for (int octet = in.read(); octet != 0; octet = in.read()) {
            if (octet < 0) {
                throw new AssertionError("the browser ended");
            }
            message.write(octet);
        }
        try {
            return Json.parse(message.toString(StandardCharsets.UTF_8), LARGEST_ANSWER, 64);
        } catch (NotJson e) {
            throw new AssertionError("the browser speaks no JSON", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
