package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header of a section: what a file's data consists of (UEFI PI Specification 1.8, volume 3, 3.2.5).
///
/// @param type the EFI_SECTION_TYPE
/// @param header bytes of the common header: 4, or 8 where the size has 32 bits
/// @param size of header and data, in bytes
record Section(int type, int header, long size) {
    /// Sections start at multiples of it.
    static final int ALIGNMENT = 4;

    static final int COMPRESSION = 0x01;
    static final int GUID_DEFINED = 0x02;
    static final int DISPOSABLE = 0x03;
    static final int VERSION = 0x14;
    static final int USER_INTERFACE = 0x15;
    static final int FREEFORM = 0x18;
    static final int RAW = 0x19;

    private static final int SHORT = 4;
    private static final int LONG = 8;
    private static final int EXTENDED = 0xff_ffff;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(COMPRESSION, "compression"),
            Map.entry(GUID_DEFINED, "guid-defined"),
            Map.entry(DISPOSABLE, "disposable"),
            Map.entry(0x10, "pe32"),
            Map.entry(0x11, "pic"),
            Map.entry(0x12, "te"),
            Map.entry(0x13, "dxe-depex"),
            Map.entry(VERSION, "version"),
            Map.entry(USER_INTERFACE, "ui"),
            Map.entry(0x16, "compatibility16"),
            Map.entry(0x17, "fv"),
            Map.entry(FREEFORM, "freeform"),
            Map.entry(RAW, "raw"),
            Map.entry(0x1b, "pei-depex"),
            Map.entry(0x1c, "mm-depex"));

    /// Reads one; what its size says is not yet checked.
    ///
    /// @throws Malformed when it isn't all there
    static Section of(Bytes stream, long at) throws Malformed {
        long word = stream.u32(at, LITTLE_ENDIAN, "section header");
        int type = (int) (word >>> 24);
        long size = word & EXTENDED;
        return size == EXTENDED
                ? new Section(type, LONG, stream.u32(at + SHORT, LITTLE_ENDIAN, "ExtendedSize"))
                : new Section(type, SHORT, size);
    }

    /// The one that starts at `at`, if its size and type are possible there.
    static Optional<Section> possible(Bytes stream, long at) {
        try {
            Section section = of(stream, at);
            boolean fits = section.size >= section.header && stream.holds(at, section.size);
            return fits && section.isKnown() ? Optional.of(section) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// Whether the specification names its type.
    boolean isKnown() {
        return TYPES.containsKey(type);
    }

    /// The type's name, as files are named; its number where the specification has none.
    String typeName() {
        return TYPES.getOrDefault(type, "type-%02x".formatted(type));
    }
}
