import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Takes DuckDB's libraries out of its jar and lays this machine's beside it. The driver looks there when the jar holds
/// none; otherwise it would unpack 70 MB into the temporary folder at every start.
final class Strip {
    private Strip() {}

    public static void main(String[] args) throws IOException {
        Path lib = Path.of(args[0]);
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "osx" : "linux";
        String wanted = "libduckdb_java.so_" + os + "_" + (os.equals("osx") ? "universal" : arch);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "duckdb_jdbc-*.jar")) {
            for (Path jar : jars) {
                strip(jar, wanted);
            }
        }
    }

    private static void strip(Path jar, String wanted) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
                DirectoryStream<Path> libraries =
                        Files.newDirectoryStream(inside.getPath("/"), "libduckdb_java.so_*")) {
            for (Path library : libraries) {
                if (String.valueOf(library.getFileName()).equals(wanted)) {
                    Files.copy(library, jar.resolveSibling(wanted));
                }
                Files.delete(library);
            }
        }
    }
}
