package org.vitrine.unpack.format.sevenzip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// The header of a 7z archive: its files, and where they come from.
public final class Archive {
    private static final int LARGEST_HEADER = 256 << 20;
    private static final int MOST_ENCODINGS = 4;
    private static final int LONGEST_TARGET = 4096;
    private static final int FOLDER = 0x10;
    private static final int UNIX = 0x8000;

    private final Bytes archive;
    private final Sink out;

    /// An archive that goes to `out`.
    public Archive(Bytes archive, Sink out) {
        this.archive = archive;
        this.out = out;
    }

    /// Reads the header at `at` and gives the files.
    ///
    /// @throws Unreadable when the header can't be read, or no more entries are allowed
    public void read(long at, long length) throws Unreadable {
        Bytes header = archive.slice(at, length, "header");
        for (int i = 0; header.size() > 0; i++) {
            HeaderReader reader = new HeaderReader(header);
            int id = reader.u8("id");
            if (id == 1) {
                header(reader);
                return;
            }
            if (id != 23 || i == MOST_ENCODINGS) {
                throw new Malformed(at, "header", "starts with property " + id);
            }
            header = decoded(reader);
        }
    }

    private Bytes decoded(HeaderReader reader) throws Unreadable {
        Streams streams = Streams.read(archive, reader);
        out.uses(Extent.Kind.STRUCTURE, streams.packedAt(), streams.packedLength());
        if (streams.pieces.isEmpty()) {
            throw new Malformed(reader.position(), "EncodedHeader", "holds nothing");
        }
        Streams.Piece piece = streams.pieces.getFirst();
        return Bytes.of(bytes(piece, LARGEST_HEADER));
    }

    private static byte[] bytes(Streams.Piece piece, int largest) throws Unreadable {
        if (piece.size() > largest) {
            throw new Malformed(0, "unPackSize", piece.size() + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        piece.folder().decode(piece.start(), piece.size(), piece.crc(), new Out() {
            @Override
            public void write(byte[] source, int offset, int count) {
                bytes.write(source, offset, count);
            }

            @Override
            public void hole(long count) {
                bytes.writeBytes(new byte[(int) count]);
            }
        });
        return bytes.toByteArray();
    }

    private void header(HeaderReader reader) throws Unreadable {
        Streams streams = null;
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            switch (id) {
                case 2 -> properties(reader);
                case 3 -> Streams.read(archive, reader);
                case 4 -> streams = Streams.read(archive, reader);
                case 5 -> files(reader, streams);
                default -> throw new Malformed(reader.position() - 1, "Header", "property " + id);
            }
        }
    }

    private static void properties(HeaderReader reader) throws Malformed {
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            reader.skip(reader.number("size"), "ArchiveProperties");
        }
    }

