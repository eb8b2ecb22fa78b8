package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Brotli;
import org.vitrine.unpack.codec.EfiCompression;
import org.vitrine.unpack.codec.LzmaDecoder;
import org.vitrine.unpack.codec.X86Branches;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// A section that holds other sections, plain or encoded. They come out as one file whose name ends as
/// [#ENDING] says, and are opened from it: so each level is charged and bounded as any container's
/// content is.
final class Encapsulation {
    /// How the names of files end that hold nothing but sections.
    static final String ENDING = ".sections";

    static final String LZMA = "EE4E5898-3914-4259-9D6E-DC7BD79403CF";
    static final String LZMA_X86 = "D42AE6BD-1352-4BFB-909A-CA72A6EAE889";
    static final String TIANO = "A31280AD-481E-41B6-95E8-127F4C984779";
    static final String BROTLI = "3D532050-5CDA-4FD0-879E-0F7F630D5AFB";
    static final String CRC = "FC1BCDB0-7D31-49AA-936A-A4600D9DD083";
    static final String SIGNED = "0F9D89E8-9259-4F76-A5AF-0C89E34023DF";

    private static final int COMPRESSION_HEADER = 5;
    private static final int GUID_HEADER = 20;
    private static final int LZMA_HEADER = 13;
    /// The decoded size, and how much memory EDK II is to keep for decoding.
    private static final int BROTLI_HEADER = 16;
    private static final int PROCESSING_REQUIRED = 1;

    private final Bytes stream;
    private final long base;
    private final Sink out;

    /// @param base where the stream starts in the container
    Encapsulation(Bytes stream, long base, Sink out) {
        this.stream = stream;
        this.base = base;
        this.out = out;
    }

    /// Gives what a section of compressed sections holds.
    ///
    /// @return how many bytes from `at` are its header
    long compressed(long at, Section section, List<Name> folder, int number) throws Unreadable {
        long body = at + section.header() + COMPRESSION_HEADER;
        long size = stream.u32(at + section.header(), LITTLE_ENDIAN, "UncompressedLength");
        int type = stream.u8(at + section.header() + 4, "CompressionType");
        Bytes data = stream.slice(body, Math.max(0, at + section.size() - body), "compressed data");
        switch (type) {
            case 0 -> out.file(named(folder, number, "plain" + ENDING), data);
            case 1 -> {
                if (EfiCompression.size(data, 0) != size) {
                    out.problem(new Problem.Malformed(
                            base + at + section.header(),
                            "UncompressedLength",
                            size + " here, " + EfiCompression.size(data, 0) + " in the data"));
                }
                out.file(named(folder, number, "efi" + ENDING), EfiCompression.size(data, 0), standard(data));
            }
            default -> {
                out.problem(
                        new Problem.Unsupported(base + at + section.header() + 4, "CompressionType", "type " + type));
                out.file(named(folder, number, "compression-" + type), data);
            }
        }
        return body - at;
    }

    /// The specification means EFI's own variant, but some builds write the other.
    private static Decoder standard(Bytes data) {
        return to -> {
            boolean tiano = !EfiCompression.decodes(data, 0, EfiCompression.Variant.EFI)
                    && EfiCompression.decodes(data, 0, EfiCompression.Variant.TIANO);
            EfiCompression.decode(data, 0, tiano ? EfiCompression.Variant.TIANO : EfiCompression.Variant.EFI, to);
        };
    }

    /// Gives what a section holds that a GUID defines.
    ///
    /// @return how many bytes from `at` are its header
    long guided(long at, Section section, List<Name> folder, int number) throws Unreadable {
        long fields = at + section.header();
        String guid = Guid.text(stream, fields, "SectionDefinitionGuid");
        int offset = stream.u16(fields + 16, LITTLE_ENDIAN, "DataOffset");
        int attributes = stream.u16(fields + 18, LITTLE_ENDIAN, "Attributes");
        if (offset < section.header() + GUID_HEADER || offset > section.size()) {
            throw new Malformed(base + fields + 16, "DataOffset", offset + " of " + section.size() + " bytes");
        }
        Bytes data = stream.slice(at + offset, section.size() - offset, "section");
        long place = base + at;
        switch (guid) {
            case LZMA -> lzma(data, named(folder, number, "lzma" + ENDING), false);
            case LZMA_X86 -> lzma(data, named(folder, number, "lzma-x86" + ENDING), true);
            case TIANO ->
                out.file(
                        named(folder, number, "tiano" + ENDING),
                        EfiCompression.size(data, 0),
                        to -> EfiCompression.decode(data, 0, EfiCompression.Variant.TIANO, to));
            case CRC -> {
                crc(fields + GUID_HEADER, data);
                out.file(named(folder, number, "crc32" + ENDING), data);
            }
            case SIGNED -> {
                long signature = offset - (fields + GUID_HEADER - at);
                out.header("signed section", signature + " bytes of certificate", fields + base, signature);
                out.file(named(folder, number, "signed" + ENDING), data);
            }
            case BROTLI ->
                out.file(
                        named(folder, number, "brotli" + ENDING),
                        data.u63(0, LITTLE_ENDIAN, "decoded size"),
                        to -> Brotli.decode(data, BROTLI_HEADER, to));
            default -> {
                boolean encoded = (attributes & PROCESSING_REQUIRED) != 0;
                if (encoded) {
                    out.problem(new Problem.Unsupported(place, "SectionDefinitionGuid", guid));
                }
                out.file(named(folder, number, guid + (encoded ? "" : ENDING)), data);
            }
        }
        return offset;
    }

    private void lzma(Bytes data, Entry entry, boolean branches) throws Unreadable {
        int properties = data.u8(0, "lzma properties");
        long dictionary = data.u32(1, LITTLE_ENDIAN, "dictionary size");
        long size = data.u63(5, LITTLE_ENDIAN, "uncompressed size");
        out.file(entry, size, to -> {
            X86Branches filter = new X86Branches(to);
            LzmaDecoder.decode(data, LZMA_HEADER, properties, dictionary, size, branches ? filter : to);
            if (branches) {
                filter.end();
            }
        });
    }

    private void crc(long at, Bytes data) throws Malformed {
        long stored = stream.u32(at, LITTLE_ENDIAN, "CRC32Checksum");
        CRC32 crc = new CRC32();
        data.feed(crc::update);
        if (crc.getValue() != stored) {
            out.problem(new Problem.Malformed(
                    base + at,
                    "CRC32Checksum",
                    Long.toHexString(stored) + " stored, " + Long.toHexString(crc.getValue()) + " computed"));
        }
    }

    /// An entry named by its number and kind: no two in a folder have the same.
    static Entry named(List<Name> folder, int number, String kind) {
        List<Name> path = new ArrayList<>(folder);
        path.add(Name.of(number + "." + kind));
        return Entry.of(path, ArtifactType.FILE);
    }
}
