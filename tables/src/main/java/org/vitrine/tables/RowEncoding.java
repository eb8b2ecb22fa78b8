package org.vitrine.tables;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import org.vitrine.evidence.Digest;

/// The canonical bytes of a row: what its leaf in the table's tree is a hash of.
///
/// Column by column in the schema's order, each as *tag* (1 byte), *length* (8 bytes, unsigned, big-endian)
/// and so many bytes of *value*:
///
/// | tag | type | value |
/// |---|---|---|
/// | 1 | BIGINT | 8 bytes, two's complement, big-endian |
/// | 2 | INTEGER | 4 bytes, two's complement, big-endian |
/// | 3 | VARCHAR | the text in UTF-8 |
/// | 4 | BLOB | the bytes |
/// | 5 | any confidential column | its commitment, 32 bytes |
///
/// The commitment is SHA-256(s ‖ e), where e is the value's own encoding as above (tags 1 to 4) and s is
/// HMAC-SHA-256(key, *table* ‖ 0x00 ‖ *column* ‖ 0x00 ‖ r), names in UTF-8, with r the whole row encoded with
/// tags 1 to 4 only, and the key of the dossier's [Salt]. So s differs for each cell, and equal values in
/// different rows can't be told to be equal.
///
/// The canonical order of a table's rows is the unsigned lexicographic order of these encodings. A table is a
/// set: a fact is a fact, and rows with equal encodings stand there once.
final class RowEncoding {
    private static final byte COMMITMENT = 5;
    private static final int HEAD = 9;

    private final Schema schema;
    private final List<SchemaColumn> columns;
    private final boolean salted;
    private final Mac mac;
    private final MessageDigest sha256 = Digest.sha256();

    RowEncoding(Schema schema, Salt salt) {
        this.schema = schema;
        this.columns = schema.columns();
        this.salted = schema.hasConfidential();
        this.mac = salt.mac();
    }

    /// A number's 8 bytes, big-endian.
    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /// The row's encoding, with commitments for its confidential columns.
    byte[] encode(Object[] row) {
        byte[][] values = values(row);
        return salted ? committed(values) : join(values);
    }

    /// The row's encoding with its confidential values in the clear.
    byte[] plain(Object[] row) {
        return join(values(row));
    }

    private byte[][] values(Object[] row) {
        byte[][] values = new byte[row.length][];
        for (int i = 0; i < row.length; i++) {
            values[i] = switch (row[i]) {
                case Long number -> number(number);
                case Integer number ->
                    ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
                case String text -> text.getBytes(StandardCharsets.UTF_8);
                case byte[] bytes -> bytes;
                default ->
                    throw new IllegalArgumentException(
                            "no column holds a " + row[i].getClass().getName());
            };
        }
        return values;
    }

    private byte[] join(byte[][] values) {
        int size = 0;
        for (byte[] value : values) {
            size = Math.addExact(size, HEAD + value.length);
        }
        ByteBuffer row = ByteBuffer.allocate(size);
        for (int i = 0; i < values.length; i++) {
            row.put(columns.get(i).type().tag()).putLong(values[i].length).put(values[i]);
        }
        return row.array();
    }

    private byte[] committed(byte[][] values) {
        byte[] plain = join(values);
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            size += HEAD + (columns.get(i).confidential() ? 32 : values[i].length);
        }
        ByteBuffer row = ByteBuffer.allocate(size);
        for (int i = 0; i < values.length; i++) {
            SchemaColumn column = columns.get(i);
            if (column.confidential()) {
                row.put(COMMITMENT).putLong(32).put(commitment(column, values[i], plain));
            } else {
                row.put(column.type().tag()).putLong(values[i].length).put(values[i]);
            }
        }
        return row.array();
    }

    private byte[] commitment(SchemaColumn column, byte[] value, byte[] plain) {
        mac.update(schema.name().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(column.name().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        sha256.update(mac.doFinal(plain));
        sha256.update(column.type().tag());
        sha256.update(number(value.length));
        return sha256.digest(value);
    }
}
