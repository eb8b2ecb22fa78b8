package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// The sparse image of Android: chunks of a disk image that lie there, repeat four bytes, or are left out.
public final class AndroidSparse implements Format {
    private static final int HEADER = 28;
    private static final int CHUNK = 12;
    private static final int RAW = 0xcac1;
    private static final int FILL = 0xcac2;
    private static final int SKIP = 0xcac3;
    private static final int CRC = 0xcac4;
    private static final long LARGEST_BLOCK = 64 << 20;

    private static final Card CARD = new Card(
            "android-sparse",
            "Android sparse image",
            List.of("Android Open Source Project, system/core/libsparse/sparse_format.h"),
            List.of("Images split over several files are opened one by one, the other parts of each as zeros."));

    /// What stands before a chunk's data.
    private record Chunk(long at, int type, long blocks, long size) {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("3aff26ed0100"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER + CHUNK) || image.i32(at, LITTLE_ENDIAN, "magic") != 0xed26ff3a) {
            return Optional.empty();
        }
        int header = image.u16(at + 8, LITTLE_ENDIAN, "file_hdr_sz");
        int chunkHeader = image.u16(at + 10, LITTLE_ENDIAN, "chunk_hdr_sz");
        long block = image.u32(at + 12, LITTLE_ENDIAN, "blk_sz");
        boolean sane = header >= HEADER
                && image.holds(at, header)
                && chunkHeader >= CHUNK
                && block > 0
                && block % 4 == 0
                && block <= LARGEST_BLOCK;
        if (!sane) {
            return Optional.empty();
        }
        long chunks = image.u32(at + 20, LITTLE_ENDIAN, "total_chunks");
        long next = at + header;
        for (long i = 0; i < chunks && image.holds(next, CHUNK); i++) {
            Chunk chunk = chunk(image, next);
            if (chunk.type() < RAW || chunk.type() > CRC || chunk.size() < chunkHeader) {
                break;
            }
            next += chunk.size();
        }
        return Optional.of(Claim.strong(at, Math.min(next, image.size()) - at));
    }

    private static Chunk chunk(Bytes image, long at) throws Malformed {
        return new Chunk(
                at,
                image.u16(at, LITTLE_ENDIAN, "chunk_type"),
                image.u32(at + 4, LITTLE_ENDIAN, "chunk_sz"),
                image.u32(at + 8, LITTLE_ENDIAN, "total_sz"));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "sparse image");
        long block = all.u32(12, LITTLE_ENDIAN, "blk_sz");
        long blocks = all.u32(16, LITTLE_ENDIAN, "total_blks");
        long chunks = all.u32(20, LITTLE_ENDIAN, "total_chunks");
        int header = all.u16(8, LITTLE_ENDIAN, "file_hdr_sz");
        out.header("blk_sz", Long.toString(block), 12, 4);
        out.header("total_blks", Long.toString(blocks), 16, 4);
        out.header("total_chunks", Long.toString(chunks), 20, 4);
        out.header("image_checksum", "0x%08x".formatted(all.i32(24, LITTLE_ENDIAN, "image_checksum")), 24, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, header);
        explain(all, header, out);
        out.file(
                Entry.of(List.of(Name.of("image")), ArtifactType.FILE),
                blocks * block,
                to -> write(all, chunks, header, block, blocks, to));
        return claim.end();
    }

    private static void explain(Bytes all, int header, Sink out) throws Malformed {
        int chunkHeader = all.u16(10, LITTLE_ENDIAN, "chunk_hdr_sz");
        for (long at = header; all.holds(at, CHUNK); ) {
            Chunk chunk = chunk(all, at);
            long size = Math.min(Math.max(chunk.size(), CHUNK), all.size() - at);
            long structure = Math.min(size, chunkHeader);
            out.uses(Extent.Kind.STRUCTURE, at, structure);
            out.uses(Extent.Kind.DATA, at + structure, size - structure);
            at += size;
        }
    }

    private static void write(Bytes all, long chunks, int header, long block, long blocks, Out out) throws Unreadable {
        int chunkHeader = all.u16(10, LITTLE_ENDIAN, "chunk_hdr_sz");
        Checked checked = new Checked(out, new CRC32());
        byte[] window = new byte[1 << 16];
        long at = header;
        for (long i = 0; i < chunks; i++) {
            Chunk chunk = chunk(all, at);
            Bytes data = all.slice(at + chunkHeader, chunk.size() - chunkHeader, "chunk");
            long length = chunk.blocks() * block;
            switch (chunk.type()) {
                case RAW -> {
                    data.require(0, length, "chunk data");
                    for (long done = 0; done < length; done += window.length) {
                        int step = (int) Math.min(window.length, length - done);
                        data.copy(done, window, 0, step, "chunk data");
                        checked.write(window, 0, step);
                    }
                }
                case FILL -> fill(data, length, checked, window);
                case SKIP -> checked.hole(length);
                case CRC -> verify(data.u32(0, LITTLE_ENDIAN, "crc"), checked, at + chunkHeader);
                default -> throw new Malformed(at, "chunk_type", "0x%04x".formatted(chunk.type()));
            }
            at += chunk.size();
        }
        long stored = all.u32(24, LITTLE_ENDIAN, "image_checksum");
        if (stored != 0 && checked.count() == blocks * block) {
            verify(stored, checked, 24);
        }
    }

    private static void fill(Bytes data, long length, Out out, byte[] window) throws Unreadable {
        byte[] pattern = data.array(0, 4, "fill");
        if (pattern[0] == 0 && pattern[1] == 0 && pattern[2] == 0 && pattern[3] == 0) {
            out.hole(length);
            return;
        }
        for (int i = 0; i < window.length; i++) {
            window[i] = pattern[i & 3];
        }
        for (long done = 0; done < length; done += window.length) {
            out.write(window, 0, (int) Math.min(window.length, length - done));
        }
    }

    private static void verify(long stored, Checked checked, long at) throws Malformed {
        if (stored != checked.value()) {
            throw new Malformed(
                    at,
                    "crc",
                    Long.toHexString(stored) + " stored, " + Long.toHexString(checked.value()) + " computed");
        }
    }
}
