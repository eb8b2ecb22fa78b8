package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The two layouts of TP-Link's firmware header: with a vendor's name (versions 1 and 2), and without (2 and 3).
enum TpLinkLayout {
    /// What OpenWrt's mktplinkfw writes; the fields are called as there.
    FIRST(
            List.of(
                    new Field("version", 0, 4, Kind.HEX),
                    new Field("vendor_name", 4, 24, Kind.TEXT),
                    new Field("fw_version", 0x1c, 36, Kind.TEXT),
                    new Field("hw_id", 0x40, 4, Kind.HEX),
                    new Field("hw_rev", 0x44, 4, Kind.NUMBER),
                    new Field("region", 0x48, 4, Kind.NUMBER),
                    new Field("md5sum1", 0x4c, 16, Kind.BYTES),
                    new Field("md5sum2", 0x60, 16, Kind.BYTES),
                    new Field("kernel_la", 0x74, 4, Kind.HEX),
                    new Field("kernel_ep", 0x78, 4, Kind.HEX),
                    new Field("fw_length", 0x7c, 4, Kind.NUMBER),
                    new Field("kernel_ofs", 0x80, 4, Kind.NUMBER),
                    new Field("kernel_len", 0x84, 4, Kind.NUMBER),
                    new Field("rootfs_ofs", 0x88, 4, Kind.NUMBER),
                    new Field("rootfs_len", 0x8c, 4, Kind.NUMBER),
                    new Field("boot_ofs", 0x90, 4, Kind.NUMBER),
                    new Field("boot_len", 0x94, 4, Kind.NUMBER),
                    new Field("ver", 0x98, 6, Kind.PAIRS),
                    new Field("region_str1", 0x120, 32, Kind.TEXT),
                    new Field("region_str2", 0x140, 32, Kind.TEXT)),
            (byte) 0),

    /// What OpenWrt's mktplinkfw2 writes; the fields are called as there.
    SECOND(
            List.of(
                    new Field("version", 0, 4, Kind.HEX),
                    new Field("fw_version", 4, 48, Kind.TEXT),
                    new Field("hw_id", 0x34, 4, Kind.HEX),
                    new Field("hw_rev", 0x38, 4, Kind.NUMBER),
                    new Field("hw_ver_add", 0x3c, 4, Kind.HEX),
                    new Field("md5sum1", 0x40, 16, Kind.BYTES),
                    new Field("md5sum2", 0x54, 16, Kind.BYTES),
                    new Field("kernel_la", 0x68, 4, Kind.ADDRESS),
                    new Field("kernel_ep", 0x6c, 4, Kind.ADDRESS),
                    new Field("fw_length", 0x70, 4, Kind.NUMBER),
                    new Field("kernel_ofs", 0x74, 4, Kind.NUMBER),
                    new Field("kernel_len", 0x78, 4, Kind.NUMBER),
                    new Field("rootfs_ofs", 0x7c, 4, Kind.NUMBER),
                    new Field("rootfs_len", 0x80, 4, Kind.NUMBER),
                    new Field("boot_ofs", 0x84, 4, Kind.NUMBER),
                    new Field("boot_len", 0x88, 4, Kind.NUMBER),
                    new Field("sver", 0x8e, 2, Kind.SINGLES),
                    new Field("ver", 0x91, 3, Kind.SINGLES)),
            (byte) 0xff);

    /// What stands at 4 in the second layout, where the first has the vendor's name.
    static final byte[] VERSION_TEXT = "ver. ".getBytes(StandardCharsets.US_ASCII);

    /// How a field's bytes are to be read.
    private enum Kind {
        TEXT,
        HEX,
        NUMBER,
        BYTES,
        /// An address that some builds write in the processor's little-endian order.
        ADDRESS,
        /// A version of 16-bit numbers.
        PAIRS,
        /// A version of bytes.
        SINGLES
    }

    /// A field of the header.
    record Field(String name, int offset, int length, Kind kind) {
        /// Its value for a row; empty where the field was left blank.
        String text(Bytes image, long at) throws Malformed {
            return switch (kind) {
                case TEXT -> HeaderText.of(image, at + offset, length, name);
                case NUMBER -> Long.toString(image.u32(at + offset, BIG_ENDIAN, name));
                case HEX -> "0x" + HexFormat.of().toHexDigits(image.i32(at + offset, BIG_ENDIAN, name));
                case ADDRESS -> {
                    int address = image.i32(at + offset, BIG_ENDIAN, name);
                    boolean swapped = address >= 0 && (address & 0x80) != 0;
                    yield "0x" + HexFormat.of().toHexDigits(swapped ? Integer.reverseBytes(address) : address);
                }
                case BYTES -> {
                    byte[] raw = image.array(at + offset, length, name);
                    boolean blank = IntStream.range(0, length).allMatch(i -> raw[i] == 0)
                            || IntStream.range(0, length).allMatch(i -> raw[i] == -1);
                    yield blank ? "" : HexFormat.of().formatHex(raw);
                }
                case PAIRS, SINGLES -> {
                    int width = kind == Kind.PAIRS ? 2 : 1;
                    byte[] raw = image.array(at + offset, length, name);
                    yield IntStream.range(0, length / width)
                            .map(i -> width == 1 ? raw[i] & 0xff : (raw[2 * i] & 0xff) << 8 | raw[2 * i + 1] & 0xff)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining("."));
                }
            };
        }
    }

    private final List<Field> fields;
    private final byte filler;

    TpLinkLayout(List<Field> fields, byte filler) {
        this.fields = fields;
        this.filler = filler;
    }

    /// All fields in their order.
    List<Field> fields() {
        return fields;
    }

    /// The field of this name.
    Field field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// A number of the header.
    long number(Bytes image, long at, String name) throws Malformed {
        return image.u32(at + field(name).offset(), BIG_ENDIAN, name);
    }

    /// Whether the text fields are text, closed and filled up as the tools do it.
    boolean isSane(Bytes image, long at) throws Malformed {
        byte[] first = image.array(at + 4, this == FIRST ? 24 : 48, "vendor_name");
        if (this == FIRST && !Character.isLetter(first[0])) {
            return false;
        }
        return isText(first, 3) && (this == SECOND || isText(image.array(at + 0x1c, 36, "fw_version"), 0));
    }

    private boolean isText(byte[] raw, int least) {
        int end = 0;
        while (end < raw.length && raw[end] >= ' ' && raw[end] < 0x7f) {
            end++;
        }
        if (end < least || end == raw.length || raw[end] != 0) {
            return end == raw.length && end > least;
        }
        byte[] fill = Arrays.copyOfRange(raw, end + 1, raw.length);
        return IntStream.range(0, fill.length).allMatch(i -> fill[i] == filler || fill[i] == 0);
    }
}
