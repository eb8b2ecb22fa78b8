package org.vitrine.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
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
    /// The row that is being encoded, and where each of its columns ends.
    private ByteBuffer room = ByteBuffer.allocate(512);
    private final int[] ends;

    RowEncoding(Schema schema, Salt salt) {
        this.schema = schema;
        this.columns = schema.columns();
        this.salted = schema.hasConfidential();
        this.mac = salt.mac();
        this.ends = new int[columns.size()];
    }

    /// A number's 8 bytes, big-endian.
    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /// The row's encoding, with commitments for its confidential columns.
    byte[] encode(Object[] row) {
        byte[] plain = plain(row);
        return salted ? committed(plain) : plain;
    }

    /// The row's encoding with its confidential values in the clear.
    byte[] plain(Object[] row) {
        room.clear();
        for (int i = 0; i < row.length; i++) {
            put(columns.get(i).type().tag(), row[i]);
            ends[i] = room.position();
        }
        return Arrays.copyOf(room.array(), room.position());
    }

    private void put(byte tag, Object value) {
        switch (value) {
            case Long number -> head(tag, Long.BYTES).putLong(number);
            case Integer number -> head(tag, Integer.BYTES).putInt(number);
            case String text -> put(tag, text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> put(tag, bytes);
            default ->
                throw new IllegalArgumentException(
                        "no column holds a " + value.getClass().getName());
        }
    }

    private void put(byte tag, byte[] value) {
        head(tag, value.length).put(value);
    }

    /// Puts the tag and the length, and makes room for a value of that length.
    private ByteBuffer head(byte tag, int length) {
        int size = Math.addExact(room.position() + HEAD, length);
        if (size > room.capacity()) {
            byte[] wider = Arrays.copyOf(room.array(), Math.addExact(size, size / 2));
            room = ByteBuffer.wrap(wider).position(room.position());
        }
        return room.put(tag).putLong(length);
    }

    private byte[] committed(byte[] plain) {
        ByteArrayOutputStream row = new ByteArrayOutputStream(plain.length + 64);
        int start = 0;
        for (int i = 0; i < ends.length; i++) {
            SchemaColumn column = columns.get(i);
            if (column.confidential()) {
                byte[] commitment = commitment(column, plain, start, ends[i]);
                row.write(COMMITMENT);
                row.writeBytes(number(commitment.length));
                row.writeBytes(commitment);
            } else {
                row.write(plain, start, ends[i] - start);
            }
            start = ends[i];
        }
        return row.toByteArray();
    }

    /// @param start where in the plain row the column's own encoding starts
    private byte[] commitment(SchemaColumn column, byte[] plain, int start, int end) {
        mac.update(schema.name().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(column.name().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        sha256.update(mac.doFinal(plain));
        sha256.update(plain, start, end - start);
        return sha256.digest();
    }
}
