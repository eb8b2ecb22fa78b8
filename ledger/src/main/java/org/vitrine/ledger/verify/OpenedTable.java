package org.vitrine.ledger.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// One table of an edition: rows that are shown are held against its salted root, each by its own path,
/// or all together where all are shown.
final class OpenedTable {
    private static final int COMMITMENT = 5;
    private static final int LONGEST_PATH = 63;
    private static final long MOST_ROWS = 100_000_000;

    private final String name;
    private final List<Integer> tags;
    private final long rows;
    private final Hash root;
    private final boolean isWhole;
    private final Frontier tree = new Frontier();
    private long last;

    private OpenedTable(String name, List<Integer> tags, long rows, Hash root, boolean isWhole) {
        this.name = name;
        this.tags = List.copyOf(tags);
        this.rows = rows;
        this.root = root;
        this.isWhole = isWhole;
    }

    /// Begins with a table's line: its `head`, the head's `salt` and `path`; without a path all rows
    /// follow.
    ///
    /// @param roots the salted roots by table
    static OpenedTable of(Json.Object line, Map<String, Hash> roots) throws Refused {
        String head = line.require("head", "edition: a table").text("edition: head");
        Json.Object described =
                Json.decode(head.getBytes(StandardCharsets.UTF_8)).asObject("edition: head");
        String name = described.require("name", "edition: head").text("edition: name");
        Hash root = roots.get(name);
        if (root == null) {
            throw new Refused("table " + name + " was not sealed");
        }
        List<Integer> tags = new ArrayList<>();
        for (Json column : described.require("columns", "edition: head").items("edition: columns")) {
            tags.add(tag(column.asObject("edition: a column")));
        }
        long rows = number(described.require("rows", "edition: head"), "edition: rows");
        boolean isWhole = line.get("path").isEmpty();
        OpenedTable table = new OpenedTable(name, tags, rows, root, isWhole);
        table.add(0, line, head.getBytes(StandardCharsets.UTF_8));
        return table;
    }

    private static int tag(Json.Object column) throws Refused {
        if (column.require("confidential", "edition: a column").equals(new Json.Bool(true))) {
            return COMMITMENT;
        }
        String type = column.require("type", "edition: a column").text("edition: type");
        return switch (type) {
            case "BIGINT" -> 1;
            case "INTEGER" -> 2;
            case "VARCHAR" -> 3;
            case "BLOB" -> 4;
            default -> throw new Refused("edition: no column is of type " + type);
        };
    }

    private static long number(Json json, String field) throws Refused {
        if (json instanceof Json.Number(String digits) && digits.matches("0|[1-9][0-9]{0,8}")) {
            long number = Long.parseLong(digits);
            if (number <= MOST_ROWS) {
                return number;
            }
        }
        throw new Refused(field + " is no number of rows");
    }

    /// Holds a row's line against the root.
    void row(Json.Object line) throws Refused {
        long index = number(line.require("index", "edition: a row"), "edition: index");
        if (index <= last || index > rows || isWhole && index != last + 1) {
            throw new Refused("table " + name + ": row " + index + " of " + rows + " stands behind row " + last);
        }
        last = index;
        add(index, line, encoded(line.require("values", "edition: a row").items("edition: values")));
    }

    private void add(long index, Json.Object line, byte[] content) throws Refused {
        Hash leaf = SealSecret.hidden(EditionCheck.bytes(line.require("salt", "edition"), "edition: salt"), content);
        if (isWhole) {
            tree.add(leaf);
            return;
        }
        List<Json> items = line.require("path", "edition: a row").items("edition: path");
        if (items.size() > LONGEST_PATH) {
            throw new Refused("edition: a path has " + items.size() + " hashes");
        }
        List<Hash> path = new ArrayList<>();
        for (Json item : items) {
            path.add(EditionCheck.hash(item, "edition: path"));
        }
        if (!new InclusionProof(index, rows + 1, path).root(leaf).equals(root)) {
            throw new Refused("table " + name + ", row " + index + ": it does not lead to the sealed root");
        }
    }

    /// Ends the table.
    void finish() throws Refused {
        if (isWhole && (last != rows || !tree.root().equals(root))) {
            throw new Refused("table " + name + ": its " + last + " rows do not have the sealed root");
        }
    }

    /// The row's canonical encoding: for each column its tag, 8 bytes of length, and the value.
    private byte[] encoded(List<Json> values) throws Refused {
        if (values.size() != tags.size()) {
            throw new Refused(
                    "table " + name + ": a row has " + values.size() + " values for " + tags.size() + " columns");
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            byte[] value = value(tags.get(i), values.get(i).text("edition: a value"));
            row.write(tags.get(i));
            row.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value.length).array());
            row.writeBytes(value);
        }
        return row.toByteArray();
    }

    private static byte[] value(int tag, String text) throws Refused {
        try {
            byte[] value = switch (tag) {
                case 1 ->
                    ByteBuffer.allocate(Long.BYTES)
                            .putLong(Long.parseLong(text))
                            .array();
                case 2 ->
                    ByteBuffer.allocate(Integer.BYTES)
                            .putInt(Integer.parseInt(text))
                            .array();
                case 3 -> text.getBytes(StandardCharsets.UTF_8);
                case 4 -> Base64.getDecoder().decode(text);
                default -> HexFormat.of().parseHex(text);
            };
            if (!spelt(tag, value).equals(text)) {
                throw new Refused("edition: a value has two spellings");
            }
            return value;
        } catch (IllegalArgumentException e) {
            throw new Refused("edition: a value is not of its column's type", e);
        }
    }

    private static String spelt(int tag, byte[] value) {
        return switch (tag) {
            case 1 -> Long.toString(ByteBuffer.wrap(value).getLong());
            case 2 -> Integer.toString(ByteBuffer.wrap(value).getInt());
            case 3 -> new String(value, StandardCharsets.UTF_8);
            case 4 -> Base64.getEncoder().encodeToString(value);
            default -> HexFormat.of().formatHex(value);
        };
    }
}
