package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
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

/// What OpenWrt's fwtool appends to an image: for which devices it is, in JSON, then perhaps a signature,
/// each with a
/// trailer behind it that has a checksum of everything before.
public final class Fwtool implements Format {
    private static final int HEADER = 8;
    private static final int TRAILER = 16;
    private static final int METADATA = 1;
    private static final int MOST = 4;
    private static final int LARGEST_ROW = 4096;
    private static final byte[] TRAILER_MAGIC = {'F', 'W', 'x', '0'};

    private static final Card CARD = new Card(
            "fwtool",
            "Metadata and signature of an OpenWrt image",
            List.of("OpenWrt, fwtool: fwimage.h, and scripts/metadata.pm"),
            List.of(
                    "Only what is at the very end of a content is found.",
                    "Signatures are given, not verified: the certificates they need lie on devices.",
                    "A signature without metadata before it is not found."));

    /// One thing that was appended.
    ///
    /// @param at where it starts in the image
    /// @param end where its trailer ends
    /// @param type 0 a signature, 1 metadata
    private record Block(long at, long end, int type) {
        long trailer() {
            return end - TRAILER;
        }
    }

    @Override
    public Card card() {
        return CARD;
    }

    /// A header of zeros, and a JSON object.
    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("00000000000000007b"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        Deque<Block> blocks = blocks(image);
        boolean first = !blocks.isEmpty()
                && blocks.getFirst().at() == at
                && blocks.getFirst().type() == METADATA;
        return first ? Optional.of(Claim.strong(at, image.size() - at)) : Optional.empty();
    }

    /// What was appended, in the order of the bytes: read from the end, as each trailer says how far back
    /// it reaches.
    private static Deque<Block> blocks(Bytes image) throws Malformed {
        Deque<Block> blocks = new ArrayDeque<>();
        long end = image.size();
        while (blocks.size() < MOST && end >= TRAILER && image.matches(end - TRAILER, TRAILER_MAGIC)) {
            int type = image.u8(end - TRAILER + 8, "type");
            long size = image.u32(end - TRAILER + 12, BIG_ENDIAN, "size");
            boolean sane = type <= METADATA && size > TRAILER + (type == METADATA ? HEADER : 0) && size <= end;
            if (!sane) {
                break;
            }
            blocks.addFirst(new Block(end - size, end, type));
            end -= size;
        }
        return blocks;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        for (Block block : blocks(image)) {
            boolean metadata = block.type() == METADATA;
            long start = block.at() + (metadata ? HEADER : 0);
            Bytes content = image.slice(start, block.trailer() - start, "data");
            long from = start - claim.at();
            out.uses(Extent.Kind.STRUCTURE, block.at() - claim.at(), start - block.at());
            out.uses(Extent.Kind.STRUCTURE, block.trailer() - claim.at(), TRAILER);
            if (metadata && content.size() <= LARGEST_ROW) {
                out.header(
                        "metadata", HeaderText.of(content, 0, (int) content.size(), "metadata"), from, content.size());
            }
            out.part(metadata ? "metadata" : "signature", from, content);
            checksum(image, block, block.trailer() - claim.at() + 4, out);
        }
        return claim.end();
    }

    /// A CRC-32 that is not inverted in the end, of the image and all that stands before the trailer.
    private static void checksum(Bytes image, Block block, long at, Sink out) throws Malformed {
        CRC32 crc = new CRC32();
        image.slice(0, block.trailer(), "image").feed(crc::update);
        long computed = ~crc.getValue() & 0xffff_ffffL;
        long stored = image.u32(block.trailer() + 4, BIG_ENDIAN, "crc32");
        out.header("crc32", "0x%08x".formatted(stored), at, 4);
        if (computed != stored) {
            out.problem(
                    new Problem.Malformed(at, "crc32", "0x%08x stored, 0x%08x computed".formatted(stored, computed)));
        }
    }
}
