import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the archive holds: `modules LIB` names the JDK's modules that its jars need, `bill ROOT VERSION TIME` writes its
/// bill of materials (CycloneDX 1.6, JSON).
final class Bill {
    /// What a jar is, by its name without the version. A jar that is not listed stops the build: nobody has looked at
    /// its licence.
    private static final Map<String, Origin> ORIGINS = Map.of(
            "duckdb_jdbc", new Origin("org.duckdb", "MIT"),
            "picocli", new Origin("info.picocli", "Apache-2.0"),
            "snakeyaml-engine", new Origin("org.snakeyaml", "Apache-2.0"),
            "xz", new Origin("org.tukaani", "0BSD"));

    private static final String OWN = "org.vitrine";
    private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^/]*)\\.jar");

    private record Origin(String group, String licence) {}

    private Bill() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        switch (args[0]) {
            case "modules" -> out.println(modules(Path.of(args[1])));
            case "bill" -> out.print(bill(Path.of(args[1]), args[2], args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        out.flush();
    }

    private static String modules(Path lib) throws IOException {
        List<String> call = new ArrayList<>(List.of("-s", "--multi-release", "25", "--ignore-missing-deps", "--module-path"));
        call.add(lib.toString());
        files(lib).stream().filter(file -> file.toString().endsWith(".jar")).map(Path::toString).forEach(call::add);
        StringWriter told = new StringWriter();
        int code = ToolProvider.findFirst("jdeps").orElseThrow().run(
                new PrintWriter(told), new PrintWriter(System.err, true), call.toArray(String[]::new));
        TreeSet<String> modules = Pattern.compile("-> ((?:java|jdk)\\.[a-z.]+)$", Pattern.MULTILINE)
                .matcher(told.toString())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (code != 0 || !modules.contains("java.base")) {
            throw new IOException("jdeps: " + told);
        }
        return String.join(",", modules);
    }

    private static String bill(Path root, String version, String time) throws IOException, GeneralSecurityException {
        List<String> components = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (Path jar : files(root.resolve("lib"))) {
            Matcher name = JAR.matcher(jar.getFileName().toString());
            if (name.matches()) {
                String ours = name.group(2).equals(version) ? OWN : "";
                Origin origin = ORIGINS.getOrDefault(name.group(1), new Origin(ours, "Apache-2.0"));
                if (origin.group().isEmpty()) {
                    throw new IOException(jar.getFileName() + ": not in the list of licences in dist/Bill.java");
                }
                String reference = "pkg:maven/" + origin.group() + "/" + name.group(1) + "@" + name.group(2);
                references.add(reference);
                components.add(jar(root, jar, name, origin, reference));
            }
        }
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve("runtime/release"), StandardCharsets.UTF_8)) {
            release.load(reader);
        }
        release.replaceAll((_, value) -> ((String) value).replace("\"", ""));
        references.add("runtime");
        components.add(runtime(root, release));

        String body = String.join(",\n", components);
        String main = "pkg:maven/" + OWN + "/vitrine@" + version;
        String stamp = UUID.nameUUIDFromBytes((main + time + body).getBytes(StandardCharsets.UTF_8)).toString();
        return """
                {
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "serialNumber": "urn:uuid:%s",
                "version": 1,
                "metadata": {
                "timestamp": %s,
                "component": {"type": "application", "bom-ref": %s, "group": "%s", "name": "vitrine", "version": %s, %s, "purl": %s}
                },
                "components": [
                %s
                ],
                "dependencies": [
                {"ref": %s, "dependsOn": [%s]}
                ]
                }
                """
                .formatted(
                        stamp, text(time), text(main), OWN, text(version), licence("Apache-2.0"), text(main), body,
                        text(main), references.stream().map(Bill::text).collect(Collectors.joining(", ")));
    }

    private static String jar(Path root, Path jar, Matcher name, Origin origin, String reference)
            throws IOException, GeneralSecurityException {
        List<String> inside = new ArrayList<>();
        if (name.group(1).equals("duckdb_jdbc")) {
            for (Path file : files(root.resolve("lib"))) {
                if (file.getFileName().toString().startsWith("libduckdb")) {
                    inside.add(file(root, file));
                }
            }
        }
        String changed = inside.isEmpty()
                ? ""
                : ", \"modified\": true, \"pedigree\": {\"notes\": \"Its libraries were taken out; this system's lies"
                        + " beside it.\"},\n\"components\": [\n" + String.join(",\n", inside) + "\n]";
        return "{\"type\": \"library\", \"bom-ref\": %s, \"group\": %s, \"name\": %s, \"version\": %s, %s, %s, \"purl\": %s, %s%s}"
                .formatted(
                        text(reference), text(origin.group()), text(name.group(1)), text(name.group(2)), hash(jar),
                        licence(origin.licence()), text(reference), place(root, jar), changed);
    }

    private static String runtime(Path root, Properties release) throws IOException, GeneralSecurityException {
        List<String> inside = new ArrayList<>();
        for (Path file : files(root.resolve("runtime"))) {
            inside.add(file(root, file));
        }
        String source = release.getProperty("SOURCE_REPO", "");
        String where = source.isEmpty()
                ? ""
                : ", \"externalReferences\": [{\"type\": \"vcs\", \"url\": %s, \"comment\": %s}]"
                        .formatted(text(source), text(release.getProperty("SOURCE", "")));
        return ("{\"type\": \"platform\", \"bom-ref\": \"runtime\", \"supplier\": {\"name\": %s}, \"name\": \"OpenJDK\","
                        + " \"version\": %s, \"licenses\": [{\"expression\": \"GPL-2.0-only WITH Classpath-exception-2.0\"}]%s,"
                        + " \"properties\": [{\"name\": \"modules\", \"value\": %s}],\n\"components\": [\n%s\n]}")
                .formatted(
                        text(release.getProperty("IMPLEMENTOR", "unknown")),
                        text(release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", ""))),
                        where,
                        text(release.getProperty("MODULES", "")),
                        String.join(",\n", inside));
    }

    private static String file(Path root, Path file) throws IOException, GeneralSecurityException {
        String name = root.relativize(file).toString();
        return "{\"type\": \"file\", \"bom-ref\": %s, \"name\": %s, %s}".formatted(text(name), text(name), hash(file));
    }

    private static String place(Path root, Path file) {
        return "\"evidence\": {\"occurrences\": [{\"location\": %s}]}".formatted(text(root.relativize(file).toString()));
    }

    private static String licence(String id) {
        return "\"licenses\": [{\"license\": {\"id\": %s}}]".formatted(text(id));
    }

    private static String hash(Path file) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return "\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]".formatted(HexFormat.of().formatHex(digest));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
