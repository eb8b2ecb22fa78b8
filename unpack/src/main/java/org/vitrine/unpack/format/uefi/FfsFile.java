package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header of a file in a firmware volume (UEFI PI Specification 1.8, volume 3, 3.2.3).
///
/// @param name its GUID
/// @param type the EFI_FV_FILETYPE
/// @param attributes the FFS_ATTRIB bits
/// @param state with erase polarity taken out: a set bit is a reached state
/// @param header bytes of the header: 24, or 32 where the size has 64 bits
/// @param size of header and data, in bytes
/// @param headerSum of the header's bytes that count; 0 where its checksum is right
/// @param dataChecksum as stored
record FfsFile(
        String name, int type, int attributes, int state, int header, long size, int headerSum, int dataChecksum) {
    /// Bytes of the short header.
    static final int HEADER = 24;

    /// What only fills a gap.
    static final int PAD = 0xf0;

    private static final int RAW = 1;
    private static final int LAST_SECTIONED = 0x0f;
    private static final int LARGE = 0x01;
    private static final int CHECKSUM = 0x40;
    private static final int HEADER_VALID = 0x02;
    private static final int DELETED = 0x10;
    private static final int HEADER_INVALID = 0x20;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(RAW, "RAW"),
            Map.entry(2, "FREEFORM"),
            Map.entry(3, "SECURITY_CORE"),
            Map.entry(4, "PEI_CORE"),
            Map.entry(5, "DXE_CORE"),
            Map.entry(6, "PEIM"),
            Map.entry(7, "DRIVER"),
            Map.entry(8, "COMBINED_PEIM_DRIVER"),
            Map.entry(9, "APPLICATION"),
            Map.entry(10, "MM"),
            Map.entry(11, "FIRMWARE_VOLUME_IMAGE"),
            Map.entry(12, "COMBINED_MM_DXE"),
            Map.entry(13, "MM_CORE"),
            Map.entry(14, "MM_STANDALONE"),
            Map.entry(15, "MM_CORE_STANDALONE"),
            Map.entry(PAD, "FFS_PAD"));

    /// Reads one.
    ///
    /// @throws Malformed when it isn't all there
    static FfsFile of(Bytes volume, long at, VolumeHeader in) throws Malformed {
        int attributes = volume.u8(at + 19, "Attributes");
        boolean large = VolumeHeader.FFS3.equals(in.fileSystem()) && (attributes & LARGE) != 0;
        int header = large ? HEADER + 8 : HEADER;
        byte[] bytes = volume.array(at, header, "file header");
        int sum = 0;
        for (int i = 0; i < header; i++) {
            // The data's checksum and the state change after the header was summed.
            sum += i == 17 || i == 23 ? 0 : bytes[i] & 0xff;
        }
        long size = large
                ? volume.u63(at + HEADER, LITTLE_ENDIAN, "ExtendedSize")
                : volume.u32(at + 20, LITTLE_ENDIAN, "Size") & 0xff_ffff;
        return new FfsFile(
                Guid.text(volume, at, "Name"),
                bytes[18] & 0xff,
                attributes,
                (bytes[23] ^ in.erased()) & 0xff,
                header,
                size,
                sum & 0xff,
                bytes[17] & 0xff);
    }

    /// The type's name, or its number where the specification leaves it to vendors.
    String typeName() {
        return TYPES.getOrDefault(type, "0x%02x".formatted(type));
    }

    /// Whether its data is a row of sections.
    boolean isSectioned() {
        return type > RAW && type <= LAST_SECTIONED;
    }

    /// Whether its header was never finished, or was given up: then nothing in it counts.
    boolean isVoid() {
        return (state & HEADER_VALID) == 0 || (state & HEADER_INVALID) != 0;
    }

    /// Whether it was replaced or deleted.
    boolean isDeleted() {
        return (state & DELETED) != 0;
    }

    /// The checksum that its data should have had.
    ///
    /// @throws Malformed when the data isn't all there
    int checksum(Bytes volume, long at, int revision) throws Malformed {
        if ((attributes & CHECKSUM) == 0) {
            return revision == 1 ? 0x5a : 0xaa;
        }
        Bytes data = volume.slice(at + header, size - header, "file");
        byte[] window = new byte[1 << 14];
        int sum = 0;
        for (long done = 0; done < data.size(); done += window.length) {
            int filled = data.copyAvailable(done, window, 0, window.length);
            for (int i = 0; i < filled; i++) {
                sum += window[i];
            }
        }
        return -sum & 0xff;
    }
}
