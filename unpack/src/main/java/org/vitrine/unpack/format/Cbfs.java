package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.LzmaDecoder;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system of coreboot: files at multiples of 64, each with a header, a name and attributes. What is marked
/// empty or deleted is not given.
public final class Cbfs implements Format {
    private static final byte[] MAGIC = "LARCHIVE".getBytes(ISO_8859_1);
    private static final int HEADER = 24;
    private static final int ALIGNMENT = 64;
    private static final int COMPRESSION = 0x42435a4c;
    private static final int LZMA = 1;
    private static final int LZ4 = 2;
    private static final int LZMA_HEADER = 13;
    private static final int DELETED = 0;
    private static final int EMPTY = -1;
    private static final int LONGEST_HEADER = 1 << 16;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(0x01, "bootblock"),
            Map.entry(0x02, "cbfs header"),
            Map.entry(0x10, "legacy stage"),
            Map.entry(0x11, "stage"),
            Map.entry(0x20, "simple elf"),
            Map.entry(0x21, "fit payload"),
            Map.entry(0x30, "optionrom"),
            Map.entry(0x40, "bootsplash"),
            Map.entry(0x50, "raw"),
            Map.entry(0x51, "vsa"),
            Map.entry(0x52, "mbi"),
            Map.entry(0x53, "microcode"),
            Map.entry(0x54, "intel fit"),
            Map.entry(0x60, "fsp"),
            Map.entry(0x61, "mrc"),
            Map.entry(0x62, "mma"),
            Map.entry(0x63, "efi"),
            Map.entry(0x70, "struct"),
            Map.entry(0x80, "amdfw"),
            Map.entry(0xaa, "cmos_default"),
            Map.entry(0xab, "spd"),
            Map.entry(0xac, "mrc_cache"),
            Map.entry(0x1aa, "cmos_layout"));

    private static final Card CARD = new Card(
            "cbfs",
            "coreboot file system (CBFS)",
            List.of("coreboot, src/commonlib/bsd/include/commonlib/bsd/cbfs_serialized.h"),
            List.of(
                    "Files compressed with LZ4 are given as the LZ4 frame they are.",
                    "Hashes among the attributes are not verified."));

    /// A file's header.
    private record Member(long at, long length, int type, long attributes, long offset) {
        long end() {
            return at + offset + length;
        }
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("LARCHIVE", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        long end = 0;
        Optional<Member> member = member(image, at);
        while (member.isPresent()) {
            end = Math.min(member.get().end(), image.size());
            member = member(image, aligned(end - at) + at);
        }
        return end == 0 ? Optional.empty() : Optional.of(Claim.strong(at, end - at));
    }

    private static long aligned(long at) {
        return at + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private static Optional<Member> member(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || !image.matches(at, MAGIC)) {
            return Optional.empty();
        }
        Member member = new Member(
                at,
                image.u32(at + 8, BIG_ENDIAN, "len"),
                image.i32(at + 12, BIG_ENDIAN, "type"),
                image.u32(at + 16, BIG_ENDIAN, "attributes_offset"),
                image.u32(at + 20, BIG_ENDIAN, "offset"));
        boolean sane =
                member.offset() >= HEADER && member.offset() <= LONGEST_HEADER && image.holds(at, member.offset());
        return sane ? Optional.of(member) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "CBFS");
        for (Optional<Member> next = member(all, 0);
                next.isPresent();
                next = member(all, aligned(next.get().end()))) {
            file(all, next.get(), out);
        }
        return claim.end();
    }

    private static void file(Bytes all, Member member, Sink out) throws Unreadable {
        out.uses(Extent.Kind.STRUCTURE, member.at(), member.offset());
        long there = Math.min(member.length(), all.size() - member.at() - member.offset());
        if (there < member.length()) {
            out.problem(new Problem.Malformed(
                    member.at() + 8, "len", member.length() + " bytes declared, " + there + " are there"));
        }
        if (member.type() == DELETED || member.type() == EMPTY) {
            return;
        }
        byte[] raw = all.array(member.at() + HEADER, member.offset() - HEADER, "name");
        int length = 0;
        while (length < raw.length && raw[length] != 0) {
            length++;
        }
        List<Name> path = Name.split(Arrays.copyOf(raw, length));
        String type = TYPES.getOrDefault(member.type(), "0x%x".formatted(member.type()));
        Bytes data = all.slice(member.at() + member.offset(), there, "file");
        out.uses(Extent.Kind.DATA, member.at() + member.offset(), there);
        if (path.isEmpty()) {
            out.problem(new Problem.Malformed(member.at() + HEADER, "name", "is none"));
            path = List.of(Name.of("file@" + member.at()));
        }
        Entry entry = Entry.of(path, ArtifactType.FILE);
        long compression = compression(all, member);
        String packed = compression < 0 ? "" : compression == LZMA ? " lzma" : compression == LZ4 ? " lz4" : "";
        out.header(
                "file",
                path.stream().map(Name::toString).reduce((a, b) -> a + "/" + b).orElse("") + " " + type + packed,
                member.at(),
                HEADER);
        if (compression == LZMA && data.holds(0, LZMA_HEADER)) {
            lzma(data, entry, out);
        } else {
            if (compression > LZ4) {
                out.problem(new Problem.Unsupported(member.at() + 16, "compression", "type " + compression));
            }
            out.file(entry, data);
        }
    }

    private static void lzma(Bytes data, Entry entry, Sink out) throws Unreadable {
        int properties = data.u8(0, "lzma properties");
        long dictionary = data.u32(1, LITTLE_ENDIAN, "dictionary size");
        long size = data.u63(5, LITTLE_ENDIAN, "uncompressed size");
        out.file(entry, size, to -> LzmaDecoder.decode(data, LZMA_HEADER, properties, dictionary, size, to));
    }

    /// The compression that the attributes name; -1 where they name none.
    private static long compression(Bytes all, Member member) throws Malformed {
        long at = member.attributes();
        while (at >= HEADER && at + 8 <= member.offset()) {
            int tag = all.i32(member.at() + at, BIG_ENDIAN, "attribute tag");
            long length = all.u32(member.at() + at + 4, BIG_ENDIAN, "attribute length");
            if (tag == COMPRESSION && length >= 16 && at + 16 <= member.offset()) {
                return all.u32(member.at() + at + 8, BIG_ENDIAN, "compression");
            }
            if (length < 8) {
                return -1;
            }
            at += length;
        }
        return -1;
    }
}
