package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Sink;

/// A package of a virtual network function: what its metadata says, and whether the files that its manifest
/// lists are there with the digests that it gives.
public final class Csar implements Composition {
    private static final int LARGEST = 4 << 20;
    private static final int MOST_FILES = 100_000;

    @Override
    public Card card() {
        return new Card(
                "csar",
                "VNF package (CSAR)",
                List.of(
                        "ETSI GS NFV-SOL 004 v4.5.1, clauses 4.1 (TOSCA-Metadata) and 4.3.2 (manifest)",
                        "OASIS TOSCA Simple Profile in YAML 1.3, section 6 (CSAR)"),
                List.of(
                        "Packages without a TOSCA-Metadata folder are opened as plain archives.",
                        "Signatures are said to be there, not verified.",
                        "Digests other than SHA-256 and SHA-512 are not compared."));
    }

    @Override
    public boolean claim(Member folder) {
        return folder.at("TOSCA-Metadata", "TOSCA.meta").isPresent();
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        Member meta = folder.at("TOSCA-Metadata", "TOSCA.meta").orElseThrow();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines(meta, "TOSCA.meta")) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                break;
            }
            if (colon > 0) {
                String key = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                fields.put(key, value);
                out.header(key, value, -1, 0);
            }
        }
        String named = fields.getOrDefault("ETSI-Entry-Manifest", fields.getOrDefault("Entry-Manifest", ""));
        if (!named.isEmpty()) {
            Optional<Member> manifest = folder.at(named.split("/", -1));
            if (manifest.isEmpty()) {
                out.problem(new Problem.Malformed(-1, "ETSI-Entry-Manifest", named + " isn't there"));
            } else {
                manifest(folder, manifest.get(), out);
            }
        }
    }

    /// The blocks `Source`, `Algorithm`, `Hash`, and before them the fields of the product.
    private static void manifest(Member folder, Member manifest, Sink out) throws Unreadable {
        String source = "";
        String algorithm = "";
        int files = 0;
        int right = 0;
        for (String line : lines(manifest, "manifest")) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (key) {
                case "source" -> source = value;
                case "algorithm" -> algorithm = value;
                case "hash" -> {
                    if (++files > MOST_FILES) {
                        throw new Malformed(-1, "Source", "more than " + MOST_FILES + " files");
                    }
                    right += compare(folder, source, algorithm, value, out) ? 1 : 0;
                }
                default -> {
                    if (key.startsWith("vnf_") || key.startsWith("pnfd_") || key.startsWith("ns_")) {
                        out.header(key, value, -1, 0);
                    } else if (line.contains("BEGIN CMS") || line.contains("BEGIN PKCS7")) {
                        out.header("manifest signature", "CMS, not verified", -1, 0);
                    }
                }
            }
        }
        out.header("manifest digests", right + " of " + files + " right", -1, 0);
    }

    private static boolean compare(Member folder, String source, String algorithm, String hash, Sink out)
            throws Malformed {
        Optional<Member> file = folder.at(source.split("/", -1));
        if (file.isEmpty()) {
            out.problem(new Problem.Malformed(-1, "Source", source + " isn't there"));
            return false;
        }
        String name =
                algorithm.toUpperCase(Locale.ROOT).replace("SHA256", "SHA-256").replace("SHA512", "SHA-512");
        String computed;
        switch (name) {
            case "SHA-256" -> computed = file.get().sha256().toString();
            case "SHA-512" -> computed = digest(name, file.get().content());
            default -> {
                out.problem(new Problem.Unsupported(-1, "Algorithm", algorithm + " of " + source));
                return false;
            }
        }
        if (!computed.equals(hash.toLowerCase(Locale.ROOT))) {
            String reason = source + ": " + hash + " stored, " + computed + " computed";
            out.problem(new Problem.Malformed(-1, "Hash", reason));
            return false;
        }
        return true;
    }

    private static String digest(String algorithm, Bytes content) {
        return HexFormat.of().formatHex(ContentHash.of(algorithm, content));
    }

    private static List<String> lines(Member file, String field) throws Malformed {
        if (file.content().size() > LARGEST) {
            throw new Malformed(-1, field, "longer than " + LARGEST + " bytes");
        }
        byte[] text = file.content().array(0, file.content().size(), field);
        return new ArrayList<>(new String(text, StandardCharsets.UTF_8).lines().toList());
    }
}
