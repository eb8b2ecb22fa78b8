package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

class RowEncodingTest {
    private static final Salt SALT = Salt.of(List.of(Bytes.of(new byte[] {1, 2, 3})));

    private static SchemaColumn column(String name, ColumnType type, boolean confidential) {
        return new SchemaColumn(name, type, "", confidential);
    }

    @Test
    void everyTypeAsDocumented() {
        Schema schema = new Schema(
                "t",
                1,
                "",
                List.of(
                        column("a", ColumnType.BIGINT, false),
                        column("b", ColumnType.INTEGER, false),
                        column("c", ColumnType.VARCHAR, false),
                        column("d", ColumnType.BLOB, false)));
        byte[] row = new RowEncoding(schema, SALT).encode(new Object[] {-2L, 258, "hé", new byte[] {7}});
        assertThat(HexFormat.of().formatHex(row))
                .isEqualTo("01" + "0000000000000008" + "fffffffffffffffe"
                        + "02" + "0000000000000004" + "00000102"
                        + "03" + "0000000000000003" + "68c3a9"
                        + "04" + "0000000000000001" + "07");
    }

    @Test
    void confidentialValuesAreCommitments() throws Exception {
        Schema schema = new Schema(
                "t", 1, "", List.of(column("a", ColumnType.VARCHAR, false), column("b", ColumnType.VARCHAR, true)));
        RowEncoding encoding = new RowEncoding(schema, SALT);
        byte[] first = encoding.encode(new Object[] {"x", "admin"});
        assertThat(new String(first, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("admin");

        byte[] plain = HexFormat.of().parseHex("03000000000000000178" + "03000000000000000561646d696e");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT.key().bytes(), "HmacSHA256"));
        mac.update(new byte[] {'t', 0, 'b', 0});
        byte[] salt = mac.doFinal(plain);
        byte[] input = Arrays.copyOf(salt, 32 + 14);
        System.arraycopy(plain, 10, input, 32, 14);
        assertThat(HexFormat.of().formatHex(first))
                .isEqualTo("03000000000000000178" + "050000000000000020" + Digest.ofContent(Bytes.of(input)));

        byte[] other = encoding.encode(new Object[] {"y", "admin"});
        assertThat(Arrays.copyOfRange(other, 19, other.length))
                .as("equal values in different rows don't look equal")
                .isNotEqualTo(Arrays.copyOfRange(first, 19, first.length));
    }

    @Test
    void theSaltIsNotThePublishedDigest() {
        assertThat(SALT.key()).isNotEqualTo(Digest.ofContent(Bytes.of(new byte[] {1, 2, 3})));
        assertThat(SALT).isEqualTo(Salt.of(List.of(Bytes.of(new byte[] {1, 2, 3}))));
        assertThat(SALT).isNotEqualTo(Salt.of(List.of(Bytes.of(new byte[] {1, 2}), Bytes.of(new byte[] {3}))));
    }
}
