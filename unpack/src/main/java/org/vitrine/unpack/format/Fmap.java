package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The flash map of coreboot: named areas of a flash image. Where it stands at the image's own start, the areas that
/// hold no others are parts; elsewhere it is a table, and the areas are looked for where they lie.
public final class Fmap implements Format {
    private static final byte[] SIGNATURE = "__FMAP__".getBytes(ISO_8859_1);
    private static final int HEADER = 56;
    private static final int AREA = 42;
    private static final int NAME = 32;
    private static final int MOST = 1024;

    private static final Card CARD = new Card(
            "fmap",
            "coreboot flash map (FMAP)",
            List.of("flashmap, lib/fmap.h (version 1.1)"),
            List.of("An image whose map is not at its start is not cut into areas."));

    /// An area of the flash.
    private record Area(int number, long offset, long size, String name, int flags) {
        boolean holds(Area other) {
            return other.number != number
                    && other.size > 0
                    && other.offset >= offset
                    && other.offset + other.size <= offset + size
                    && (other.size < size || other.number > number);
        }
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("__FMAP__", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || !image.matches(at, SIGNATURE) || image.u8(at + 8, "ver_major") != 1) {
            return Optional.empty();
        }
        long table = table(image, at);
        if (!image.holds(at, table) || table == HEADER || table > HEADER + (long) MOST * AREA) {
            return Optional.empty();
        }
        long length = isWhole(image, at) ? image.u32(at + 18, LITTLE_ENDIAN, "size") : table;
        return Optional.of(Claim.strong(at, length));
    }

    private static long table(Bytes image, long at) throws Malformed {
        return HEADER + (long) image.u16(at + 54, LITTLE_ENDIAN, "nareas") * AREA;
    }

    /// Whether the image starts where the map does: the map is an area of itself, at 0.
    private static boolean isWhole(Bytes image, long at) throws Malformed {
        for (Area area : areas(image, at)) {
            if (area.name().equals("FMAP") && area.offset() == 0) {
                long size = image.u32(at + 18, LITTLE_ENDIAN, "size");
                return size >= table(image, at) && image.holds(at, size);
            }
        }
        return false;
    }

    private static List<Area> areas(Bytes image, long at) throws Malformed {
        List<Area> areas = new ArrayList<>();
        int count = image.u16(at + 54, LITTLE_ENDIAN, "nareas");
        for (int i = 0; i < count; i++) {
            long place = at + HEADER + (long) i * AREA;
            areas.add(new Area(
                    i,
                    image.u32(place, LITTLE_ENDIAN, "offset"),
                    image.u32(place + 4, LITTLE_ENDIAN, "size"),
                    HeaderText.of(image, place + 8, NAME, "name"),
                    image.u16(place + 40, LITTLE_ENDIAN, "flags")));
        }
        return areas;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "flash");
        long table = table(all, 0);
        out.uses(Extent.Kind.STRUCTURE, 0, table);
        out.header("version", all.u8(8, "ver_major") + "." + all.u8(9, "ver_minor"), 8, 2);
        out.header("base", "0x%x".formatted(all.i64(10, LITTLE_ENDIAN, "base")), 10, 8);
        out.header("size", Long.toString(all.u32(18, LITTLE_ENDIAN, "size")), 18, 4);
        out.header("name", HeaderText.of(all, 22, NAME, "name"), 22, NAME);
        List<Area> areas = areas(all, 0);
        for (Area area : areas) {
            String flags = "0x%04x".formatted(area.flags());
            out.fact(
                    id -> new Partition(id, area.number(), area.name(), "fmap", "", area.offset(), area.size(), flags));
        }
        if (all.size() > table) {
            parts(all, table, areas, out);
        }
        return claim.end();
    }

    private static void parts(Bytes all, long table, List<Area> areas, Sink out) throws Unreadable {
        long end = table;
        List<Area> leaves = areas.stream()
                .filter(area -> area.size() > 0 && !area.name().equals("FMAP"))
                .filter(area -> areas.stream().noneMatch(area::holds))
                .sorted(Comparator.comparingLong(Area::offset).thenComparingInt(Area::number))
                .toList();
        for (Area area : leaves) {
            long place = HEADER + (long) area.number() * AREA;
            if (area.offset() < end || !all.holds(area.offset(), area.size())) {
                out.problem(new Problem.Malformed(
                        place,
                        "offset",
                        area.name() + ": " + area.size() + " bytes at " + area.offset() + ", of " + all.size()
                                + ", those before " + end + " taken"));
                continue;
            }
            String name = area.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
            out.part(name.isEmpty() ? "area" : name, area.offset(), all.slice(area.offset(), area.size(), "area"));
            end = area.offset() + area.size();
        }
    }
}
