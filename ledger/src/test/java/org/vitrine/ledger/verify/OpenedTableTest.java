package org.vitrine.ledger.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.ledger.verify.SealSecret.Use;

/// Rows of an edition against the salted root: what was sealed passes, what somebody would rather have
/// sealed does not.
class OpenedTableTest {
    private static final int ROWS = 6;
    private static final String HEAD = "{\"columns\":[{\"confidential\":false,\"name\":\"name\",\"type\":\"VARCHAR\"},"
            + "{\"confidential\":false,\"name\":\"uid\",\"type\":\"BIGINT\"},"
            + "{\"confidential\":true,\"name\":\"hash\",\"type\":\"VARCHAR\"}],\"name\":\"account\",\"rows\":6,\"version\":1}";
    private static final SealSecret SECRET = SealSecret.generate();

    private final List<Hash> leaves = new ArrayList<>();
    private final Map<String, Hash> roots;

    OpenedTableTest() {
        leaves.add(SealSecret.hidden(SECRET.salt(Use.HEAD, "account", 0), HEAD.getBytes(StandardCharsets.UTF_8)));
        for (int i = 1; i <= ROWS; i++) {
            leaves.add(SealSecret.hidden(SECRET.salt(Use.ROW, "account", i), encoded(i)));
        }
        Frontier tree = new Frontier();
        leaves.forEach(tree::add);
        roots = Map.of("account", tree.root());
    }

    /// By hand, as `RowEncoding` has it.
    private static byte[] encoded(long index) {
        byte[] name = ("user" + index).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(9 + name.length + 9 + 8 + 9 + 32)
                .put((byte) 3)
                .putLong(name.length)
                .put(name)
                .put((byte) 1)
                .putLong(8)
                .putLong(index * 100)
                .put((byte) 5)
                .putLong(32)
                .put(Hash.EMPTY_ROOT.bytes())
                .array();
    }

    private Json path(long index) throws Exception {
        InclusionProof proof = InclusionProof.of(index, leaves.size(), (level, at) -> {
            Frontier tree = new Frontier();
            leaves.subList((int) (at << level), (int) (at + 1 << level)).forEach(tree::add);
            return tree.root();
        });
        return new Json.Array(proof.path().stream()
                .map(hash -> (Json) Json.of(hash.toString()))
                .toList());
    }

    private Json.Object head(boolean isWhole) throws Exception {
        List<Json.Member> members = new ArrayList<>(List.of(
                Json.member("head", Json.of(HEAD)),
                Json.member("salt", Json.of(hex(SECRET.salt(Use.HEAD, "account", 0))))));
        if (!isWhole) {
            members.add(Json.member("path", path(0)));
        }
        return new Json.Object(members);
    }

    private Json.Object row(long index, boolean isWhole, String... values) throws Exception {
        List<Json.Member> members = new ArrayList<>(List.of(
                Json.member("index", Json.of(index)),
                Json.member("salt", Json.of(hex(SECRET.salt(Use.ROW, "account", index)))),
                Json.member(
                        "values",
                        new Json.Array(List.of(values).stream()
                                .map(value -> (Json) Json.of(value))
                                .toList()))));
        if (!isWhole) {
            members.add(Json.member("path", path(index)));
        }
        return new Json.Object(members);
    }

    private Json.Object row(long index, boolean isWhole) throws Exception {
        return row(index, isWhole, "user" + index, Long.toString(index * 100), Hash.EMPTY_ROOT.toString());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Refused.class);
    }

    @Test
    void whatWasSealedPasses() throws Exception {
        OpenedTable some = OpenedTable.of(head(false), roots);
        some.row(row(2, false));
        some.row(row(6, false));
        some.finish();
        OpenedTable all = OpenedTable.of(head(true), roots);
        for (int i = 1; i <= ROWS; i++) {
            all.row(row(i, true));
        }
        assertThatCode(all::finish).doesNotThrowAnyException();
    }

    @Test
    void otherValuesAreRefused() throws Exception {
        String none = Hash.EMPTY_ROOT.toString();
        for (List<String> values : List.of(
                List.of("user3", "200", none),
                List.of("user2", "201", none),
                List.of("user2", "+200", none),
                List.of("user2", "0200", none),
                List.of("user2", "200", none.toUpperCase(java.util.Locale.ROOT)),
                List.of("user2", "200", "00" + none.substring(2)),
                List.of("user2", "200"),
                List.of("user2", "200", none, none))) {
            OpenedTable table = OpenedTable.of(head(false), roots);
            refused(() -> table.row(row(2, false, values.toArray(String[]::new))));
        }
    }

    @Test
    void aRowAtAnotherPlaceIsRefused() throws Exception {
        OpenedTable table = OpenedTable.of(head(false), roots);
        refused(() -> table.row(new Json.Object(List.of(
                Json.member("index", Json.of(3)),
                row(2, false).members().get(1),
                row(2, false).members().get(2),
                row(2, false).members().get(3)))));
        refused(() -> table.row(row(0, false)));
        OpenedTable twice = OpenedTable.of(head(false), roots);
        twice.row(row(4, false));
        refused(() -> twice.row(row(4, false)));
        refused(() -> twice.row(row(1, false)));
    }

    @Test
    void aWholeTableWithARowLessOrMoreIsRefused() throws Exception {
        OpenedTable less = OpenedTable.of(head(true), roots);
        for (int i = 1; i < ROWS; i++) {
            less.row(row(i, true));
        }
        refused(less::finish);
        OpenedTable skipping = OpenedTable.of(head(true), roots);
        refused(() -> skipping.row(row(2, true)));
        OpenedTable more = OpenedTable.of(head(true), roots);
        for (int i = 1; i <= ROWS; i++) {
            more.row(row(i, true));
        }
        refused(() -> more.row(row(ROWS + 1, true, "user7", "700", Hash.EMPTY_ROOT.toString())));
    }

    @Test
    void anotherHeadIsRefused() throws Exception {
        Json.Object other = new Json.Object(List.of(
                Json.member("head", Json.of(HEAD.replace("\"rows\":6", "\"rows\":5"))),
                Json.member("salt", Json.of(hex(SECRET.salt(Use.HEAD, "account", 0)))),
                Json.member("path", path(0))));
        refused(() -> OpenedTable.of(other, roots));
        refused(() -> OpenedTable.of(head(false), Map.of()));
        refused(() -> OpenedTable.of(head(false), Map.of("account", Hash.EMPTY_ROOT)));
    }
}
