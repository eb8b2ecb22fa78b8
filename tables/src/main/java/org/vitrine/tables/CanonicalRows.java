package org.vitrine.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;

/// The facts of one kind as a table: each once, in the canonical order, with the root of their tree.
final class CanonicalRows implements Iterable<Object[]> {
    private final FactTable table;
    private final List<Fact> facts;
    private final Digest root;

    private CanonicalRows(FactTable table, List<Fact> facts, Digest root) {
        this.table = table;
        this.facts = facts;
        this.root = root;
    }

    // Never compared as a record, only by its bytes.
    @SuppressWarnings("ArrayRecordComponent")
    private record Encoded(byte[] encoding, Fact fact) {}

    static CanonicalRows of(FactTable table, Collection<Fact> facts, Salt salt) {
        RowEncoding encoding = new RowEncoding(table.schema(), salt);
        Encoded[] rows = new Encoded[facts.size()];
        int count = 0;
        for (Fact fact : facts) {
            rows[count++] = new Encoded(encoding.encode(table.row(fact)), fact);
        }
        Arrays.sort(rows, (a, b) -> Arrays.compareUnsigned(a.encoding, b.encoding));
        RowTree tree = new RowTree();
        List<Fact> distinct = new ArrayList<>(rows.length);
        byte[] last = {};
        for (Encoded row : rows) {
            if (!Arrays.equals(last, row.encoding)) {
                tree.add(row.encoding);
                distinct.add(row.fact);
                last = row.encoding;
            }
        }
        return new CanonicalRows(table, distinct, tree.root());
    }

    /// The rows' encodings with confidential values in the clear, sorted, each once.
    static List<byte[]> plain(FactTable table, Collection<Fact> facts) {
        RowEncoding encoding = new RowEncoding(table.schema(), new Salt(Digest.NONE));
        List<byte[]> rows = new ArrayList<>();
        for (Fact fact : facts) {
            rows.add(encoding.plain(table.row(fact)));
        }
        rows.sort(Arrays::compareUnsigned);
        List<byte[]> distinct = new ArrayList<>();
        for (byte[] row : rows) {
            if (distinct.isEmpty() || !Arrays.equals(distinct.getLast(), row)) {
                distinct.add(row);
            }
        }
        return distinct;
    }

    int count() {
        return facts.size();
    }

    Digest root() {
        return root;
    }

    @Override
    public Iterator<Object[]> iterator() {
        return facts.stream().map(table::row).iterator();
    }
}
