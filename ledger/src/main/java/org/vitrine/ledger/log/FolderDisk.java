package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The files below a folder of this machine. A folder's names are made durable the way Linux and the
/// BSDs do it: the folder is opened for reading, and forced.
record FolderDisk(Path folder) implements Disk {
    private static final int CHUNK = 1 << 20;
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    @Override
    public long size(String name) throws IOException {
        try {
            return Files.readAttributes(path(name), BasicFileAttributes.class).size();
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    @Override
    public byte[] read(String name, int most) throws IOException {
        try (FileChannel file = FileChannel.open(path(name), StandardOpenOption.READ)) {
            long size = file.size();
            if (size > most) {
                throw new IOException(name + " has " + size + " bytes, at most " + most + " are read");
            }
            byte[] content = new byte[(int) size];
            fill(file, name, ByteBuffer.wrap(content), 0);
            return content;
        }
    }

    @Override
    public Input open(String name) throws IOException {
        FileChannel file = FileChannel.open(path(name), StandardOpenOption.READ);
        return new Input() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void read(ByteBuffer target, long at) throws IOException {
                fill(file, name, target, at);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public List<String> list(String name) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(path(name))) {
            for (Path each : inside) {
                names.add(each.getFileName() + (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) ? "/" : ""));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    @Override
    public void write(String name, ByteBuffer content) throws IOException {
        try (FileChannel file = made(
                path(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            drain(file, content);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = path(to);
        try {
            Files.move(path(from), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(parent(target));
            Files.move(path(from), target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void force(String name) throws IOException {
        try (FileChannel file = FileChannel.open(path(name), StandardOpenOption.READ)) {
            file.force(false);
        }
    }

    @Override
    public void forceFolder(String name) throws IOException {
        forceNames(path(name));
        if (name.isEmpty()) {
            // The folder itself may be new.
            forceNames(parent(folder));
        }
    }

    @Override
    public Output append(String name, long at) throws IOException {
        FileChannel file = made(path(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            file.truncate(at);
            file.position(at);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Output() {
            @Override
            public void write(ByteBuffer content) throws IOException {
                drain(file, content);
            }

            @Override
            public void rewrite(ByteBuffer content, long from) throws IOException {
                long place = from;
                while (content.hasRemaining()) {
                    place += file.write(content, place);
                }
            }

            @Override
            public void force() throws IOException {
                file.force(false);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public Table table(String name, long words, boolean writable) throws IOException {
        FileChannel file = writable
                ? made(path(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(path(name), StandardOpenOption.READ);
        try {
            long bytes = words * Long.BYTES;
            if (writable && file.size() == 0) {
                ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
                for (long at = 0; at < bytes; at += CHUNK) {
                    drain(file, zeros.clear().limit((int) Math.min(CHUNK, bytes - at)));
                }
            }
            if (file.size() != bytes) {
                throw new IOException(name + " has " + file.size() + " bytes, not " + bytes);
            }
            FileChannel.MapMode mode = writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
            // The collector unmaps it, so that no late reader touches memory that is gone.
            return new MappedTable(file, file.map(mode, 0, bytes, Arena.ofAuto()));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Closeable lock(String name) throws IOException {
        Path path = path(name);
        Files.createDirectories(parent(path));
        Path held = parent(path).toRealPath().resolve(path.getFileName());
        // Closing any channel of a file gives up all locks that the process has on it, so it is not even
        // opened twice.
        if (!HELD.add(held)) {
            throw taken();
        }
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                file.close();
                throw taken();
            }
            return () -> {
                file.close();
                HELD.remove(held);
            };
        } catch (IOException e) {
            HELD.remove(held);
            throw e;
        }
    }

    private IOException taken() {
        return new IOException("somebody else writes to " + folder + ": one log has one writer");
    }

    private static void forceNames(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.force(true);
        }
    }

    private Path path(String name) {
        return name.isEmpty() ? folder : folder.resolve(name);
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    private static FileChannel made(Path path, StandardOpenOption... how) throws IOException {
        try {
            return FileChannel.open(path, how);
        } catch (NoSuchFileException e) {
            Files.createDirectories(parent(path));
            return FileChannel.open(path, how);
        }
    }

    private static void drain(FileChannel file, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            file.write(content);
        }
    }

    private static void fill(FileChannel file, String name, ByteBuffer target, long at) throws IOException {
        long from = at;
        while (target.hasRemaining()) {
            int read = file.read(target, from);
            if (read < 0) {
                throw new EOFException(name + " ends at byte " + from);
            }
            from += read;
        }
    }

    /// A file that is mapped. All of it was written before, so that a full disk is an exception when it
    /// is made and no fault of memory later; a page that the disk can't give is one, and is made an
    /// exception.
    private record MappedTable(FileChannel file, MemorySegment memory) implements Table {
        private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

        @Override
        public long get(long at) throws IOException {
            try {
                return memory.get(WORD, at * Long.BYTES);
            } catch (InternalError e) {
                throw new IOException("a page of a table can't be read", e);
            }
        }

        @Override
        public void put(long at, long word) throws IOException {
            try {
                memory.set(WORD, at * Long.BYTES, word);
            } catch (InternalError e) {
                throw new IOException("a page of a table can't be written", e);
            }
        }

        @Override
        public void force() throws IOException {
            file.force(false);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
