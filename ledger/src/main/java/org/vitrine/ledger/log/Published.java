package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.Tile;
import org.vitrine.ledger.tlog.TileNodes;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// A log as its public files show it at one checkpoint: all that a reader needs, and all that a web
/// server has to serve. It never changes; a later checkpoint is another one of these. Any number of
/// threads may read, and no lock is taken, so that a log is read while another process writes to it.
public final class Published {
    /// The folder that is served, with `checkpoint` and `tile/` in it (C2SP tlog-tiles). Nothing secret
    /// lies there.
    public static final String FOLDER = "public";

    /// The checkpoint's file.
    static final String CHECKPOINT = FOLDER + "/checkpoint";

    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final OwnTiles tiles;
    private final Disk disk;
    private @Nullable TileNodes nodes;

    Published(Disk disk, SignedNote note, Checkpoint checkpoint) {
        this.note = note;
        this.checkpoint = checkpoint;
        this.disk = disk;
        this.tiles = new OwnTiles(disk, checkpoint.size());
    }

    /// Opens what is published now.
    ///
    /// @param disk the log's, with the folder `public` in it
    /// @param keys the log's; one of them must have signed
    /// @throws java.nio.file.NoSuchFileException when nothing is published
    /// @throws Refused when the checkpoint is malformed or not signed
    public static Published open(Disk disk, Collection<NoteKey> keys) throws IOException, Refused {
        SignedNote note = SignedNote.parse(disk.read(CHECKPOINT, SignedNote.MOST_BYTES));
        note.verify(keys);
        return new Published(disk, note, Checkpoint.parse(note.text()));
    }

    /// The name of a tile or bundle on a log's disk.
    static String name(Tile tile) {
        return FOLDER + "/" + tile.path();
    }

    /// The checkpoint with its signatures.
    public SignedNote note() {
        return note;
    }

    /// What the checkpoint says.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// How many entries there are.
    public long size() {
        return checkpoint.size();
    }

    /// One entry. It is not checked; [#prove] gives what checks it.
    ///
    /// @throws IndexOutOfBoundsException when there is none
    public byte[] entry(long index) throws IOException {
        return tiles.entry(index);
    }

    /// The hash of one leaf.
    ///
    /// @throws IndexOutOfBoundsException when there is none
    public Hash leaf(long index) throws IOException {
        return tiles.leaf(index);
    }

    /// What proves that the checkpoint's tree holds an entry.
    ///
    /// @throws IndexOutOfBoundsException when it doesn't
    /// @throws IOException when a tile can't be read, or does not lead to the checkpoint's root
    public InclusionProof prove(long index) throws IOException {
        return InclusionProof.of(index, size(), nodes());
    }

    /// What proves that the tree of some size, up to this one's, holds an entry.
    ///
    /// @throws IndexOutOfBoundsException when it doesn't, or is larger
    public InclusionProof prove(long index, long size) throws IOException {
        return InclusionProof.of(index, checked(size), nodes());
    }

    /// What proves that this tree grew out of a smaller one.
    ///
    /// @throws IndexOutOfBoundsException when the other one is larger, or empty
    public ConsistencyProof proveGrowth(long oldSize) throws IOException {
        return ConsistencyProof.of(oldSize, size(), nodes());
    }

    /// The root of the tree at some size up to this one's.
    public Hash root(long size) throws IOException {
        return tiles.root(checked(size));
    }

    /// Where a statement stands, by the index that lies beside the public files. Where there is none,
    /// nothing is found.
    ///
    /// @return −1 where it stands nowhere
    public long find(byte[] entry) throws IOException {
        try (Index index = Index.open(disk, Index.FIRST, false, size(), tiles::leaf)) {
            return index.find(Hash.ofLeaf(entry), size(), tiles::leaf);
        }
    }

    OwnTiles tiles() {
        return tiles;
    }

    /// Every proof is made of tiles that were held against the checkpoint.
    private synchronized TileNodes nodes() throws IOException {
        if (nodes == null) {
            try {
                nodes = TileNodes.of(checkpoint, tiles::bytes);
            } catch (Refused e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return nodes;
    }

    private long checked(long size) {
        if (size > size()) {
            throw new IndexOutOfBoundsException("the tree has " + size() + " entries, not " + size);
        }
        return size;
    }
}
