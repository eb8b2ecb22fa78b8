package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Set;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header of a firmware volume (UEFI PI Specification 1.8, volume 3, 3.2.1).
///
/// @param fileSystem the GUID of what the volume holds
/// @param length of the volume with its header, in bytes
/// @param attributes the EFI_FVB bits
/// @param headerLength with the block map, in bytes
/// @param checksum as stored
/// @param sum of the whole header in 16-bit words; 0 where the checksum is right
/// @param extension offset of the extended header, 0 where there is none
/// @param revision of the format: 1 or 2
/// @param blocks bytes that the block map covers, -1 where it isn't closed by an empty entry
public record VolumeHeader(
        String fileSystem,
        long length,
        long attributes,
        int headerLength,
        int checksum,
        int sum,
        int extension,
        int revision,
        long blocks) {
    /// Where the signature stands.
    public static final int SIGNATURE = 40;

    private static final int SHORTEST = 72;
    private static final int MAP = 56;
    private static final int LONGEST = 4096;
    private static final int ERASE_POLARITY = 0x800;

    /// Volumes of files with 24-bit sizes; the first revision's too.
    public static final Set<String> FFS2 =
            Set.of("7A9354D9-0468-444A-81CE-0BF617D890DF", "8C8CE578-8A3D-4F1C-9935-896185C32DD3");

    /// Volumes of files with 24-bit or 64-bit sizes.
    public static final String FFS3 = "5473C07A-3DCB-4DCA-BD6F-1E9689E7349A";

    /// Volumes of variables.
    static final String VARIABLES = "FFF12B8D-7696-4C8B-A985-2747075B4F50";

    /// Reads it.
    ///
    /// @throws Malformed when it isn't all there
    public static VolumeHeader of(Bytes image, long at) throws Malformed {
        int headerLength = image.u16(at + 48, LITTLE_ENDIAN, "HeaderLength");
        int sum = 0;
        long blocks = -1;
        if (headerLength >= SHORTEST && headerLength <= LONGEST && headerLength % 8 == 0) {
            byte[] header = image.array(at, headerLength, "volume header");
            for (int i = 0; i < headerLength; i += 2) {
                sum += header[i] & 0xff | (header[i + 1] & 0xff) << 8;
            }
            blocks = blocks(image, at, headerLength);
        }
        return new VolumeHeader(
                Guid.text(image, at + 16, "FileSystemGuid"),
                image.u63(at + 32, LITTLE_ENDIAN, "FvLength"),
                image.u32(at + 44, LITTLE_ENDIAN, "Attributes"),
                headerLength,
                image.u16(at + 50, LITTLE_ENDIAN, "Checksum"),
                sum & 0xffff,
                image.u16(at + 52, LITTLE_ENDIAN, "ExtHeaderOffset"),
                image.u8(at + 55, "Revision"),
                blocks);
    }

    private static long blocks(Bytes image, long at, int headerLength) throws Malformed {
        long blocks = 0;
        for (int entry = MAP; entry + 8 <= headerLength; entry += 8) {
            long number = image.u32(at + entry, LITTLE_ENDIAN, "NumBlocks");
            long length = image.u32(at + entry + 4, LITTLE_ENDIAN, "Length");
            if (number == 0 && length == 0) {
                return blocks;
            }
            blocks += number * length;
            if (blocks < 0 || length == 0) {
                return -1;
            }
        }
        return -1;
    }

    /// Whether one could stand there: what is looked at before anything is believed.
    public boolean isPlausible() {
        boolean known = FFS2.contains(fileSystem) || FFS3.equals(fileSystem) || VARIABLES.equals(fileSystem);
        return headerLength >= SHORTEST
                && headerLength <= LONGEST
                && headerLength % 8 == 0
                && headerLength <= length
                && revision >= 1
                && revision <= 2
                && (known || sum == 0 && blocks == length);
    }

    /// Whether files lie in it that have a reader.
    public boolean holdsFiles() {
        return FFS2.contains(fileSystem) || FFS3.equals(fileSystem);
    }

    /// The value of an erased byte.
    public byte erased() {
        return (byte) ((attributes & ERASE_POLARITY) == 0 ? 0 : 0xff);
    }
}
