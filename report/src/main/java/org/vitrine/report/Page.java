package org.vitrine.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.vitrine.evidence.Digest;

/// What the pages have in common: their resources, and a policy by which they load nothing.
final class Page {
    private Page() {}

    /// Everything up to the body, for a page with this style and this script.
    ///
    /// @param script its script; empty where it has none, and then none works
    static void open(Html html, String title, String style, String script) {
        html.raw(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none';"
                        + " form-action 'none'; style-src '" + hash(style) + "'"
                        + (script.isEmpty() ? "" : "; script-src '" + hash(script) + "'") + "\">"
                        + "<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">");
        html.element("title", title);
        html.raw("<style>" + style + "</style></head><body>");
    }

    /// The foot of each printed page. Only digits reach the style.
    static String footer(String digest) {
        return digest.matches("[0-9a-f]{64}")
                ? "@media print { @page { @bottom-left { content: \"SHA-256 " + digest + "\"; } } }\n"
                : "";
    }

    /// A file that comes with this package.
    static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String source) {
        byte[] digest = Digest.sha256().digest(source.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
