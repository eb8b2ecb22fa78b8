package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

/// The firmware image package of Trusted Firmware-A: a table of UUIDs, offsets and sizes, closed by an entry of zeros
/// whose offset is the package's end, then the images. Each is a part named as Trusted Firmware's own tools name it,
/// or by its UUID as it is stored.
public final class Fip implements Format {
    private static final int HEADER = 16;
    private static final int ENTRY = 40;
    private static final int MOST_ENTRIES = 256;
    private static final String NONE = "0".repeat(32);

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("659227032f74e6448dff579ac1ff0610", "scp-bl2u"),
            Map.entry("60b3eb37c1e5ea419df319eda11f6801", "bl2u"),
            Map.entry("4f511d112be54e49b4c583c2f715840a", "ns-bl2u"),
            Map.entry("71408ab218d6874c8b2ec6dccd50f096", "fwu-cert"),
            Map.entry("5ff9ec0b4d223e4da544c39d81c73f0a", "bl2"),
            Map.entry("9766fd3d89bee849ae5d78a140608213", "scp-bl2"),
            Map.entry("47d4086d4cfe98469b952950cbbd5a00", "bl31"),
            Map.entry("05d0e18953dc13478d2b500a4b7a3e38", "bl32"),
            Map.entry("0b70c29b2a5a78409f650a5682738288", "bl32-extra1"),
            Map.entry("8ea87bb1cfa23f4d85fde7bba50220d9", "bl32-extra2"),
            Map.entry("d6d0eea7fcead54b97829934f234b6e4", "bl33"),
            Map.entry("862d1d72f860e411920b8be762160f24", "rot-cert"),
            Map.entry("827ee890f860e411a1b4777a21b4f94c", "trusted-key-cert"),
            Map.entry("1c67873d5f63e411978d27c0c7148abd", "nt-world-key-cert"),
            Map.entry("024221a1f860e4118d9bf33c0e15a014", "scp-fw-key-cert"),
            Map.entry("8ab8beccf960e4119ad0eb4822d8dcf8", "soc-fw-key-cert"),
            Map.entry("9477d603fb60e41185ddb7105b8cee04", "tos-fw-key-cert"),
            Map.entry("8ad5832afb60e4118aafdf30bbc49859", "nt-fw-key-cert"),
            Map.entry("d6e269ea5d63e4118d8c9fbabe9956a5", "tb-fw-cert"),
            Map.entry("44be6f045e63e411b28b73d8eaae9656", "scp-fw-cert"),
            Map.entry("e2b20c205e63e4119ce8abccf92bb666", "soc-fw-cert"),
            Map.entry("a49f44115e63e41187283f05722af33d", "tos-fw-cert"),
            Map.entry("8ec4c1f35d63e411a7a987ee40b23fa7", "nt-fw-cert"),
            Map.entry("776dfd4486974c3b91ebc13e025a2a6f", "sip-sp-cert"),
            Map.entry("ddcbbf4acad611ea87d00242ac130003", "plat-sp-cert"),
            Map.entry("08b8f1d9c9cf9349a9626fbc6b7265cc", "hw-config"),
            Map.entry("6c0458ffaf6b7d4f82edaa27bc69bfd2", "tb-fw-config"),
            Map.entry("9979814b0376fb468c8e8d267f7859e0", "soc-fw-config"),
            Map.entry("26257c1adbc67f478d96c4c4b0248021", "tos-fw-config"),
            Map.entry("28da981593e87e44ac661aaf801550f9", "nt-fw-config"),
            Map.entry("5807e16a845947be8ed5648e8dddab0e", "fw-config"));

    private static final Card CARD = new Card(
            "fip",
            "TF-A firmware image package (FIP)",
            List.of(
                    "Trusted Firmware-A documentation, Firmware Design, Firmware Image Package (FIP)",
                    "Trusted Firmware-A, include/tools_share/firmware_image_package.h"),
            List.of(
                    "Images of platforms that have UUIDs of their own are named by them.",
                    "Certificates are given, not verified; encrypted images are given as they lie there."));

    /// An image in the table.
    private record Image(long entry, String name, String uuid, long offset, long size, long flags) {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("010064aa"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER + ENTRY)
                || image.i32(at, LITTLE_ENDIAN, "name") != 0xaa640001
                || image.i32(at + 4, LITTLE_ENDIAN, "serial_number") == 0) {
            return Optional.empty();
        }
        long end = HEADER;
        for (int i = 0; i < MOST_ENTRIES && image.holds(at + HEADER + (long) i * ENTRY, ENTRY); i++) {
            Image each = entry(image, at, i);
            if (each.offset() < end || each.size() < 0 || each.offset() >>> 40 != 0 || each.size() >>> 40 != 0) {
                return Optional.empty();
            }
            if (each.uuid().equals(NONE)) {
                return i > 0 && each.size() == 0 && each.offset() >= HEADER + (i + 1L) * ENTRY
                        ? Optional.of(Claim.strong(at, Math.min(each.offset(), image.size() - at)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Image entry(Bytes image, long at, int number) throws Malformed {
        long place = HEADER + (long) number * ENTRY;
        String uuid = HexFormat.of().formatHex(image.array(at + place, 16, "uuid"));
        return new Image(
                place,
                NAMES.getOrDefault(uuid, uuid),
                uuid,
                image.i64(at + place + 16, LITTLE_ENDIAN, "offset_address"),
                image.i64(at + place + 24, LITTLE_ENDIAN, "size"),
                image.i64(at + place + 32, LITTLE_ENDIAN, "flags"));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "package");
        out.header("serial_number", "0x%08x".formatted(all.i32(4, LITTLE_ENDIAN, "serial_number")), 4, 4);
        out.header("flags", "0x%016x".formatted(all.i64(8, LITTLE_ENDIAN, "flags")), 8, 8);
        List<Image> images = new ArrayList<>();
        Image next = entry(all, 0, 0);
        while (!next.uuid().equals(NONE)) {
            images.add(next);
            next = entry(all, 0, images.size());
        }
        long table = next.entry() + ENTRY;
        out.uses(Extent.Kind.STRUCTURE, 0, table);
        if (next.offset() > all.size()) {
            out.problem(new Problem.Malformed(
                    next.entry() + 16,
                    "offset_address",
                    next.offset() + " bytes declared, " + all.size() + " are there"));
        }
        long end = table;
        for (Image each : images.stream()
                .sorted(Comparator.comparingLong(Image::offset).thenComparingLong(Image::entry))
                .toList()) {
            give(all, each, end, out);
            end = Math.max(end, each.offset() + each.size());
        }
        return claim.end();
    }

    private static void give(Bytes all, Image each, long free, Sink out) throws Unreadable {
        out.header(
                each.name(),
                "uuid=" + each.uuid() + " offset=" + each.offset() + " size=" + each.size()
                        + " flags=0x%x".formatted(each.flags()),
                each.entry(),
                ENTRY);
        if (each.size() == 0) {
            return;
        }
        if (each.offset() < free) {
            out.problem(new Problem.Unsafe(
                    each.entry() + 16,
                    "offset_address",
                    each.name() + " starts at " + each.offset() + ", but what is before it ends at " + free));
        }
        long there = Math.min(each.size(), all.size() - each.offset());
        if (there < each.size()) {
            out.problem(new Problem.Malformed(
                    each.entry() + 24,
                    "size",
                    each.name() + ": " + each.size() + " bytes declared, " + Math.max(0, there) + " are there"));
        }
        if (there > 0) {
            out.part(each.name(), each.offset(), all.slice(each.offset(), there, each.name()));
        }
    }
}
