package org.vitrine.ledger.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.Steps.Found;

/// The steps from a verified publication and the verified seal it opens to the rows that are shown.
final class EditionCheck {
    /// The rows' file: JSON Lines.
    static final String FILE = "edition.jsonl";

    /// Where the seal's statement and receipts lie in an edition's folder.
    static final String SEALED = "sealed";

    /// The predicate type of publications.
    static final String TYPE = "urn:vitrine:statement:publication:1";

    private static final int LONGEST_LINE = 8 << 20;

    private final Steps steps;
    private final Path folder;

    EditionCheck(Steps steps, Path folder) {
        this.steps = steps;
        this.folder = folder;
    }

    /// Takes the steps `edition` and `opened`.
    ///
    /// @param needs the steps of both receipts
    void take(List<String> needs, Optional<ReceiptCheck.Verified> publication, Optional<ReceiptCheck.Verified> seal) {
        steps.take("edition", needs, () -> edition(publication.orElseThrow().said()));
        steps.take("opened", List.of("edition"), () -> opened(publication.orElseThrow(), seal.orElseThrow()));
    }

    private Found<Hash> edition(Statement said) throws Refused, IOException {
        if (!said.predicateType().equals(TYPE)) {
            throw new Refused("the statement is no publication but " + said.predicateType());
        }
        Json.Object content = said.predicate().require("content", "publication").asObject("publication: content");
        String stated = content.require("sha256", "publication: content").text("publication: sha256");
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(FILE + " is not there, or no regular file");
        }
        Hash digest = Listing.digest(file);
        if (!digest.toString().equals(stated)) {
            throw new Refused(FILE + " has SHA-256 " + digest + ", published was " + Listing.plain(stated));
        }
        return new Found<>(digest, FILE + " is what was published");
    }

    private Found<Long> opened(ReceiptCheck.Verified publication, ReceiptCheck.Verified seal)
            throws Refused, IOException {
        String about =
                publication.said().predicate().require("about", "publication").text("publication: about");
        if (!about.equals(seal.leaf().toString())) {
            throw new Refused("it opens another statement than the one in " + SEALED);
        }
        Map<String, Hash> roots = roots(seal.said());
        long rows = 0;
        int tables = 0;
        try (InputStream in = new BufferedInputStream(
                Files.newInputStream(folder.resolve(FILE), LinkOption.NOFOLLOW_LINKS), 1 << 16)) {
            Json.Object first = line(in);
            if (first == null
                    || !first.require("about", FILE).text(FILE + ": about").equals(about)) {
                throw new Refused(FILE + " is of another statement");
            }
            OpenedTable table = null;
            for (Json.Object line = line(in); line != null; line = line(in)) {
                if (line.get("head").isPresent()) {
                    if (table != null) {
                        table.finish();
                    }
                    table = OpenedTable.of(line, roots);
                    tables++;
                } else if (table == null) {
                    throw new Refused(FILE + ": a row stands before any table");
                } else {
                    table.row(line);
                    rows++;
                }
            }
            if (table != null) {
                table.finish();
            }
        }
        return new Found<>(rows, rows + " rows of " + tables + " tables were sealed as they are shown");
    }

    private static Map<String, Hash> roots(Statement said) throws Refused {
        Map<String, Hash> roots = new HashMap<>();
        for (Json item : said.predicate().require("tables", "seal").items("seal: tables")) {
            Json.Object table = item.asObject("seal: a table");
            roots.put(
                    table.require("name", "seal: a table").text("seal: name"),
                    hash(table.require("root", "seal: a table"), "seal: root"));
        }
        return roots;
    }

    static Hash hash(Json json, String field) throws Refused {
        return Hash.of(bytes(json, field));
    }

    /// 32 bytes in hex.
    static byte[] bytes(Json json, String field) throws Refused {
        String text = json.text(field);
        if (!text.matches("[0-9a-f]{64}")) {
            throw new Refused(field + " is not 64 hex digits");
        }
        return HexFormat.of().parseHex(text);
    }

    private static Json.@Nullable Object line(InputStream in) throws IOException, Refused {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return Json.decode(line.toByteArray()).asObject(FILE + ": a line");
            }
            if (line.size() >= LONGEST_LINE) {
                throw new Refused(FILE + ": a line is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(octet);
        }
        if (line.size() > 0) {
            throw new Refused(FILE + ": its last line is not ended");
        }
        return null;
    }
}
