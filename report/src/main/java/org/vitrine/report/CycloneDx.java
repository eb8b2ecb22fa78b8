package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;

/// The software of a release as a bill of materials: CycloneDX 1.6 in JSON (ECMA-424).
///
/// A component is a product in a version; each row of the table `component` is one of its occurrences for every path
/// that the row's content lies at. `additionalContext` of an occurrence tells the method, the content's SHA-256, the
/// length and the string, `offset` where the string starts in that content. A confidence of 1 says that the very
/// string stands at that offset, one of 0.5 that only the file's name says so; neither says that nothing was patched.
public final class CycloneDx {
    private static final Set<String> LIBRARIES = Set.of(
            "avahi", "expat", "glibc", "libcurl", "libpng", "libupnp", "lua", "mbedtls", "musl", "openssl", "sqlite",
            "uclibc", "zlib");

    private final Subject subject;
    private final Provenance provenance;

    private CycloneDx(Subject subject, Provenance provenance) {
        this.subject = subject;
        this.provenance = provenance;
    }

    /// The document for a dossier, deterministic.
    public static String of(Dossier dossier, Provenance provenance) {
        return new CycloneDx(Subject.of(dossier), provenance)
                .bill(new Ask(dossier))
                .pretty();
    }

    /// A product in a version, under which name, and where it was seen.
    private record Identity(String product, String version, String purl) {}

    /// One row of `component` at one of its places.
    private record Place(
            String method,
            String string,
            String content,
            long offset,
            long length,
            String path,
            boolean file,
            String cpe) {}

