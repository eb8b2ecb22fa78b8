package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Sink;

/// The header by which a Firmware Support Package tells what it is (Intel FSP External Architecture Specification
/// 2.4, 5.1.1): it lies in a file of its own in each component's first volume.
final class FspInfo {
    /// Name of the file it lies in.
    static final String FILE = "912740BE-2284-4734-B971-84B027353F0C";

    private static final byte[] SIGNATURE = "FSPH".getBytes(ISO_8859_1);
    private static final int SECTION = 4;
    private static final int SHORTEST = 48;

    private FspInfo() {}

    /// Gives its fields, if it is one.
    ///
    /// @param data of the file: a section, and in it the header
    /// @param base where the data starts in the container
    static void give(Bytes data, long base, Sink out) throws Malformed {
        if (!data.matches(SECTION, SIGNATURE) || !data.holds(SECTION, SHORTEST)) {
            return;
        }
        long place = base + SECTION;
        Bytes header = data.from(SECTION, "FSP_INFO_HEADER");
        out.header("FSP SpecVersion", "0x%02x".formatted(header.u8(10, "SpecVersion")), place + 10, 1);
        out.header("FSP HeaderRevision", Integer.toString(header.u8(11, "HeaderRevision")), place + 11, 1);
        out.header("FSP ImageRevision", hex(header, 12, "ImageRevision"), place + 12, 4);
        out.header("FSP ImageId", Display.text(header.array(16, 8, "ImageId")), place + 16, 8);
        out.header("FSP ImageSize", Long.toString(header.u32(24, LITTLE_ENDIAN, "ImageSize")), place + 24, 4);
        out.header("FSP ImageBase", hex(header, 28, "ImageBase"), place + 28, 4);
        int attributes = header.u16(34, LITTLE_ENDIAN, "ComponentAttribute");
        out.header("FSP ComponentAttribute", "0x%04x".formatted(attributes), place + 34, 2);
    }

    private static String hex(Bytes header, long at, String field) throws Malformed {
        return "0x" + HexFormat.of().toHexDigits(header.i32(at, LITTLE_ENDIAN, field));
    }
}
