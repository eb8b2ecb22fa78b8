package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.security.MessageDigest;
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
import org.vitrine.unpack.format.TpLinkLayout.Field;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The header of 512 bytes before the images of TP-Link routers, and before what OpenWrt builds for them.
/// It is claimed alone: boot loader, kernel and root file system behind it are found where they are. An
/// image that has a boot loader holds a second header behind it.
public final class TpLink implements Format {
    private static final int HEADER = 512;
    /// Larger than any flash that these headers were met in.
    private static final long LARGEST = 256L << 20;

    private static final byte[] SALT = HexFormat.of().parseHex("dcd73aa5c39598fbddf9e7f40eae4738");
    private static final byte[] BOOT_SALT = HexFormat.of().parseHex("8cef335bd5c5cefaa79c28dab2e90f42");

    /// Where a header can stand for its checksum to be computed: at most eighteen places of an image.
    private static final long LAST_CHECKED = 0x80200;

    private static final Card CARD = new Card(
            "tplink",
            "TP-Link firmware header, versions 1, 2 and 3",
            List.of(
                    "OpenWrt firmware-utils, mktplinkfw (layout with a vendor's name) and mktplinkfw2 (layout without)",
                    "OpenWrt wiki, docs/techref/header (version 1)"),
            List.of(
                    "There is no specification of the vendor; fields without a known meaning get no row.",
                    "md5sum1 covers the whole image with a published salt in its own place. The vendor's images with"
                            + " version 3 don't follow that rule: for versions 2 and 3 a value that it doesn't give is"
                            + " reported as not verified, not as wrong.",
                    "md5sum2 is given as it stands; what it covers is not published.",
                    "In images with a boot loader the outer header repeats the inner one's kernel and rootfs fields, in"
                            + " version 1 all of them, in version 3 all but kernel_ofs: they count from the inner"
                            + " header. In OpenWrt's images rootfs_ofs may be a nominal value.",
                    "RSA signatures that newer images carry are not looked for."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("01000000"), Magic.hex("02000000"), Magic.hex("030000007665722e"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER)) {
            return Optional.empty();
        }
        int version = image.i32(at, BIG_ENDIAN, "version") >>> 24;
        boolean named = image.matches(at + 4, TpLinkLayout.VERSION_TEXT);
        TpLinkLayout layout = named ? TpLinkLayout.SECOND : TpLinkLayout.FIRST;
        boolean possible = named ? version == 2 || version == 3 : version == 1 || version == 2;
        return possible && layout.isSane(image, at) && isConsistent(image, at, layout)
                ? Optional.of(Claim.strong(at, HEADER))
                : Optional.empty();
    }

    private static boolean isConsistent(Bytes image, long at, TpLinkLayout layout) throws Malformed {
        long length = layout.number(image, at, "fw_length");
        long kernel = layout.number(image, at, "kernel_ofs");
        long kernelLength = layout.number(image, at, "kernel_len");
        long rootfs = layout.number(image, at, "rootfs_ofs");
        long rootfsLength = layout.number(image, at, "rootfs_len");
        long boot = layout.number(image, at, "boot_len");
        if (kernel < HEADER || kernelLength == 0 || layout.number(image, at, "hw_id") == 0) {
            return false;
        }
        // OpenWrt leaves the length 0 where kernel and rootfs are one piece.
        long end = length == 0 ? LARGEST : length;
        return end <= LARGEST
                && kernel + kernelLength <= end
                && rootfs + rootfsLength <= end
                && boot <= end
                && (length != 0 || kernel == HEADER);
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long at = claim.at();
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        TpLinkLayout layout =
                image.matches(at + 4, TpLinkLayout.VERSION_TEXT) ? TpLinkLayout.SECOND : TpLinkLayout.FIRST;
        for (Field field : layout.fields()) {
            String value = field.text(image, at);
            if (!value.isEmpty()) {
                out.header(field.name(), value, field.offset(), field.length());
            }
        }
        Bytes rest = image.from(at, "image");
        if (isWhole(rest, layout, out)) {
            checksum(rest, at, layout, out);
        }
        return claim.end();
    }

    /// Reports an image that ends before what its header names.
    private static boolean isWhole(Bytes rest, TpLinkLayout layout, Sink out) throws Malformed {
        long length = layout.number(rest, 0, "fw_length");
        long end = layout.number(rest, 0, "kernel_ofs") + layout.number(rest, 0, "kernel_len");
        if (length > 0) {
            end = Math.max(end, layout.number(rest, 0, "rootfs_ofs") + layout.number(rest, 0, "rootfs_len"));
        }
        // Upgrade images may leave out the padding behind the root file system, images with a boot loader
        // may not.
        boolean boot = layout.number(rest, 0, "boot_len") > 0;
        long needed = boot ? length : end;
        if (rest.size() >= needed) {
            return true;
        }
        out.problem(new Problem.Malformed(
                layout.field("fw_length").offset(),
                boot ? "fw_length" : "rootfs_len",
                needed + " bytes from the header on are named, " + rest.size() + " are there"));
        return false;
    }

    private static void checksum(Bytes rest, long at, TpLinkLayout layout, Sink out) throws Malformed {
        Field field = layout.field("md5sum1");
        byte[] stored = rest.array(field.offset(), field.length(), field.name());
        boolean expected = at <= LAST_CHECKED && ((at & 0xffff) == 0 || (at & 0xffff) == HEADER);
        if (!expected || field.text(rest, 0).isEmpty()) {
            return;
        }
        long length = layout.number(rest, 0, "fw_length");
        byte[] salt = layout.number(rest, 0, "boot_len") > 0 ? BOOT_SALT : SALT;
        byte[] computed = new byte[0];
        for (long covered :
                length > 0 && length < rest.size() ? new long[] {length, rest.size()} : new long[] {rest.size()}) {
            computed = md5(rest.slice(0, covered, "image"), field.offset(), salt);
            if (Arrays.equals(stored, computed)) {
                out.header("md5sum1 verified", "right over " + covered + " bytes", -1, 0);
                return;
            }
        }
        if (layout == TpLinkLayout.SECOND || length > rest.size()) {
            out.header("md5sum1 verified", "no: the published rule doesn't give it", -1, 0);
        } else {
            String reason = HexFormat.of().formatHex(stored) + " stored, "
                    + HexFormat.of().formatHex(computed) + " computed";
            out.problem(new Problem.Malformed(field.offset(), field.name(), reason));
            out.header("md5sum1 verified", "wrong", -1, 0);
        }
    }

    /// MD5 with the salt where the checksum stands. It shows damage; anybody can compute it anew.
    private static byte[] md5(Bytes image, int place, byte[] salt) throws Malformed {
        MessageDigest digest = ContentHash.digest("MD5");
        digest.update(image.array(0, place, "header"));
        digest.update(salt);
        image.from((long) place + salt.length, "image").feed(digest::update);
        return digest.digest();
    }
}
