package org.vitrine.unpack.format.sevenzip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Where the packed bytes are, how they are decoded, and which files they hold (7zFormat.txt, StreamsInfo).
final class Streams {
    /// A file in a folder.
    ///
    /// @param start where it starts in what the folder decodes to
    /// @param crc of its bytes, or -1
    record Piece(Folder folder, long start, long size, long crc) {}

    private static final int MOST_CODERS = 16;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Plan(List<Folder.Coder> chain, int[] order, String refusal, int packed, int outs) {}

    private final Bytes archive;
    private final HeaderReader reader;
    private long packedAt;
    private long[] packedSizes = {};
    private final List<Plan> plans = new ArrayList<>();
    private final List<Folder> folders = new ArrayList<>();
    private long[] crcs = {};

    /// The files in their order.
    final List<Piece> pieces = new ArrayList<>();

    private Streams(Bytes archive, HeaderReader reader) {
        this.archive = archive;
        this.reader = reader;
    }

    /// Reads it to its end.
    static Streams read(Bytes archive, HeaderReader reader) throws Malformed {
        Streams streams = new Streams(archive, reader);
        boolean split = false;
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            switch (id) {
                case 6 -> streams.packed();
                case 7 -> streams.folders();
                case 8 -> {
                    streams.split();
                    split = true;
                }
                default -> throw new Malformed(reader.position() - 1, "StreamsInfo", "property " + id);
            }
        }
        if (!split) {
            for (int i = 0; i < streams.folders.size(); i++) {
                Folder folder = streams.folders.get(i);
                streams.pieces.add(new Piece(folder, 0, folder.size(), streams.crcs[i]));
            }
        }
        return streams;
    }

    /// Where the packed bytes start, and how many there are.
    long packedAt() {
        return packedAt;
    }

    long packedLength() {
        return Arrays.stream(packedSizes).sum();
    }

    private void packed() throws Malformed {
        packedAt = 32 + reader.number("packPos");
        packedSizes = new long[reader.count("numPackStreams", 0)];
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            if (id == 9) {
                long at = packedAt;
                for (int i = 0; i < packedSizes.length; i++) {
                    packedSizes[i] = reader.number("packSize");
                    archive.require(at, packedSizes[i], "packSize");
                    at += packedSizes[i];
                }
            } else if (id == 10) {
                reader.digests(packedSizes.length);
            } else {
                throw new Malformed(reader.position() - 1, "PackInfo", "property " + id);
            }
        }
    }

    private void folders() throws Malformed {
        reader.expect(11, "Folder");
        int count = reader.count("numFolders", 0);
        reader.expect(0, "external");
        for (int i = 0; i < count; i++) {
            plans.add(plan());
        }
        reader.expect(12, "CodersUnPackSize");
        int next = 0;
        long at = packedAt;
        for (Plan plan : plans) {
            long[] all = new long[plan.outs()];
            for (int i = 0; i < all.length; i++) {
                all[i] = reader.number("unPackSize");
            }
            long[] sizes = new long[plan.order().length];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = all[plan.order()[i]];
            }
            if (plan.packed() > packedSizes.length - next) {
                throw new Malformed(reader.position(), "numPackStreams", "a folder has no packed bytes");
            }
            long size = plan.packed() == 0 ? 0 : packedSizes[next];
            folders.add(new Folder(plan.chain(), archive.slice(at, size, "packed"), at, sizes, plan.refusal()));
            for (int i = 0; i < plan.packed(); i++) {
                at += packedSizes[next++];
            }
        }
        crcs = new long[count];
        Arrays.fill(crcs, -1);
        for (int id = reader.u8("id"); id != 0; id = reader.u8("id")) {
            if (id != 10) {
                throw new Malformed(reader.position() - 1, "UnPackInfo", "property " + id);
            }
            crcs = reader.digests(count);
        }
    }

    /// The coders of a folder, put in the order from the packed bytes to the files.
    private Plan plan() throws Malformed {
        long start = reader.position();
        int count = reader.count("numCoders", 0);
        if (count == 0 || count > MOST_CODERS) {
            throw new Malformed(start, "numCoders", Integer.toString(count));
        }
        List<Folder.Coder> coders = new ArrayList<>();
        String refusal = "";
        int ins = 0;
        int outs = 0;
        for (int i = 0; i < count; i++) {
            int flags = reader.u8("coder flags");
            String method = Folder.method(reader.array(flags & 15, "codecId"));
            int in = (flags & 0x10) != 0 ? reader.count("numInStreams", 0) : 1;
            int out = (flags & 0x10) != 0 ? reader.count("numOutStreams", 0) : 1;
            byte[] properties =
                    (flags & 0x20) != 0 ? reader.array(reader.count("propertiesSize", 0), "properties") : new byte[0];
            coders.add(new Folder.Coder(method, Bytes.of(properties)));
            refusal = refusal.isEmpty() ? Folder.refusal(method) : refusal;
            if (in != 1 || out != 1) {
                refusal = refusal.isEmpty() ? "a coder of several streams" : refusal;
            }
            ins += in;
            outs += out;
            if (ins > 64 || outs > 64 || outs == 0) {
                throw new Malformed(start, "numInStreams", ins + " in, " + outs + " out");
            }
        }
        // For an input, the output that feeds it, or -1 where packed bytes do.
        int[] feeds = new int[ins];
        Arrays.fill(feeds, -1);
        boolean[] bound = new boolean[outs];
        for (int i = 0; i < outs - 1; i++) {
            int in = reader.count("inIndex", 1 << 10);
            int out = reader.count("outIndex", 1 << 10);
            if (in >= ins || out >= outs || bound[out] || feeds[in] >= 0) {
                throw new Malformed(start, "BindPairs", in + " to " + out);
            }
            feeds[in] = out;
            bound[out] = true;
        }
        int packed = ins - (outs - 1);
        if (packed < 1) {
            throw new Malformed(start, "BindPairs", "no packed stream");
        }
        for (int i = 0; packed > 1 && i < packed; i++) {
            reader.number("index of a packed stream");
        }
        int last = 0;
        while (bound[last]) {
            last++;
        }
        return refusal.isEmpty()
                ? chain(coders, feeds, last, start)
                : new Plan(coders, new int[] {last}, refusal, packed, outs);
    }

    private static Plan chain(List<Folder.Coder> coders, int[] feeds, int last, long start) throws Malformed {
        List<Folder.Coder> chain = new ArrayList<>();
        int[] order = new int[coders.size()];
        int at = last;
        for (int i = coders.size() - 1; i >= 0; i--) {
            if (at < 0) {
                throw new Malformed(start, "BindPairs", "coders that nothing feeds on");
            }
            order[i] = at;
            chain.addFirst(coders.get(at));
            at = feeds[at];
        }
        return new Plan(chain, order, "", 1, coders.size());
    }

    private void split() throws Malformed {
        int id = reader.u8("id");
        int[] counts = new int[folders.size()];
        Arrays.fill(counts, 1);
        if (id == 13) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = reader.count("numUnPackStreams", 1);
            }
            id = reader.u8("id");
        }
        int unknown = 0;
        boolean sized = id == 9;
        for (int i = 0; i < counts.length; i++) {
            Folder folder = folders.get(i);
            long start = 0;
            for (int j = 0; j < counts[i]; j++) {
                boolean last = j == counts[i] - 1;
                if (!last && !sized) {
                    throw new Malformed(reader.position(), "SubStreamsInfo", "files without sizes");
                }
                long size = last ? folder.size() - start : reader.number("unPackSize");
                if (size < 0 || size > folder.size() - start) {
                    throw new Malformed(
                            reader.position(), "unPackSize", size + " bytes in a folder of " + folder.size());
                }
                long crc = counts[i] == 1 ? crcs[i] : -1;
                unknown += crc < 0 ? 1 : 0;
                pieces.add(new Piece(folder, start, size, crc));
                start += size;
            }
        }
        id = sized ? reader.u8("id") : id;
        if (id == 10) {
            long[] digests = reader.digests(unknown);
            int next = 0;
            for (int i = 0; i < pieces.size(); i++) {
                Piece piece = pieces.get(i);
                if (piece.crc() < 0) {
                    pieces.set(i, new Piece(piece.folder(), piece.start(), piece.size(), digests[next++]));
                }
            }
            id = reader.u8("id");
        }
        if (id != 0) {
            throw new Malformed(reader.position() - 1, "SubStreamsInfo", "property " + id);
        }
    }
}
