package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Sink;

/// The node at the start of a file system (`struct ubifs_sb_node`): 4096 bytes.
///
/// @param flags `UBIFS_FLG_`
/// @param blockSize bytes of a logical erase block
/// @param blocks how many logical erase blocks it has
/// @param logBlocks how many of them hold the log, from the fourth on
/// @param tableBlocks how many hold the table of block properties
/// @param orphanBlocks how many hold the list of orphans
/// @param hashLength bytes of the hash behind each branch of the index; 0 without authentication
public record Superblock(
        int flags, long blockSize, long blocks, long logBlocks, long tableBlocks, long orphanBlocks, int hashLength) {
    /// Bytes of the node.
    public static final int SIZE = 4096;

    /// The first erase block of the log; before it the superblock and two blocks of master nodes.
    static final long LOG = 3;

    static final int ENCRYPTED = 0x10;
    static final int AUTHENTICATED = 0x20;

    /// A logical erase block is at least 15 KiB and at most 2 MiB for the kernel; with room to spare.
    private static final long SMALLEST = 4096;
    private static final long LARGEST = 16 << 20;

    /// The superblock at the first byte; empty when there is none.
    ///
    /// @throws Malformed when there is one, but its fields can't be
    public static Optional<Superblock> of(Bytes image) throws Malformed {
        if (!image.holds(0, SIZE)
                || image.u32(16, LITTLE_ENDIAN, "len") != SIZE
                || image.u8(20, "node_type") != Node.SUPERBLOCK) {
            return Optional.empty();
        }
        if (Node.at(image, 0, SIZE).isEmpty()) {
            return Optional.empty();
        }
        int flags = image.i32(28, LITTLE_ENDIAN, "flags");
        long blockSize = image.u32(36, LITTLE_ENDIAN, "leb_size");
        if (blockSize < SMALLEST || blockSize > LARGEST || blockSize % 8 != 0) {
            throw new Malformed(36, "leb_size", "can't be " + blockSize);
        }
        long blocks = image.u32(40, LITTLE_ENDIAN, "leb_cnt");
        if (blocks == 0) {
            throw new Malformed(40, "leb_cnt", "can't be 0");
        }
        return Optional.of(new Superblock(
                flags,
                blockSize,
                blocks,
                image.u32(56, LITTLE_ENDIAN, "log_lebs"),
                image.u32(60, LITTLE_ENDIAN, "lpt_lebs"),
                image.u32(64, LITTLE_ENDIAN, "orph_lebs"),
                (flags & AUTHENTICATED) == 0 ? 0 : hashLength(image.u16(256, LITTLE_ENDIAN, "hash_algo"))));
    }

    /// By the kernel's numbers (`include/uapi/linux/hash_info.h`).
    private static int hashLength(int algorithm) throws Malformed {
        return switch (algorithm) {
            case 0, 1 -> 16;
            case 2, 3 -> 20;
            case 4 -> 32;
            case 5 -> 48;
            case 6 -> 64;
            case 7 -> 28;
            default -> throw new Malformed(256, "hash_algo", "number " + algorithm + " is not known");
        };
    }

    /// Bytes of the whole file system.
    public long length() {
        return blocks * blockSize;
    }

    /// The first erase block that holds files.
    long mainBlock() {
        return LOG + logBlocks + tableBlocks + orphanBlocks;
    }

    boolean encrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    boolean authenticated() {
        return (flags & AUTHENTICATED) != 0;
    }

    /// The rows of its fields.
    public void headers(Bytes image, Sink out) throws Malformed {
        out.header("flags", "0x%02x".formatted(flags), 28, 4);
        out.header("min_io_size", Long.toString(image.u32(32, LITTLE_ENDIAN, "min_io_size")), 32, 4);
        out.header("leb_size", Long.toString(blockSize), 36, 4);
        out.header("leb_cnt", Long.toString(blocks), 40, 4);
        out.header("max_leb_cnt", Long.toString(image.u32(44, LITTLE_ENDIAN, "max_leb_cnt")), 44, 4);
        out.header("fmt_version", Long.toString(image.u32(80, LITTLE_ENDIAN, "fmt_version")), 80, 4);
        int compression = image.u16(84, LITTLE_ENDIAN, "default_compr");
        out.header("default_compr", Compression.name(compression), 84, 2);
        StringBuilder uuid = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            uuid.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
            uuid.append("%02x".formatted(image.u8(108 + i, "uuid")));
        }
        out.header("uuid", uuid.toString(), 108, 16);
    }
}
