package org.vitrine.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
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

    /// Copies a table's file to a new place, and checks that exactly these bytes arrived there.
    void copy(Manifest.Entry entry, Path target) throws IOException, DossierRefused {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            copy(entry, file);
        }
    }

    /// Copies a table's file into a private one, in place of what stood there, and checks that exactly these bytes
    /// arrived.
    void copy(Manifest.Entry entry, FileChannel target) throws IOException, DossierRefused {
        Path file = regular(entry);
        MessageDigest sha256 = Digest.sha256();
        long left = entry.size();
        byte[] buffer = new byte[1 << 16];
        target.position(0);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0 && left >= 0; count = in.read(buffer)) {
                left -= count;
                if (left >= 0) {
                    sha256.update(buffer, 0, count);
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                    while (bytes.hasRemaining()) {
                        target.write(bytes);
                    }
                }
            }
        }
        target.truncate(target.position());
        if (left != 0 || !Digest.of(sha256.digest()).equals(entry.sha256())) {
            throw new DossierRefused("facts/" + entry.file() + " isn't the file that the manifest describes");
        }
    }

    /// Whether a table's file is the one that we write for a table without rows, and the manifest describes it so.
    boolean isPlainlyEmpty(Manifest.Entry entry) throws IOException, DossierRefused {
        byte[] empty = EmptyParquet.of(entry.schema());
        if (entry.rows() != 0 || entry.size() != empty.length || !entry.root().equals(new RowTree().root())) {
            return false;
        }
        try (InputStream in = Files.newInputStream(regular(entry), LinkOption.NOFOLLOW_LINKS)) {
            return Arrays.equals(in.readNBytes(empty.length + 1), empty)
                    && Digest.ofContent(Bytes.of(empty)).equals(entry.sha256());
        }
    }

    /// A table's file, which no link leads to.
    private Path regular(Manifest.Entry entry) throws DossierRefused {
        if (!Files.isDirectory(facts(), LinkOption.NOFOLLOW_LINKS)) {
            throw new DossierRefused("there is no folder facts in it");
        }
        Path file = parquet(entry.name());
        requireRegular(file);
        return file;
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