    private Json bill(Ask ask) {
        List<Json> components = new ArrayList<>();
        List<Json> references = new ArrayList<>();
        places(ask).forEach((identity, places) -> {
            components.add(component(identity, places));
            references.add(Json.of(reference(identity)));
        });
        String root = "release:" + subject.sha256();
        return Json.object()
                .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + NameUuid.of("cyclonedx", provenance.dossier()))
                .put("version", 1)
                .put("metadata", metadata(root))
                .put("components", components)
                .put(
                        "dependencies",
                        List.of(Json.object()
                                .put("ref", root)
                                .put("dependsOn", references)
                                .build()))
                .put(
                        "compositions",
                        List.of(Json.object()
                                .put("aggregate", subject.understood() < subject.size() ? "incomplete" : "unknown")
                                .put("assemblies", List.of(Json.of(root)))
                                .build()))
                .build();
    }

    private Json metadata(String root) {
        Json.Builder metadata = Json.object();
        if (provenance.isTimed()) {
            metadata.put("timestamp", provenance.time());
        }
        Json.Builder tool = Json.object().put("type", "application").put("name", provenance.toolName());
        if (!provenance.toolVersion().isEmpty()) {
            tool.put("version", provenance.toolVersion());
        }
        metadata.put(
                "tools", Json.object().put("components", List.of(tool.build())).build());
        Json.Builder release = Json.object().put("type", "firmware").put("bom-ref", root);
        if (!subject.vendor().isBlank()) {
            release.put("supplier", Json.object().put("name", subject.vendor()).build());
        }
        release.put("name", subject.product().isBlank() ? subject.title() : subject.product());
        if (!subject.version().isBlank()) {
            release.put("version", subject.version());
        }
        List<Json> properties = new ArrayList<>();
        properties.add(property("dossier:sha256", provenance.dossier()));
        provenance.catalogues().forEach((name, digest) -> properties.add(property("catalogue:" + name, digest)));
        if (subject.kind().equals("FILE")) {
            release.put("hashes", List.of(sha256(subject.sha256())));
        } else {
            properties.add(property("listing:sha256", subject.sha256()));
        }
        properties.add(property("bytes", Long.toString(subject.size())));
        properties.add(property("bytes:understood", Long.toString(subject.understood())));
        if (!subject.productClass().isBlank()) {
            properties.add(property("product:class", subject.productClass()));
        }
        return metadata.put("component", release.put("properties", properties).build())
                .build();
    }

    private static Map<Identity, List<Place>> places(Ask ask) {
        Map<Identity, List<Place>> places = new LinkedHashMap<>();
        for (List<Object> row : ask.values("""
                SELECT c.product, c.version, c.purl, c.method, c.string, c.content, c."offset", c.length,
                    coalesce(a.path, ''), coalesce(a.type = 'FILE' AND a.parent >= 0, false), c.cpe
                FROM component c LEFT JOIN artifact a ON a.sha256 = c.content
                ORDER BY 1, 2, 3, 6, 7, 8, 4, 5, a.id""")) {
            Identity identity =
                    new Identity(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2)));
            places.computeIfAbsent(identity, any -> new ArrayList<>())
                    .add(new Place(
                            String.valueOf(row.get(3)),
                            String.valueOf(row.get(4)),
                            String.valueOf(row.get(5)),
                            Ask.number(row.get(6)),
                            Ask.number(row.get(7)),
                            String.valueOf(row.get(8)),
                            Boolean.TRUE.equals(row.get(9)),
                            String.valueOf(row.get(10))));
        }
        return places;
    }

    private static Json component(Identity identity, List<Place> places) {
        Json.Builder json = Json.object()
                .put("type", type(identity.product()))
                .put("bom-ref", reference(identity))
                .put("name", identity.product());
        if (!identity.version().isEmpty()) {
            json.put("version", identity.version());
        }
        // Of a file that holds nothing else the digest is the component's; an image holds much besides.
        List<String> contents = places.stream().map(Place::content).distinct().toList();
        if (contents.size() == 1 && places.stream().anyMatch(Place::file)) {
            json.put("hashes", List.of(sha256(contents.getFirst())));
        }
        places.stream()
                .map(Place::cpe)
                .filter(cpe -> !cpe.isEmpty())
                .findFirst()
                .ifPresent(cpe -> json.put("cpe", cpe));
        if (identity.purl().matches("pkg:[!-~]+")) {
            json.put("purl", identity.purl());
        }
        Json.Builder named = Json.object().put("field", identity.version().isEmpty() ? "name" : "version");
        named.put("concludedValue", identity.version().isEmpty() ? identity.product() : identity.version());
        Map<String, Json> methods = new LinkedHashMap<>();
        for (Place place : places) {
            methods.putIfAbsent(place.method(), method(place));
        }
        named.put("methods", new ArrayList<>(methods.values()));
        List<Json> occurrences = new ArrayList<>();
        for (Place place : places) {
            Json.Builder occurrence = Json.object()
                    .put("location", place.path().isEmpty() ? "." : place.path())
                    .put("offset", place.offset());
            occurrences.add(occurrence
                    .put(
                            "additionalContext",
                            place.method() + " sha256=" + place.content() + " length=" + place.length() + ": "
                                    + place.string())
                    .build());
        }
        json.put(
                "evidence",
                Json.object()
                        .put("identity", List.of(named.build()))
                        .put("occurrences", occurrences)
                        .build());
        return json.build();
    }

    private static Json method(Place place) {
        boolean string = place.method().equals("VERSION_STRING");
        boolean name = place.method().equals("FILE_NAME");
        return Json.object()
                .put("technique", string ? "binary-analysis" : name ? "filename" : "manifest-analysis")
                .put("confidence", name ? new Json.Numeral("0.5") : Json.of(1))
                .put("value", place.string())
                .build();
    }

    private static String type(String product) {
        return switch (product) {
            case "linux" -> "operating-system";
            case "u-boot" -> "firmware";
            default -> LIBRARIES.contains(product) ? "library" : "application";
        };
    }

    private static String reference(Identity identity) {
        return "component:" + NameUuid.of("component", identity.product(), identity.version(), identity.purl());
    }

    private static Json sha256(String digest) {
        return Json.object().put("alg", "SHA-256").put("content", digest).build();
    }

    private static Json property(String name, String value) {
        return Json.object().put("name", "vitrine:" + name).put("value", value).build();
    }
}
