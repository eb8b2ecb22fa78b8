import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Writes a tar of so many small files, each of another content, a thousand to a folder.
final class SmallFiles {
    private static final int BLOCK = 512;

    private SmallFiles() {}

    public static void main(String[] arguments) throws Exception {
        int files = Integer.parseInt(arguments[1]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 16)) {
            for (int i = 0; i < files; i++) {
                byte[] content = ("setting " + i + "\n").getBytes(StandardCharsets.US_ASCII);
                String name = String.format(Locale.ROOT, "d%04d/f%03d.conf", i / 1000, i % 1000);
                out.write(header(name, content.length));
                out.write(Arrays.copyOf(content, BLOCK));
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    /// A header of POSIX ustar: IEEE 1003.1, pax.
    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o ", size) + "00000000000 " + "        " + "0");
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
