package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A firmware image of the ESP8266: a header, segments with their load addresses, and a checksum of one byte at the
/// end of the last 16. A boot loader and the program behind it are two images.
public final class EspImage implements Format {
    private static final int HEADER = 8;
    private static final int MOST_SEGMENTS = 16;
    private static final int SEED = 0xef;
    /// What the chip maps of its flash at once; no segment is larger.
    private static final long LARGEST = 1 << 20;
    private static final List<String> MODES = List.of("qio", "qout", "dio", "dout");

    private static final List<Magic> MAGIC = List.of(
            Magic.hex("e901"),
            Magic.hex("e902"),
            Magic.hex("e903"),
            Magic.hex("e904"),
            Magic.hex("e905"),
            Magic.hex("e906"));

    private static final Card CARD = new Card(
            "esp-image",
            "ESP8266 firmware image",
            List.of("esptool documentation, ESP8266 Firmware Image Format"),
            List.of(
                    "Images of one to six segments are recognised, at multiples of 4096 bytes.",
                    "The longer header of the ESP32 family, and version 2 (0xEA), have no reader."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        // The magic is short, so all else has to be as it is in flash: pages, addresses, sizes, the entry.
        if (at % 4096 != 0 || !image.holds(at, HEADER + 8) || image.u8(at, "magic") != 0xe9) {
            return Optional.empty();
        }
        int segments = image.u8(at + 1, "segments");
        boolean sane = segments > 0
                && segments <= MOST_SEGMENTS
                && image.u8(at + 2, "flash mode") < MODES.size()
                && isCode(image.u32(at + 4, LITTLE_ENDIAN, "entry point"));
        if (!sane) {
            return Optional.empty();
        }
        long next = HEADER;
        boolean entered = false;
        for (int i = 0; i < segments; i++) {
            if (!image.holds(at + next, 8)) {
                return Optional.empty();
            }
            long address = image.u32(at + next, LITTLE_ENDIAN, "load address");
            long size = image.u32(at + next + 4, LITTLE_ENDIAN, "segment size");
            if (!isMemory(address) || size == 0 || size % 4 != 0 || size > LARGEST) {
                return Optional.empty();
            }
            long entry = image.u32(at + 4, LITTLE_ENDIAN, "entry point");
            entered |= entry >= address && entry < address + size;
            next += 8 + size;
        }
        long length = (next | 15) + 1;
        return entered && image.holds(at, length) ? Optional.of(Claim.strong(at, length)) : Optional.empty();
    }

    private static boolean isCode(long address) {
        return address >= 0x40100000L && address < 0x40300000L;
    }

    private static boolean isMemory(long address) {
        return isCode(address) || address >= 0x3ffe8000L && address < 0x40000000L;
    }

    private static int sum(Bytes image, long at) throws Malformed {
        int segments = image.u8(at + 1, "segments");
        int sum = SEED;
        long next = at + HEADER;
        byte[] window = new byte[1 << 14];
        for (int i = 0; i < segments; i++) {
            Bytes data = image.slice(next + 8, image.u32(next + 4, LITTLE_ENDIAN, "segment size"), "segment");
            for (long done = 0; done < data.size(); done += window.length) {
                int filled = data.copyAvailable(done, window, 0, window.length);
                for (int k = 0; k < filled; k++) {
                    sum ^= window[k] & 0xff;
                }
            }
            next += 8 + data.size();
        }
        return sum;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        int segments = all.u8(1, "segments");
        out.header("segments", Integer.toString(segments), 1, 1);
        out.header("flash mode", MODES.get(all.u8(2, "flash mode")), 2, 1);
        out.header("flash size and frequency", "0x%02x".formatted(all.u8(3, "flash size")), 3, 1);
        out.header("entry point", "0x%08x".formatted(all.i32(4, LITTLE_ENDIAN, "entry point")), 4, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        long next = HEADER;
        for (int i = 0; i < segments; i++) {
            long size = all.u32(next + 4, LITTLE_ENDIAN, "segment size");
            String address = "0x%08x".formatted(all.i32(next, LITTLE_ENDIAN, "load address"));
            out.header("segment " + i, address + "+" + size, next, 8);
            out.uses(Extent.Kind.STRUCTURE, next, 8);
            out.part("segment", next + 8, all.slice(next + 8, size, "segment"));
            next += 8 + size;
        }
        out.header("checksum", "0x%02x".formatted(all.u8(all.size() - 1, "checksum")), all.size() - 1, 1);
        int sum = sum(all, 0);
        int stored = all.u8(all.size() - 1, "checksum");
        if (sum != stored) {
            out.problem(new Problem.Malformed(
                    all.size() - 1, "checksum", "%02x stored, %02x computed".formatted(stored, sum)));
        }
        out.uses(Extent.Kind.STRUCTURE, all.size() - 1, 1);
        return claim.end();
    }
}
