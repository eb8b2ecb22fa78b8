package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

/// Android's boot image, versions 0 to 4, which modems and gateways with chips of Qualcomm and MediaTek use
/// too: a header page, then kernel, ramdisk and what else the version knows, each from a page's start.
public final class AndroidBoot implements Format {
    private static final byte[] MAGIC = HexFormat.of().parseHex("414e44524f494421");
    private static final int VERSION = 40;
    /// Of the versions that say their page size.
    private static final int OLD_HEADER = 1632;
    private static final int NEW_HEADER = 1580;
    private static final int NEW_PAGE = 4096;
    private static final int ID = 576;
    private static final int SHA1 = 20;

    private static final Card CARD = new Card(
            "android-boot",
            "Android boot image, versions 0 to 4",
            List.of("Android Open Source Project, Boot image header; system/tools/mkbootimg, bootimg.h"),
            List.of(
                    "Vendor boot images (VNDRBOOT) are not opened.",
                    "The id of versions 0 to 2 is told where it is the published digest; some builders write others.",
                    "Signatures (a boot_signature of version 4, AVB footers) are given as they lie there, not verified."));

    /// A piece of the image.
    ///
    /// @param name as the specification calls it
    /// @param sizeAt where its size stands in the header
    private record Piece(String name, int sizeAt) {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("414e44524f494421"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, NEW_HEADER) || !image.matches(at, MAGIC)) {
            return Optional.empty();
        }
        int version = version(image, at);
        if (!image.holds(at, header(version))) {
            return Optional.empty();
        }
        if (version < 3) {
            long page = image.u32(at + 36, LITTLE_ENDIAN, "page_size");
            if (Long.bitCount(page) != 1 || page < 2048 || page > 1 << 17) {
                return Optional.empty();
            }
        } else if (image.u32(at + 20, LITTLE_ENDIAN, "header_size") < NEW_HEADER) {
            return Optional.empty();
        }
        long length = page(image, at, version);
        for (Piece piece : pieces(version)) {
            length += rounded(image.u32(at + piece.sizeAt(), LITTLE_ENDIAN, piece.name()), page(image, at, version));
        }
        return Optional.of(Claim.strong(at, Math.min(length, image.size() - at)));
    }

    /// Before the field was one, builders left it 0 or wrote the size of a devicetree there.
    private static int version(Bytes image, long at) throws Malformed {
        long version = image.u32(at + VERSION, LITTLE_ENDIAN, "header_version");
        return version > 4 ? 0 : (int) version;
    }

    /// Bytes of the header.
    private static long header(int version) {
        return switch (version) {
            case 0 -> OLD_HEADER;
            case 1 -> OLD_HEADER + 16L;
            case 2 -> OLD_HEADER + 28L;
            case 3 -> NEW_HEADER;
            default -> NEW_HEADER + 4L;
        };
    }

    private static long page(Bytes image, long at, int version) throws Malformed {
        return version < 3 ? image.u32(at + 36, LITTLE_ENDIAN, "page_size") : NEW_PAGE;
    }

    private static long rounded(long size, long page) {
        return (size + page - 1) / page * page;
    }

    private static List<Piece> pieces(int version) {
        List<Piece> pieces = new ArrayList<>(List.of(new Piece("kernel", 8)));
        if (version >= 3) {
            pieces.add(new Piece("ramdisk", 12));
            if (version == 4) {
                pieces.add(new Piece("signature", NEW_HEADER));
            }
            return pieces;
        }
        pieces.add(new Piece("ramdisk", 16));
        pieces.add(new Piece("second", 24));
        if (version >= 1) {
            pieces.add(new Piece("recovery_dtbo", OLD_HEADER));
        }
        if (version == 2) {
            pieces.add(new Piece("dtb", OLD_HEADER + 16));
        }
        return pieces;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "boot image");
        int version = version(all, 0);
        long page = page(all, 0, version);
        describe(all, version, out);
        out.uses(Extent.Kind.STRUCTURE, 0, header(version));
        List<Bytes> covered = new ArrayList<>();
        long at = page;
        for (Piece piece : pieces(version)) {
            long size = all.u32(piece.sizeAt(), LITTLE_ENDIAN, piece.name());
            long present = Math.clamp(all.size() - at, 0, size);
            if (present < size) {
                out.problem(new Problem.Malformed(
                        piece.sizeAt(),
                        piece.name() + "_size",
                        size + " bytes declared, " + present + " left in the image"));
            }
            Bytes bytes = present == 0 ? Bytes.EMPTY : all.slice(at, present, piece.name());
            covered.add(bytes);
            if (present > 0) {
                out.part(piece.name(), at, bytes);
            }
            at += rounded(size, page);
        }
        if (version < 3) {
            verify(all, covered, out);
        }
        return claim.end();
    }

    private static void describe(Bytes all, int version, Sink out) throws Malformed {
        out.header("header_version", Integer.toString(version), VERSION, 4);
        // 7 bits each of the Android version, then 7 of the year from 2000 and 4 of the month of its
        // patches.
        int osAt = version < 3 ? 44 : 16;
        long os = all.u32(osAt, LITTLE_ENDIAN, "os_version");
        if (os != 0) {
            String android = (os >> 25 & 127) + "." + (os >> 18 & 127) + "." + (os >> 11 & 127);
            out.header("os_version", android, osAt, 4);
            out.header("os_patch_level", (os >> 4 & 127) + 2000 + "-" + twoDigits(os & 15), osAt, 4);
        }
        if (version < 3) {
            text(all, "name", 48, 16, out);
            text(all, "cmdline", 64, 512, out);
            text(all, "extra_cmdline", 608, 1024, out);
            out.header("page_size", Long.toString(all.u32(36, LITTLE_ENDIAN, "page_size")), 36, 4);
        } else {
            text(all, "cmdline", 44, 1536, out);
        }
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    private static void text(Bytes all, String field, int at, int length, Sink out) throws Malformed {
        String text = HeaderText.of(all, at, length, field);
        if (!text.isEmpty()) {
            out.header(field, text, at, length);
        }
    }

    /// SHA-1 over each piece and its size; a newer piece counts only where its version has it.
    private static void verify(Bytes all, List<Bytes> pieces, Sink out) throws Malformed {
        byte[] stored = all.array(ID, SHA1, "id");
        out.header("id", HexFormat.of().formatHex(stored), ID, SHA1);
        MessageDigest digest = ContentHash.digest("SHA-1");
        for (Bytes piece : pieces) {
            piece.feed(digest::update);
            digest.update(
                    HexFormat.of().parseHex(HexFormat.of().toHexDigits(Integer.reverseBytes((int) piece.size()))));
        }
        if (Arrays.equals(stored, digest.digest())) {
            out.header("id verified", "right: SHA-1 over all pieces", -1, 0);
        }
    }
}
