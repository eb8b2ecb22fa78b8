package org.vitrine.unpack;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.LinuxKernel;

/// The name of a content's format where the content is no container. Only what is cheap to see and certain has a
/// name of its own; the rest is `text` or `data`.
public final class Leaf {
    /// A content of no bytes.
    public static final String EMPTY = "empty";

    /// Printable UTF-8.
    public static final String TEXT = "text";

    /// What has no other name.
    public static final String DATA = "data";

    /// How much of a text is looked at for what kind of text it is.
    private static final int BEGINNING = 1 << 16;

    /// Larger ones aren't parsed to see whether they are JSON.
    private static final long LARGEST_JSON = 16 << 20;

    /// Larger ones aren't read for an environment's checksum.
    private static final long LARGEST_ENVIRONMENT = 1 << 20;

    /// A format known by its first bytes.
    private static final class Prefix {
        private final String name;
        private final byte[] bytes;

        Prefix(String name, String hex) {
            this.name = name;
            this.bytes = HexFormat.of().parseHex(hex);
        }
    }

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("png", "89504e470d0a1a0a"),
            new Prefix("jpeg", "ffd8ff"),
            new Prefix("gif", "474946383761"),
            new Prefix("gif", "474946383961"),
            new Prefix("pdf", "255044462d"),
            new Prefix("sqlite", "53514c69746520666f726d6174203300"),
            new Prefix("mp3", "49443302"),
            new Prefix("mp3", "49443303"),
            new Prefix("mp3", "49443304"),
            new Prefix("ogg", "4f67675300"),
            new Prefix("flac", "664c614300000022"),
            new Prefix("woff", "774f4646"),
            new Prefix("woff2", "774f4632"),
            new Prefix("otf", "4f54544f00"),
            new Prefix("lua-bytecode", "1b4c7561"),
            new Prefix("luajit-bytecode", "1b4c4a01"),
            new Prefix("luajit-bytecode", "1b4c4a02"),
            new Prefix("timezone", "545a6966"),
            new Prefix("gettext", "de120495"),
            new Prefix("gettext", "950412de"));

    private static final List<String> HTML_TAGS = List.of("<!doctype html", "<html", "<head>", "<body", "<meta ");

    private static final Set<Long> BITMAP_HEADERS = Set.of(12L, 40L, 52L, 56L, 64L, 108L, 124L);

    /// Of the processors that UEFI names: IA-32, x64, Itanium, EBC, ARM, AArch64, RISC-V, LoongArch.
    private static final Set<Integer> TERSE_MACHINES = Set.of(
            0x014c, 0x8664, 0x0200, 0x0ebc, 0x01c0, 0x01c2, 0x01c4, 0xaa64, 0x5032, 0x5064, 0x5128, 0x6232, 0x6264);

    private Leaf() {}

    /// The format's name, in lower case.
    public static String of(Bytes content) {
        try {
            if (content.size() == 0) {
                return EMPTY;
            }
            String binary = binary(content);
            return binary.isEmpty() ? text(content) : binary;
        } catch (Malformed e) {
            // A magic with less behind it than its format needs.
            return DATA;
        }
    }

    private static String binary(Bytes content) throws Malformed {
        for (Prefix prefix : PREFIXES) {
            if (content.matches(0, prefix.bytes)) {
                return prefix.name;
            }
        }
        long size = content.size();
        if (size < 8) {
            return "";
        }
        long first = content.u32(0, BIG_ENDIAN, "magic");
        if (first == 0x7f454c46) {
            int width = content.u8(4, "EI_CLASS");
            int order = content.u8(5, "EI_DATA");
            return width >= 1 && width <= 2 && order >= 1 && order <= 2 ? "elf" : "";
        }
        if (first == 0xcafebabeL) {
            int major = content.u16(6, BIG_ENDIAN, "major_version");
            return major >= 45 && major < 100 ? "java-class" : "";
        }
        if (first == 0xd00dfeedL) {
            long total = content.u32(4, BIG_ENDIAN, "totalsize");
            return total >= 40 && total <= size ? "dtb" : "";
        }
        if (first == 0x52494646 && size >= 12) {
            return switch (ascii(content, 8, 4)) {
                case "WAVE" -> "wav";
                case "AVI " -> "avi";
                case "WEBP" -> "webp";
                default -> "";
            };
        }
        if (first == 0x00010000 && size >= 28 && content.u16(4, BIG_ENDIAN, "numTables") < 64) {
            return ascii(content, 12, 4).matches("[A-Za-z][A-Za-z/0-9 ]{3}") ? "ttf" : "";
        }
        if (first >>> 16 == 0x4d5a && size >= 64) {
            long header = content.u32(60, LITTLE_ENDIAN, "e_lfanew");
            return content.matches(header, new byte[] {'P', 'E', 0, 0}) ? "pe" : "";
        }
        if (first >>> 16 == 0x565a && isTerse(content)) {
            return "te";
        }
        if (first >>> 16 == 0x424d && size >= 26) {
            return BITMAP_HEADERS.contains(content.u32(14, LITTLE_ENDIAN, "biSize"))
                            && content.u32(10, LITTLE_ENDIAN, "bfOffBits") <= size
                    ? "bmp"
                    : "";
        }
        if (first == 0x00000100 && size >= 22) {
            return isIcon(content) ? "ico" : "";
        }
        if (first >>> 16 == 0x3082 && content.u16(2, BIG_ENDIAN, "length") + 4 == size) {
            return "der";
        }
        if ((first & 0xffff) == 0x0d0a) {
            int version = content.u16(0, LITTLE_ENDIAN, "magic");
            return version >= 3000 && version < 3800 || version >= 62001 && version <= 62211 ? "python-bytecode" : "";
        }
        return isEnvironment(content) ? "u-boot-environment" : LinuxKernel.is(content) ? LinuxKernel.KIND : "";
    }

    /// The terse image of UEFI: what is left of a PE header, then the sections' table.
    private static boolean isTerse(Bytes content) throws Malformed {
        if (content.size() < 40) {
            return false;
        }
        int sections = content.u8(4, "NumberOfSections");
        int stripped = content.u16(6, LITTLE_ENDIAN, "StrippedSize");
        return TERSE_MACHINES.contains(content.u16(2, LITTLE_ENDIAN, "Machine"))
                && sections > 0
                && sections <= 96
                && stripped >= 64
                && 40L + 40L * sections <= content.size();
    }

    private static boolean isIcon(Bytes content) throws Malformed {
        int count = content.u16(4, LITTLE_ENDIAN, "idCount");
        long length = content.u32(14, LITTLE_ENDIAN, "dwBytesInRes");
        long offset = content.u32(18, LITTLE_ENDIAN, "dwImageOffset");
        return count > 0
                && content.u8(9, "bReserved") == 0
                && offset >= 6 + 16L * count
                && length > 0
                && content.holds(offset, length);
    }

    /// U-Boot's environment: a checksum in the machine's byte order, perhaps a flag, then `name=value` and NULs.
    private static boolean isEnvironment(Bytes content) throws Malformed {
        if (content.size() > LARGEST_ENVIRONMENT || content.size() < 16) {
            return false;
        }
        for (int flag = 0; flag <= 1; flag++) {
            if (ascii(content, 4L + flag, 8).matches("[A-Za-z_][A-Za-z0-9_.-]*(=.*)?")) {
                CRC32 crc = new CRC32();
                crc.update(content.array(4L + flag, content.size() - 4 - flag, "environment"));
                long stored = content.u32(0, LITTLE_ENDIAN, "crc");
                if (crc.getValue() == stored
                        || crc.getValue() == Integer.toUnsignedLong(Integer.reverseBytes((int) stored))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String text(Bytes content) throws Malformed {
        String beginning = ascii(content, 0, (int) Math.min(BEGINNING, content.size()));
        if (beginning.startsWith("#!")) {
            String line = beginning.lines().findFirst().orElse("");
            if (line.length() < 256 && line.matches("#![ \\t]*/[\\x20-\\x7e\\t]+")) {
                return "script";
            }
        }
        if (!Printable.is(content)) {
            return DATA;
        }
        if (beginning.startsWith("-----BEGIN ") || beginning.contains("\n-----BEGIN ")) {
            return "pem";
        }
        String start = beginning
                .substring(beginning.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0)
                .stripLeading();
        String lower = start.substring(0, Math.min(start.length(), 4096)).toLowerCase(Locale.ROOT);
        boolean html = HTML_TAGS.stream().anyMatch(lower::contains);
        if (lower.startsWith("<?xml ")) {
            return html ? "html" : "xml";
        }
        if (lower.startsWith("<") && html) {
            return "html";
        }
        boolean candidate = start.startsWith("{") || start.startsWith("[");
        return candidate && content.size() <= LARGEST_JSON && Json.is(content.array(0, content.size(), "JSON"))
                ? "json"
                : TEXT;
    }

    private static String ascii(Bytes content, long at, int length) throws Malformed {
        return new String(content.array(at, length, "text"), ISO_8859_1);
    }
}
