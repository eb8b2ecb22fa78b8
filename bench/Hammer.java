import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.cose.CoseSign1;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.log.Admission;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Log;
import org.vitrine.ledger.log.Published;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tree.Hash;

/// Measures the log in process. An entry counts once it stands in a published checkpoint whose batch is durable. A reader
/// verifies inclusion and growth all the while.
final class Hammer {
    private static final String ORIGIN = "example.com/hammer";
    private static final int RUNS = 5;
    private static final int SIZE = 200;

    private final Path room;
    private final SigningKey key = SigningKey.generate(Algorithm.ED25519);

    private Hammer(Path room) {
        this.room = room;
    }

    public static void main(String[] arguments) throws Exception {
        Hammer hammer = new Hammer(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "batched" -> hammer.batched(Integer.parseInt(arguments[2]));
            case "serial" -> hammer.serial(Integer.parseInt(arguments[2]));
            case "admitted" -> hammer.admitted(Integer.parseInt(arguments[2]));
            case "grow" -> hammer.grow(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]), arguments[4]);
            case "open" -> hammer.reopen(Long.parseLong(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private Log create(Path folder, Admission admission) throws IOException, Refused {
        delete(folder);
        return create(folder, NoteSigner.log(ORIGIN, key), admission);
    }

    private static Log create(Path folder, NoteSigner signer, Admission admission) throws IOException, Refused {
        return Log.create(Disk.of(folder), ORIGIN, List.of(signer), admission,
                List.of("policy".getBytes(StandardCharsets.US_ASCII), "trust".getBytes(StandardCharsets.US_ASCII)));
    }

    /// The same bytes for the same number.
    private static byte[] entry(long number) {
        ByteBuffer entry = ByteBuffer.allocate(SIZE);
        SplittableRandom random = new SplittableRandom(number);
        while (entry.remaining() >= Long.BYTES) {
            entry.putLong(random.nextLong());
        }
        return entry.array();
    }

    private void batched(int count) throws Exception {
        List<Double> rates = new ArrayList<>();
        AtomicLong verified = new AtomicLong();
        for (int run = -1; run < RUNS; run++) {
            Path folder = room.resolve("batched");
            try (Log log = create(folder, Admission.ALL); Reader reader = new Reader(log, verified)) {
                long start = System.nanoTime();
                List<CompletableFuture<Long>> last = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    CompletableFuture<Long> added = log.add(entry(i));
                    if (i % 1000 == 999 || i == count - 1) {
                        last.add(added);
                    }
                }
                for (CompletableFuture<Long> each : last) {
                    each.get();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                expect(log.published().size() == count + 2, "all are in the tree");
                reader.check();
                if (run >= 0) {
                    rates.add(count / seconds);
                }
            }
            delete(folder);
        }
        print("batched: " + SIZE + "-byte entries, " + count + " a run, one caller", rates, "entries/s");
        System.out.println("  readers verified " + verified + " proofs meanwhile");
    }

    /// Nothing is deleted before the end: ext4 steps over each inode that was deleted within the last
    /// minutes whenever it makes a file.
    private void serial(int count) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> quick = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        AtomicLong verified = new AtomicLong();
        NoteSigner java = NoteSigner.log(ORIGIN, key);
        NoteSigner castle = NoteSigner.log(ORIGIN, castle());
        for (int run = -1; run < RUNS; run++) {
            double one = serial(room.resolve("serial-java-" + run), java, count, verified);
            double two = serial(room.resolve("serial-castle-" + run), castle, count, verified);
            double least = count / bare(Files.createDirectories(room.resolve("bare-" + run)), count);
            if (run >= 0) {
                ours.add(one);
                quick.add(two);
                bare.add(least);
            }
        }
        print("serial: one caller that waits for each entry, " + count + " a run, signed by Java", ours, "entries/s");
        print("serial: signed by Bouncy Castle's lightweight API", quick, "entries/s");
        print("serial: bare append, force, publish", bare, "entries/s");
        System.out.println(String.format(Locale.ROOT, "  ours is %.2f and %.2f of the bare loop (medians)",
                median(ours) / median(bare), median(quick) / median(bare)));
        System.out.println("  readers verified " + verified + " proofs meanwhile");
    }

    private static double serial(Path folder, NoteSigner signer, int count, AtomicLong verified) throws Exception {
        try (Log log = create(folder, signer, Admission.ALL); Reader reader = new Reader(log, verified)) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long index = log.add(entry(i)).get();
                expect(index == i + 2, "indexes follow each other");
            }
            double rate = count / ((System.nanoTime() - start) / 1e9);
            reader.check();
            return rate;
        }
    }

    /// A key that the quick provider signs with.
    private static SigningKey castle() throws Refused {
        Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new SecureRandom());
        PublicKey other = PublicKey.of(Algorithm.ED25519, secret.generatePublicKey().getEncoded());
        return SigningKey.elsewhere(other, message -> signature(secret, message));
    }

    private static byte[] signature(Ed25519PrivateKeyParameters secret, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /// Seconds for what no durable log can do without: append, force, write the checkpoint and rename it.
    private static double bare(Path folder, int count) throws IOException {
        byte[] note = new byte[200];
        long start = System.nanoTime();
        try (FileChannel journal = FileChannel.open(folder.resolve("journal"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                journal.write(ByteBuffer.wrap(entry(i)));
                journal.force(false);
                Files.write(folder.resolve("new"), note);
                Files.move(folder.resolve("new"), folder.resolve("checkpoint"), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void admitted(int count) throws Exception {
        byte[] seed = Arrays.copyOfRange(MessageDigest.getInstance("SHA-256").digest(new byte[] {7}), 0, 32);
        Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(seed, 0);
        Ed25519PublicKeyParameters other = secret.generatePublicKey();
        PublicKey issuer = PublicKey.of(Algorithm.ED25519, other.getEncoded());
        SigningKey template = SigningKey.generate(Algorithm.ED25519);
        List<byte[]> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] payload = ("statement " + i).getBytes(StandardCharsets.US_ASCII);
            statements.add(i < 10
                    ? SignedStatement.sign(template, "https://example.com", "a release", "text/plain", payload).cose().encode()
                    : signed(secret, issuer, payload));
        }
        Admission admission = entry -> {
            CoseSign1 message = SignedStatement.decode(entry).cose();
            byte[] payload = message.payload().orElseThrow(() -> new Refused("it has no payload"));
            byte[] signed = toBeSigned(message.protectedBytes(), payload);
            Ed25519Signer check = new Ed25519Signer();
            check.init(false, other);
            check.update(signed, 0, signed.length);
            if (!check.verifySignature(message.signature())) {
                throw new Refused("the signature is not the issuer's");
            }
        };
        CoseSign1.decode(statements.get(11)).verify(issuer);
        try {
            admission.check(statements.get(3));
            throw new IllegalStateException("another key's statement was admitted");
        } catch (Refused e) {
            statements.subList(0, 10).clear();
        }
        List<Double> rates = new ArrayList<>();
        AtomicLong verified = new AtomicLong();
        for (int run = -1; run < RUNS; run++) {
            Path folder = room.resolve("admitted");
            try (Log log = create(folder, admission); Reader reader = new Reader(log, verified)) {
                long start = System.nanoTime();
                List<Thread> callers = new ArrayList<>();
                AtomicLong next = new AtomicLong();
                for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                    callers.add(Thread.ofPlatform().start(() -> submit(log, statements, next)));
                }
                for (Thread caller : callers) {
                    caller.join();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                expect(log.published().size() == statements.size() + 2, "all are in the tree");
                reader.check();
                if (run >= 0) {
                    rates.add(statements.size() / seconds);
                }
            }
            delete(folder);
        }
        print("admitted: COSE_Sign1 of " + statements.getFirst().length + " bytes, Ed25519 verified by Bouncy Castle's lightweight API, "
                + statements.size() + " a run", rates, "entries/s");
        System.out.println("  readers verified " + verified + " proofs meanwhile");
    }

    private static void submit(Log log, List<byte[]> statements, AtomicLong next) {
        try {
            List<CompletableFuture<Long>> added = new ArrayList<>();
            for (long i = next.getAndIncrement(); i < statements.size(); i = next.getAndIncrement()) {
                added.add(log.add(statements.get((int) i)));
            }
            for (CompletableFuture<Long> each : added) {
                each.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A statement signed by the quick provider, since a hundred thousand of them are made.
    private static byte[] signed(Ed25519PrivateKeyParameters secret, PublicKey issuer, byte[] payload) throws Refused {
        byte[] header = alg(SignedStatement.header(issuer, "https://example.com", "a release").encode());
        byte[] signature = signature(secret, toBeSigned(header, payload));
        ByteBuffer cose = ByteBuffer.allocate(1024);
        cose.put((byte) 0xd2).put((byte) 0x84);
        string(cose, header);
        cose.put((byte) 0xa0);
        string(cose, payload);
        string(cose, signature);
        return Arrays.copyOf(cose.array(), cose.position());
    }

    /// The map with `1: -19` before its other keys, which are larger.
    private static byte[] alg(byte[] map) {
        return ByteBuffer.allocate(map.length + 2).put((byte) (map[0] + 1)).put((byte) 1).put((byte) 0x32).put(map, 1, map.length - 1).array();
    }

    /// The Sig_structure of RFC 9052, section 4.4.
    private static byte[] toBeSigned(byte[] header, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(32 + header.length + payload.length);
        bytes.put((byte) 0x84).put((byte) 0x6a).put("Signature1".getBytes(StandardCharsets.US_ASCII));
        string(bytes, header);
        bytes.put((byte) 0x40);
        string(bytes, payload);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void string(ByteBuffer target, byte[] string) {
        if (string.length < 24) {
            target.put((byte) (0x40 + string.length));
        } else if (string.length < 256) {
            target.put((byte) 0x58).put((byte) string.length);
        } else {
            target.put((byte) 0x59).putShort((short) string.length);
        }
        target.put(string);
    }

    /// Adds entries up to a size, and ends: "close" in order, "halt" at once, as a kill would.
    private void grow(long from, long to, String end) throws Exception {
        Log log = from == 0 ? create(room.resolve("grown"), Admission.ALL) : open();
        long start = System.nanoTime();
        CompletableFuture<Long> last = new CompletableFuture<>();
        for (long i = log.published().size() - 2; i < to - 2; i++) {
            last = log.add(entry(i));
        }
        last.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(String.format(Locale.ROOT, "grown to %d entries, %.0f entries/s, RssAnon %d MiB, %s",
                log.published().size(), (to - from) / seconds, rssAnon() / 1024, end));
        if (end.equals("halt")) {
            Runtime.getRuntime().halt(0);
        }
        log.close();
    }

    /// The key is another one in each process: the old checkpoint goes, as it would with a lost key.
    private Log open() throws IOException {
        Files.deleteIfExists(room.resolve("grown/public/checkpoint"));
        return Log.open(Disk.of(room.resolve("grown")), ORIGIN, List.of(NoteSigner.log(ORIGIN, key)), Admission.ALL);
    }

    private void reopen(long size) throws Exception {
        long start = System.nanoTime();
        Log log = open();
        double seconds = (System.nanoTime() - start) / 1e9;
        expect(log.published().size() == size, "nothing is lost");
        Published published = log.published();
        SplittableRandom random = new SplittableRandom(size);
        for (int i = 0; i < 1000; i++) {
            long at = random.nextLong(2, size);
            published.prove(at).check(Hash.ofLeaf(published.entry(at)), published.checkpoint().root());
            expect(log.find(published.entry(at)) == at, "the index finds it");
        }
        System.out.println(String.format(Locale.ROOT, "opened %d entries in %.2f s, replayed %d; after 1,000 proofs RssAnon %d MiB",
                size, seconds, log.recovery().replayed(), rssAnon() / 1024));
        Runtime.getRuntime().halt(0);
    }

    private static long rssAnon() throws IOException {
        System.gc();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static void print(String what, List<Double> rates, String unit) {
        List<Double> sorted = rates.stream().sorted().toList();
        System.out.println(String.format(Locale.ROOT, "%s: median %,.0f (%,.0f–%,.0f) %s", what, median(rates),
                sorted.getFirst(), sorted.getLast(), unit));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> {
                    try {
                        Files.delete(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    /// Verifies that what is published holds its entries and grew out of what was published before.
    private static final class Reader implements AutoCloseable {
        private final Thread thread;
        private volatile boolean ended;
        private volatile Throwable failure;

        Reader(Log log, AtomicLong verified) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    SplittableRandom random = new SplittableRandom(1);
                    Published before = log.published();
                    while (!ended) {
                        Published now = log.published();
                        now.proveGrowth(before.size()).check(before.checkpoint().root(), now.checkpoint().root());
                        for (int i = 0; i < 10; i++) {
                            long at = random.nextLong(now.size());
                            now.prove(at).check(Hash.ofLeaf(now.entry(at)), now.checkpoint().root());
                        }
                        verified.addAndGet(11);
                        before = now;
                        Thread.sleep(10);
                    }
                } catch (Throwable e) {
                    failure = e;
                }
            });
        }

        void check() {
            if (failure != null) {
                throw new IllegalStateException("a reader failed", failure);
            }
        }

        @Override
        public void close() throws InterruptedException {
            ended = true;
            thread.join();
            check();
        }
    }
}
