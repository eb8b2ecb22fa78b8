package org.vitrine.standards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Product;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// `product.yaml`: what whoever submits a release says it is. A small file of texts; an unknown key is
/// refused with its line, so that a misspelt one isn't lost.
public final class ProductFile {
    /// The kinds of product that clauses ask about.
    public static final List<String> KINDS = List.of(
            // Functions of the 5G core that speak over service-based interfaces (TS 23.501, clause 4.2.2).
            "amf",
            "ausf",
            "bsf",
            "chf",
            "nef",
            "nrf",
            "nssf",
            "nwdaf",
            "pcf",
            "scp",
            "sepp",
            "smf",
            "smsf",
            "udm",
            "udr",
            "upf",
            // Earlier cores and access.
            "mme",
            "hss",
            "sgw",
            "pgw",
            "pcrf",
            "ims",
            "msc",
            "hlr",
            "sgsn",
            "ggsn",
            "enb",
            "gnb",
            "nodeb",
            "femtocell",
            // What carries the network, and what stands at its end.
            "router",
            "switch",
            "firewall",
            "gateway",
            "cpe",
            "ont",
            "access-point",
            "modem",
            "other");

    private static final int LARGEST = 64 << 10;
    private static final int LONGEST = 400;

    private ProductFile() {}

    /// A file to be filled in.
    public static String template() {
        return """
                # What this release is, said by whoever submits it. Vitrine records it beside what it finds; the
                # digest is compared with the file. Texts only; leave out what you don't know.
                vendor: ""
                product: ""
                version: ""
                # One of: %s
                class: ""
                # How and when it was obtained, such as: vendor's portal, downloaded 2026-11-02
                obtained: ""
                # The SHA-256 that the vendor publishes for this file.
                sha256: ""
                """.formatted(String.join(", ", KINDS)
                .replaceAll("(.{1,90})(, |$)", "$1,\n#   ")
                .replaceAll(",\n#   $", ""));
    }

    /// What a file says; the vendor's digest in it is not yet compared with anything.
    ///
    /// @throws CatalogueRefused when it is no such file, with the line
    public static Product read(Path file) throws IOException, CatalogueRefused {
        String name = String.valueOf(file.getFileName());
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new CatalogueRefused(Display.line(name) + ": longer than " + LARGEST + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return of(Yaml.read(Display.line(name), text).mapping());
        } catch (CharacterCodingException e) {
            throw new CatalogueRefused(Display.line(name) + ": it is not UTF-8");
        }
    }

    private static Product of(Yaml.Mapping file) throws CatalogueRefused {
        file.only("vendor", "product", "version", "class", "obtained", "sha256");
        String kind = text(file, "class").toLowerCase(Locale.ROOT);
        if (!kind.isEmpty() && !KINDS.contains(kind)) {
            throw file.get("class").refused("`class` is one of: " + String.join(", ", KINDS));
        }
        String hex = text(file, "sha256").toLowerCase(Locale.ROOT);
        if (!hex.isEmpty() && !hex.matches("[0-9a-f]{64}")) {
            throw file.get("sha256").refused("`sha256` is 64 hex digits");
        }
        return new Product(
                text(file, "vendor"),
                text(file, "product"),
                text(file, "version"),
                kind,
                text(file, "obtained"),
                Digest.parse(hex),
                Product.Published.NOT_GIVEN);
    }

    private static String text(Yaml.Mapping file, String key) throws CatalogueRefused {
        String text = Display.line(file.text(key, ""));
        if (text.length() > LONGEST) {
            throw file.get(key).refused("`" + key + "` is longer than " + LONGEST + " characters");
        }
        return text;
    }
}
