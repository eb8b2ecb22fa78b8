package org.vitrine.unpack.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Contents of many kinds, the same at every run, that make compressors use all they have.
final class Samples {
    private static final Map<String, byte[]> ALL = make();

    private Samples() {}

    static byte[] named(String name) {
        return Objects.requireNonNull(ALL.get(name));
    }

    static Map<String, byte[]> all() {
        return ALL;
    }

    private static Map<String, byte[]> make() {
        Random random = new Random(20260101);
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("one byte", new byte[] {7});
        samples.put("few bytes", "Vitrine".getBytes(StandardCharsets.US_ASCII));
        samples.put("zeros", new byte[300_000]);
        samples.put("random", bytes(random, 200_000, 256));
        samples.put("two symbols", bytes(random, 150_000, 2));
        samples.put("six symbols", bytes(random, 150_000, 6));
        samples.put("skewed", skewed(random, 400_000));
        samples.put("text", text(random, 500_000));
        samples.put("periods", periods(random, 300_000));
        samples.put("records", records(random, 400_000));
        samples.put("islands", islands(random, 600_000));
        samples.put("far copies", farCopies(random));
        samples.put("class files", running());
        for (int length :
                new int[] {2, 3, 12, 13, 15, 16, 17, 31, 63, 64, 255, 256, 257, 1023, 1024, 1025, 65_791, 65_792}) {
            samples.put("text of " + length, text(random, length));
        }
        return samples;
    }

    static byte[] bytes(Random random, int length, int symbols) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(symbols);
        }
        return bytes;
    }

    private static byte[] skewed(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextGaussian() * 12 + 100);
        }
        return bytes;
    }

    static byte[] text(Random random, int length) {
        String[] words = new String[700];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int j = 2 + random.nextInt(9); j > 0; j--) {
                word.append("etaoinshrdlucmfwypvbgkjqxz".charAt((int) (Math.abs(random.nextGaussian()) * 7) % 26));
            }
            words[i] = word.toString();
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(words[(int) (Math.abs(random.nextGaussian()) * 150) % words.length])
                    .append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /// Every distance from 1 to 40, with long and short repeats.
    private static byte[] periods(Random random, int length) {
        byte[] bytes = new byte[length];
        int at = 0;
        for (int period = 1; at < length; period = period % 40 + 1) {
            int end = Math.min(length, at + period + random.nextInt(random.nextInt(6) == 0 ? 3000 : 60));
            for (int i = at; i < end; i++) {
                bytes[i] = i < at + period ? (byte) random.nextInt() : bytes[i - period];
            }
            at = end;
        }
        return bytes;
    }

    private static byte[] records(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = switch (i & 15) {
                case 0, 1 -> (byte) (i >>> 4 >>> (i & 1) * 8);
                case 5 -> (byte) random.nextInt(4);
                case 9 -> (byte) random.nextInt();
                default -> (byte) 0;
            };
        }
        return bytes;
    }

    private static byte[] islands(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            byte[] island = switch (random.nextInt(4)) {
                case 0 -> bytes(random, 1 + random.nextInt(9000), 256);
                case 1 -> text(random, 1 + random.nextInt(20_000));
                case 2 -> skewed(random, 1 + random.nextInt(3000));
                default -> new byte[random.nextInt(40_000)];
            };
            int count = Math.min(island.length, length - at);
            System.arraycopy(island, 0, bytes, at, count);
            at += count;
        }
        return bytes;
    }

    /// Noise that comes back from up to a million bytes before.
    private static byte[] farCopies(Random random) {
        byte[] bytes = Arrays.copyOf(bytes(random, 400_000, 256), 1_600_000);
        for (int at = 400_000; at < bytes.length; ) {
            int count = Math.min(1 + random.nextInt(70_000), bytes.length - at);
            int from = random.nextInt(at - count > 0 ? at - count : 1);
            System.arraycopy(bytes, from, bytes, at, count);
            at += count;
            for (int i = random.nextInt(40); i > 0 && at < bytes.length; i--) {
                bytes[at++] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    /// Machine code: what the running virtual machine's launcher library holds.
    private static byte[] running() {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        try {
            return Files.exists(library) ? Files.readAllBytes(library) : new byte[100];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
