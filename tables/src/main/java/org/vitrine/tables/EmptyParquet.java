package org.vitrine.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The Parquet file of a table without rows: its schema and nothing else. Most tables of most dossiers are that, and
/// no database is needed to write it. Columns are as DuckDB writes them: required, with converted types.
///
/// Source: Apache Parquet, `parquet.thrift` (FileMetaData, SchemaElement), in Thrift's compact protocol.
final class EmptyParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int REQUIRED = 0;
    /// A list this long or longer has its length behind its head.
    private static final int LONG = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int field;

    private EmptyParquet() {}

    /// The whole file.
    static byte[] of(Schema schema) {
        EmptyParquet metadata = new EmptyParquet();
        metadata.number(1, I32, 1);
        metadata.list(2, schema.columns().size() + 1);
        metadata.root(schema);
        schema.columns().forEach(metadata::element);
        metadata.field = 2;
        metadata.number(3, I64, 0);
        metadata.list(4, 0);
        metadata.text(6, "vitrine");
        metadata.out.write(0);
        byte[] bytes = metadata.out.toByteArray();
        return ByteBuffer.allocate(2 * MAGIC.length + bytes.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put(bytes)
                .putInt(bytes.length)
                .put(MAGIC)
                .array();
    }

    private void root(Schema schema) {
        field = 0;
        number(3, I32, REQUIRED);
        text(4, "duckdb_schema");
        number(5, I32, schema.columns().size());
        out.write(0);
    }

    private void element(SchemaColumn column) {
        field = 0;
        number(
                1,
                I32,
                switch (column.type()) {
                    case INTEGER -> 1;
                    case BIGINT -> 2;
                    case VARCHAR, BLOB -> 6;
                });
        number(3, I32, REQUIRED);
        text(4, column.name());
        switch (column.type()) {
            case INTEGER -> number(6, I32, 17);
            case BIGINT -> number(6, I32, 18);
            case VARCHAR -> number(6, I32, 0);
            case BLOB -> {}
        }
        out.write(0);
    }

    private void number(int id, int type, long value) {
        head(id, type);
        varint(value << 1 ^ value >> Long.SIZE - 1);
    }

    private void text(int id, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(id, BINARY);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void list(int id, int size) {
        head(id, LIST);
        out.write(Math.min(size, LONG) << 4 | STRUCT);
        if (size >= LONG) {
            varint(size);
        }
    }

    private void head(int id, int type) {
        out.write(id - field << 4 | type);
        field = id;
    }

    private void varint(long value) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            out.write((int) (rest & 0x7f | 0x80));
        }
        out.write((int) rest);
    }
}
