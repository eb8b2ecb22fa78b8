package org.vitrine.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.vitrine.evidence.Digest;

/// The files of a dossier in its folder: `dossier.json`, `salt`, `facts/*.parquet`. Symbolic links are never
/// followed.
record DossierFiles(Path folder) {
    private static final Pattern PARQUET = Pattern.compile("(tmp_)?[a-z_][a-z0-9_]*\\.parquet");

    Path facts() {
        return folder.resolve("facts");
    }

    Path manifest() {
        return folder.resolve(Manifest.FILE);
    }

    Path salt() {
        return folder.resolve("salt");
    }

    Path parquet(String table) {
        return facts().resolve(table + ".parquet");
    }

    /// Makes the folder ready for a new dossier: the tables, the manifest and the salt of an earlier one go.
    void clear() throws IOException {
        Files.createDirectories(folder);
        if (!Files.isDirectory(facts(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(facts());
        }
        Files.deleteIfExists(manifest());
        Files.deleteIfExists(salt());
        try (DirectoryStream<Path> old = Files.newDirectoryStream(facts())) {
            for (Path file : old) {
                if (PARQUET.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    void writeManifest(Manifest manifest) throws IOException {
        write(manifest(), manifest.text());
    }

    void writeSalt(Salt salt) throws IOException {
        write(salt(), salt.key() + "\n");
    }

    /// Writes beside and then moves, so that a file under its name is always whole.
    private void write(Path target, String text) throws IOException {
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(beside, text, StandardCharsets.UTF_8);
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }

    Manifest readManifest() throws IOException, DossierRefused {
        return Manifest.parse(text(manifest(), Manifest.MAX_SIZE));
    }

    Salt readSalt() throws IOException, DossierRefused {
        String text = text(salt(), 65);
        try {
            byte[] key = HexFormat.of().parseHex(text.strip());
            return new Salt(Digest.of(key));
        } catch (IllegalArgumentException e) {
            throw new DossierRefused("salt must be 64 hex digits");
        }
    }

    /// Copies a table's file to a private place, and checks that exactly these bytes arrived there.
    void copy(Manifest.Entry entry, Path target) throws IOException, DossierRefused {
        Path file = parquet(entry.name());
        if (!Files.isDirectory(facts(), LinkOption.NOFOLLOW_LINKS)) {
            throw new DossierRefused("there is no folder facts in it");
        }
        requireRegular(file);
        MessageDigest sha256 = Digest.sha256();
        long left = entry.size();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(buffer); count >= 0 && left >= 0; count = in.read(buffer)) {
                left -= count;
                if (left >= 0) {
                    sha256.update(buffer, 0, count);
                    out.write(buffer, 0, count);
                }
            }
        }
        if (left != 0 || !Digest.of(sha256.digest()).equals(entry.sha256())) {
            throw new DossierRefused("facts/" + entry.file() + " isn't the file that the manifest describes");
        }
    }

    private static void requireRegular(Path file) throws DossierRefused {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DossierRefused(file.getFileName() + " is missing, or no regular file");
        }
    }

    private static String text(Path file, int size) throws IOException, DossierRefused {
        requireRegular(file);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(size + 1);
            if (bytes.length > size) {
                throw new DossierRefused(file.getFileName() + " is longer than " + size + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
