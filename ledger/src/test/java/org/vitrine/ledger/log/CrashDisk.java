package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps what was forced and, when power is lost, any part of what was not: each
/// write whole, not at all, in sectors or cut at a byte; each name at any state that it had since its
/// folder was forced.
///
/// A kill loses nothing that was written, but leaves it as little durable as it was. A force that fails
/// leaves the writes to be read and never writes them again, as Linux does.
final class CrashDisk implements Disk {
    /// How the run ends.
    enum Mode {
        /// The process dies, its last write done in part.
        KILL,
        /// Power is lost.
        POWER,
        /// The operation fails, and the process goes on.
        FAIL
    }

    /// Nothing is done any more.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private final RandomGenerator random;
    private final Map<String, Inode> names = new TreeMap<>();
    /// What a name may still be after a loss of power: its states since its folder was forced, the
    /// durable one first.
    private final Map<String, List<@Nullable Inode>> undecided = new TreeMap<>();
    /// Each content that the published checkpoint ever had.
    final List<byte[]> seen = new ArrayList<>();
    /// The forces that were called, by the place of the call.
    final Set<String> forces = new TreeSet<>();
    private @Nullable String dropped;
    private long operations;
    private long fuse = Long.MAX_VALUE;
    private Mode mode = Mode.KILL;
    private boolean onlyForces;
    private boolean dead;
    private boolean failed;
    private boolean locked;

    CrashDisk(long seed) {
        random = new SplittableRandom(~seed);
    }

    /// A copy, all of it durable.
    CrashDisk copy(long seed) {
        CrashDisk copy = new CrashDisk(seed);
        names.forEach((name, inode) -> copy.names.put(name, inode.settled()));
        return copy;
    }

    /// Lets the run end some operations from now.
    ///
    /// @param forced whether it is a force of a file, for crashes between a write and that
    void arm(long after, Mode how, boolean forced) {
        fuse = operations + after;
        onlyForces = forced;
        mode = how;
    }

    /// Makes one force do nothing, that is called from this place.
    void drop(String place) {
        dropped = place;
    }

    /// Whether an operation failed, or none is done any more.
    boolean ended() {
        return dead || failed;
    }

    /// What the next start finds.
    void restart() {
        if (dead && mode == Mode.POWER) {
            losePower();
        }
        dead = false;
        failed = false;
        locked = false;
        fuse = Long.MAX_VALUE;
    }

    void losePower() {
        int share = random.nextInt(5) * 25;
        for (Map.Entry<String, List<@Nullable Inode>> each : undecided.entrySet()) {
            List<@Nullable Inode> states = each.getValue();
            boolean kept = random.nextInt(100) < share;
            Inode state = kept ? states.get(1 + random.nextInt(states.size() - 1)) : states.getFirst();
            if (state == null) {
                names.remove(each.getKey());
            } else {
                names.put(each.getKey(), state);
            }
        }
        undecided.clear();
        for (String name : List.copyOf(names.keySet())) {
            for (int at = name.lastIndexOf('/', name.length() - 2); at > 0; at = name.lastIndexOf('/', at - 1)) {
                if (!names.containsKey(name.substring(0, at + 1))) {
                    names.remove(name);
                }
            }
        }
        Set<Inode> all = new java.util.HashSet<>(names.values());
        names.values().stream().filter(all::remove).forEach(inode -> inode.losePower(random, share));
    }

    @Override
    public long size(String name) {
        live();
        Inode inode = names.get(name);
        return inode == null ? -1 : inode.size();
    }

    @Override
    public byte[] read(String name, int most) throws IOException {
        Inode inode = found(name);
        if (inode.size() > most) {
            throw new IOException(name + " is too large");
        }
        return inode.bytes();
    }