    private void files(HeaderReader reader, @Nullable Streams streams) throws Unreadable {
        int count = reader.count("numFiles", 0);
        List<byte[]> names = new ArrayList<>();
        BitSet empty = new BitSet();
        BitSet emptyFile = new BitSet();
        BitSet anti = new BitSet();
        long[] times = new long[count];
        long[] attributes = new long[count];
        Arrays.fill(attributes, -1);
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            long size = reader.number("size");
            long end = reader.position() + size;
            if (size > reader.left()) {
                throw new Malformed(reader.position(), "FilesInfo", size + " bytes of a property");
            }
            switch (id) {
                case 14 -> empty = reader.bits(count, "EmptyStream");
                case 15 -> emptyFile = reader.bits(empty.cardinality(), "EmptyFile");
                case 16 -> anti = reader.bits(empty.cardinality(), "Anti");
                case 17 -> names(reader, count, names);
                case 20 -> {
                    BitSet defined = reader.defined(count, "MTime");
                    reader.expect(0, "external");
                    for (int i = defined.nextSetBit(0); i >= 0; i = defined.nextSetBit(i + 1)) {
                        times[i] = reader.i64("MTime");
                    }
                }
                case 21 -> {
                    BitSet defined = reader.defined(count, "WinAttributes");
                    reader.expect(0, "external");
                    for (int i = defined.nextSetBit(0); i >= 0; i = defined.nextSetBit(i + 1)) {
                        attributes[i] = reader.u32("WinAttributes");
                    }
                }
                default -> {}
            }
            if (reader.position() > end) {
                throw new Malformed(end, "FilesInfo", "property " + id + " is longer than it says");
            }
            reader.skip(end - reader.position(), "FilesInfo");
        }
        if (names.size() != count) {
            throw new Malformed(reader.position(), "Names", names.size() + " names for " + count + " files");
        }
        if (streams != null) {
            out.uses(Extent.Kind.DATA, streams.packedAt(), streams.packedLength());
        }
        List<Streams.Piece> pieces = streams == null ? List.of() : streams.pieces;
        int next = 0;
        int bare = 0;
        for (int i = 0; i < count; i++) {
            if (empty.get(i)) {
                boolean folder = !emptyFile.get(bare) && !anti.get(bare);
                bare++;
                out.entry(entry(
                        names.get(i), folder ? ArtifactType.DIRECTORY : ArtifactType.FILE, times[i], attributes[i]));
            } else if (next == pieces.size()) {
                throw new Malformed(reader.position(), "FilesInfo", "more files than streams");
            } else {
                file(
                        entry(names.get(i), ArtifactType.FILE, times[i], attributes[i]),
                        attributes[i],
                        pieces.get(next++));
            }
        }
    }

    private static void names(HeaderReader reader, int count, List<byte[]> names) throws Malformed {
        reader.expect(0, "external");
        StringBuilder name = new StringBuilder();
        while (names.size() < count) {
            int unit = reader.u8("Names") | reader.u8("Names") << 8;
            if (unit == 0) {
                names.add(name.toString().getBytes(StandardCharsets.UTF_8));
                name.setLength(0);
            } else {
                name.append((char) unit);
            }
        }
    }

    private void file(Entry entry, long attributes, Streams.Piece piece) throws Unreadable {
        boolean link = attributes >= 0 && (attributes & UNIX) != 0 && (attributes >>> 16 & 0170000) == 0120000;
        if (link && piece.size() <= LONGEST_TARGET) {
            try {
                Entry made = new Entry(
                        entry.path(),
                        ArtifactType.SYMLINK,
                        entry.recorded(),
                        entry.mode(),
                        0,
                        0,
                        entry.mtime(),
                        0,
                        0,
                        Name.of(bytes(piece, LONGEST_TARGET)),
                        List.of());
                out.entry(made);
                return;
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
        out.file(entry, piece.size(), sink -> piece.folder().decode(piece.start(), piece.size(), piece.crc(), sink));
    }

    private Entry entry(byte[] name, ArtifactType type, long time, long attributes) {
        List<Name> path = Name.split(name);
        if (path.isEmpty()) {
            path = List.of(Name.of("unnamed"));
            out.problem(new Problem.Unsafe(-1, "Names", "an entry without a name"));
        }
        if (name.length > 0 && name[0] == '/' || path.stream().anyMatch(each -> each.is(".."))) {
            out.problem(new Problem.Unsafe(-1, "Names", "climbs out of its folder: " + Name.of(name)));
        }
        boolean unix = attributes >= 0 && (attributes & UNIX) != 0;
        int mode = unix ? (int) (attributes >>> 16) & 07777 : 0;
        // Tenths of a microsecond since 1601.
        long mtime = time == 0 ? 0 : Math.floorDiv(time, 10_000_000L) - 11_644_473_600L;
        Recorded recorded =
                unix ? time == 0 ? Recorded.MODE : Recorded.MODE_TIME : time == 0 ? Recorded.NOTHING : Recorded.TIME;
        ArtifactType kind = attributes >= 0 && (attributes & FOLDER) != 0 && type != ArtifactType.FILE
                ? ArtifactType.DIRECTORY
                : type;
        return new Entry(path, kind, recorded, mode, 0, 0, mtime, 0, 0, Name.EMPTY, List.of());
    }
}
