package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The environment that U-Boot keeps in flash: a CRC-32 in the machine's byte order, in redundant ones a byte that
/// says which of two is in force, then `name=value`, each ended by a zero, and a second zero. What follows, up to
/// the size that only the boot loader knows, is covered by the checksum: so the size is the one at which it is right.
public final class UBootEnvironment implements Format {
    private static final Card CARD = new Card(
            "u-boot-env",
            "U-Boot environment",
            List.of("U-Boot, include/env_internal.h (struct environment_s)", "U-Boot, tools/env/README"),
            List.of(
                    "Found only at multiples of 4 KiB where one of some common names stands first, and only in sizes that"
                            + " are a multiple of 4 KiB up to 256 KiB, or that fill a content.",
                    "The byte of a redundant environment is told as it stands; which one is in force is not decided.",
                    "The checksum shows damage, not whether somebody altered the environment."));

    private static final int STEP = 4096;
    private static final int LARGEST = 256 << 10;

    private static final List<String> NAMES = List.of(
            "addip=",
            "arch=",
            "args_",
            "baudrate=",
            "board=",
            "bootargs=",
            "bootcmd=",
            "bootdelay=",
            "console=",
            "ethaddr=",
            "fdt_",
            "ipaddr=",
            "loadaddr=",
            "mtdparts=",
            "serverip=",
            "stdin=",
            "ver=U-Boot");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        List<Magic> magic = new ArrayList<>();
        for (String name : NAMES) {
            magic.add(Magic.text(name, 4));
            magic.add(Magic.text(name, 5));
        }
        return List.copyOf(magic);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        for (int start = 4; start <= 5 && at % STEP == 0; start++) {
            if (isPair(image, at + start)) {
                long length = length(image, at, start);
                if (length > 0) {
                    return Optional.of(Claim.strong(at, length));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a name of plain characters and an equals sign stand here, with a further zero behind the value: cheap
    /// enough to be asked wherever `boot` is written.
    private static boolean isPair(Bytes image, long at) {
        byte[] window = new byte[64];
        int filled = image.copyAvailable(at, window, 0, window.length);
        for (int i = 0; i < filled; i++) {
            int one = window[i];
            boolean plain = one >= 'a' && one <= 'z' || one >= 'A' && one <= 'Z' || one >= '0' && one <= '9';
            if (one == '=') {
                return i > 0;
            }
            if (!plain && one != '_' && one != '-' && one != '.') {
                return false;
            }
        }
        return false;
    }

    /// The length at which the checksum is right; -1 where none is.
    private static long length(Bytes image, long at, int start) throws Malformed {
        int stored = image.i32(at, BIG_ENDIAN, "crc");
        byte[] data = new byte[(int) Math.min(LARGEST, image.size() - at)];
        image.copyAvailable(at, data, 0, data.length);
        if (stored == 0 || !isList(data, start)) {
            return -1;
        }
        CRC32 crc = new CRC32();
        int done = start;
        for (int length = STEP; done < data.length; length += STEP) {
            int end = Math.min(length, data.length);
            crc.update(data, done, end - done);
            done = end;
            int computed = (int) crc.getValue();
            if (computed == stored || computed == Integer.reverseBytes(stored)) {
                return end;
            }
        }
        return -1;
    }

    /// Whether pairs follow each other up to a zero of its own.
    private static boolean isList(byte[] data, int start) {
        int i = start;
        while (i < data.length && data[i] != 0) {
            boolean equals = false;
            while (i < data.length && data[i] != 0) {
                equals |= data[i] == '=';
                i++;
            }
            if (!equals) {
                return false;
            }
            i++;
        }
        return i < data.length && i > start;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        byte[] data = image.array(claim.at(), claim.length(), "environment");
        int start = isPair(image, claim.at() + 4) && isSealed(data, 4) ? 4 : 5;
        out.header("crc", Integer.toHexString(image.i32(claim.at(), LITTLE_ENDIAN, "crc")), 0, 4);
        if (start == 5) {
            out.header("flags", Integer.toString(data[4] & 0xff), 4, 1);
        }
        int at = start;
        while (at < data.length && data[at] != 0) {
            int end = at;
            while (end < data.length && data[end] != 0) {
                end++;
            }
            String pair = Display.text(Arrays.copyOfRange(data, at, end));
            int equals = pair.indexOf('=');
            out.header(
                    equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : pair.substring(equals + 1),
                    at,
                    (long) end - at);
            at = end + 1;
        }
        out.uses(Extent.Kind.STRUCTURE, 0, start);
        out.uses(Extent.Kind.DATA, start, claim.length() - start);
        return claim.end();
    }

    private static boolean isSealed(byte[] data, int start) {
        CRC32 crc = new CRC32();
        crc.update(data, start, data.length - start);
        int computed = (int) crc.getValue();
        byte[] big = HexFormat.of().parseHex(HexFormat.of().toHexDigits(computed));
        byte[] little = HexFormat.of().parseHex(HexFormat.of().toHexDigits(Integer.reverseBytes(computed)));
        return Arrays.equals(data, 0, 4, big, 0, 4) || Arrays.equals(data, 0, 4, little, 0, 4);
    }
}