    @Override
    public Input open(String name) throws IOException {
        Inode inode = found(name);
        return new Input() {
            @Override
            public long size() {
                return inode.size();
            }

            @Override
            public void read(ByteBuffer target, long at) throws IOException {
                live();
                if (at + target.remaining() > inode.size()) {
                    throw new EOFException(name);
                }
                target.put(inode.now.bytes, (int) at, target.remaining());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> list(String folder) {
        live();
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return names.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0 || name.indexOf('/') == name.length() - 1)
                .toList();
    }

    @Override
    public void write(String name, ByteBuffer content) throws IOException {
        Inode inode = made(name);
        inode.truncate(0);
        put(inode, 0, content);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Inode inode = found(from);
        step(null);
        folders(to);
        name(from, null);
        name(to, inode);
        if (to.equals(Published.CHECKPOINT)) {
            seen.add(inode.bytes());
        }
    }

    @Override
    public void delete(String name) throws IOException {
        live();
        step(null);
        name(names.containsKey(name + "/") ? name + "/" : name, null);
    }

    @Override
    public void force(String name) throws IOException {
        force(found(name), "force");
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        live();
        if (!folder.isEmpty() && !names.containsKey(folder + "/")) {
            throw new NoSuchFileException(folder);
        }
        if (!isDropped("forceFolder")) {
            step(null);
            String prefix = folder.isEmpty() ? "" : folder + "/";
            undecided.keySet().removeIf(name -> {
                int inner = name.indexOf('/', prefix.length());
                return name.startsWith(prefix)
                        && name.length() > prefix.length()
                        && (inner < 0 || inner == name.length() - 1);
            });
        }
    }

    @Override
    public Output append(String name, long at) throws IOException {
        Inode inode = made(name);
        if (inode.size() > at) {
            step(null);
            inode.truncate((int) at);
        }
        return new Output() {
            @Override
            public void write(ByteBuffer content) throws IOException {
                live();
                put(inode, inode.size(), content);
            }

            @Override
            public void rewrite(ByteBuffer content, long from) throws IOException {
                live();
                put(inode, (int) from, content);
            }

            @Override
            public void force() throws IOException {
                CrashDisk.this.force(inode, "Output.force");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Table table(String name, long words, boolean writable) throws IOException {
        Inode inode = writable ? made(name) : found(name);
        int bytes = (int) words * Long.BYTES;
        if (inode.size() == 0 && writable) {
            put(inode, bytes - 1, ByteBuffer.allocate(1));
        }
        if (inode.size() != bytes) {
            throw new IOException(name + " has another size");
        }
        return new Table() {
            @Override
            public long get(long at) {
                live();
                return ByteBuffer.wrap(inode.now.bytes).getLong((int) at * Long.BYTES);
            }

            @Override
            public void put(long at, long word) throws IOException {
                live();
                CrashDisk.this.put(
                        inode,
                        (int) at * Long.BYTES,
                        ByteBuffer.allocate(Long.BYTES).putLong(word).flip());
            }

            @Override
            public void force() throws IOException {
                CrashDisk.this.force(inode, "Table.force");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Closeable lock(String name) throws IOException {
        live();
        if (locked) {
            throw new IOException("somebody else writes to it");
        }
        locked = true;
        return () -> locked = false;
    }

    private void live() {
        if (dead) {
            throw new Crash();
        }
    }

    /// One operation that changes something.
    ///
    /// @param forced whose force it is
    private void step(@Nullable Inode forced) throws IOException {
        live();
        operations++;
        if (operations < fuse || onlyForces && forced == null) {
            return;
        }
        if (mode == Mode.FAIL) {
            failed = true;
            fuse = Long.MAX_VALUE;
            if (forced != null) {
                forced.forget();
            }
            throw new IOException("the disk fails");
        }
        dead = true;
        throw new Crash();
    }

    private void force(Inode inode, String how) throws IOException {
        live();
        if (!isDropped(how)) {
            step(inode);
            inode.settle();
        }
    }

    private boolean isDropped(String how) {
        String place = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(CrashDisk.class.getName()))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber() + " " + how)
                        .orElseThrow());
        forces.add(place);
        return place.equals(dropped);
    }

    private Inode found(String name) throws IOException {
        live();
        Inode inode = names.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    private Inode made(String name) throws IOException {
        live();
        Inode inode = names.get(name);
        if (inode == null) {
            step(null);
            folders(name);
            inode = new Inode();
            name(name, inode);
        }
        return inode;
    }

    private void folders(String name) {
        for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
            String folder = name.substring(0, at + 1);
            if (!names.containsKey(folder)) {
                name(folder, new Inode());
            }
        }
    }

    private void name(String name, @Nullable Inode inode) {
        List<@Nullable Inode> states = undecided.computeIfAbsent(name, n -> {
            List<@Nullable Inode> first = new ArrayList<>();
            first.add(names.get(n));
            return first;
        });
        states.add(inode);
        if (inode == null) {
            names.remove(name);
        } else {
            names.put(name, inode);
        }
    }

    private void put(Inode inode, int at, ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try {
            step(null);
        } catch (IOException | Crash e) {
            inode.put(at, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            throw e;
        }
        inode.put(at, bytes);
    }
}
