package org.vitrine.unpack.format.uefi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Sink;

/// A row of sections, each at a multiple of four: the data of a file, or what an encapsulating section holds.
public final class SectionStream {
    /// How the names of files end that hold nothing but sections.
    public static final String ENDING = Encapsulation.ENDING;

    private static final int LONGEST_TEXT = 1024;

    private final Bytes stream;
    private final long base;
    private final String owner;
    private final Sink out;
    private final Encapsulation encapsulation;

    /// @param base where the stream starts in the container
    /// @param owner what stands before a name in a row, such as a file's GUID; may be empty
    public SectionStream(Bytes stream, long base, String owner, Sink out) {
        this.stream = stream;
        this.base = base;
        this.owner = owner;
        this.out = out;
        this.encapsulation = new Encapsulation(stream, base, out);
    }

    /// How far sections of known types and possible sizes follow each other from the start.
    public static long reach(Bytes stream) {
        long at = 0;
        long end = 0;
        while (at < stream.size()) {
            Section section = Section.possible(stream, at).orElse(null);
            if (section == null) {
                return end;
            }
            end = at + section.size();
            at = aligned(end);
        }
        return end;
    }

    private static long aligned(long at) {
        return at + Section.ALIGNMENT - 1 & -Section.ALIGNMENT;
    }

    /// Gives all sections as files in a folder; what can't be read is reported and ends it.
    ///
    /// @return how far it came, from the stream's start
    /// @throws LimitReached when no more entries or bytes are allowed
    public long give(List<Name> folder) throws LimitReached {
        long at = 0;
        long end = 0;
        for (int number = 0; at < stream.size(); number++) {
            try {
                Section section = Section.of(stream, at);
                if (section.size() < section.header()) {
                    throw new Malformed(at, "Size", section.size() + " bytes");
                }
                stream.require(at, section.size(), "Size");
                if (!section.isKnown()) {
                    out.problem(new Problem.Unsupported(base + at + 3, "Type", section.typeName()));
                }
                end = at + section.size();
                long header = give(at, section, folder, number);
                out.uses(Extent.Kind.STRUCTURE, base + at, header);
                out.uses(Extent.Kind.DATA, base + at + header, section.size() - header);
            } catch (LimitReached e) {
                throw e;
            } catch (Unreadable e) {
                out.problem(moved(e.problem()));
                if (end <= at) {
                    return end;
                }
            }
            at = aligned(end);
            gap(end, Math.min(at, stream.size()));
        }
        return end;
    }

    /// Zeros that align the next section, or the bytes of erased flash.
    private void gap(long from, long to) {
        try {
            byte[] gap = stream.array(from, to - from, "padding");
            for (byte each : gap) {
                if (each != 0 && each != (byte) 0xff) {
                    return;
                }
            }
            if (gap.length > 0) {
                out.uses(Extent.Kind.STRUCTURE, base + from, gap.length);
            }
        } catch (Malformed e) {
            out.problem(moved(e.problem()));
        }
    }

    private Problem moved(Problem problem) {
        return problem instanceof Problem.Malformed malformed
                ? new Problem.Malformed(base + malformed.offset(), malformed.field(), malformed.reason())
                : problem;
    }

    /// Gives one; says how many bytes are its header.
    private long give(long at, Section section, List<Name> folder, int number) throws Unreadable {
        return switch (section.type()) {
            case Section.COMPRESSION -> encapsulation.compressed(at, section, folder, number);
            case Section.GUID_DEFINED -> encapsulation.guided(at, section, folder, number);
            case Section.DISPOSABLE -> {
                file(at, section, section.header(), folder, number, section.typeName() + ENDING);
                yield section.header();
            }
            case Section.FREEFORM -> {
                long header = (long) section.header() + Guid.SIZE;
                String guid = Guid.text(stream, at + section.header(), "SubTypeGuid");
                out.header("freeform", owned(guid), base + at + section.header(), Guid.SIZE);
                file(at, section, header, folder, number, section.typeName());
                yield header;
            }
            case Section.USER_INTERFACE -> {
                text("ui", at, section, section.header());
                file(at, section, section.header(), folder, number, section.typeName());
                yield section.header();
            }
            case Section.VERSION -> {
                text("version", at, section, section.header() + 2L);
                long build = stream.u16(at + section.header(), LITTLE_ENDIAN, "BuildNumber");
                out.header("build", owned(Long.toString(build)), base + at + section.header(), 2);
                file(at, section, section.header() + 2L, folder, number, section.typeName());
                yield section.header() + 2L;
            }
            default -> {
                file(at, section, section.header(), folder, number, section.typeName());
                yield section.header();
            }
        };
    }

    private void file(long at, Section section, long header, List<Name> folder, int number, String kind)
            throws Unreadable {
        Bytes content = stream.slice(at + header, section.size() - header, "section");
        out.file(Encapsulation.named(folder, number, kind), content);
    }

    private void text(String field, long at, Section section, long header) throws Malformed {
        long length = Math.min(section.size() - header, LONGEST_TEXT) & -2;
        if (length <= 0) {
            return;
        }
        byte[] raw = stream.array(at + header, length, field);
        String text = new String(raw, UTF_16LE);
        int end = text.indexOf(0);
        String shown = Display.text(end < 0 ? text : text.substring(0, end));
        out.header(field, owned(shown), base + at + header, length);
    }

    private String owned(String value) {
        return owner.isEmpty() ? value : owner + " " + value;
    }
}
