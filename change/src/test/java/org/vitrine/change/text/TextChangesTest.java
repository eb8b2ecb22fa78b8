package org.vitrine.change.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;

/// What is told of texts that read otherwise.
class TextChangesTest {
    private static List<Fact> told(byte[] older, byte[] newer) {
        return TextChanges.of(
                List.of(new TextChanges.Pair(3, 5, "etc/x", () -> Bytes.of(older), () -> Bytes.of(newer))));
    }

    private static List<Fact> told(String older, String newer) {
        return told(older.getBytes(StandardCharsets.UTF_8), newer.getBytes(StandardCharsets.UTF_8));
    }

    private static <F> List<F> of(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static TextChange summary(List<Fact> facts) {
        return of(facts, TextChange.class).getFirst();
    }

    private static List<String> keys(String older, String newer) {
        return of(told(older, newer), KeyChange.class).stream()
                .map(key -> key.kind() + " " + key.key() + ": " + key.was() + " -> " + key.now())
                .toList();
    }

    @Test
    void theRowsTurnTheOlderTextIntoTheNewer() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] older = text(random);
            byte[] newer = text(random);
            List<LineChange> rows = of(told(older, newer), LineChange.class);
            assertThat(applied(older, rows)).as("round " + round).isEqualTo(newer);
        }
    }

    private static byte[] text(Random random) {
        String[] lines = {"a", "b", "if x; then\t\\", "\u00e4 \u202e", "", "c\r", "\\x41"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(lines[random.nextInt(lines.length)]).append(i > 1 || random.nextBoolean() ? "\n" : "");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] applied(byte[] older, List<LineChange> rows) {
        Lines lines = Lines.of(older).orElseThrow();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int line = 0;
        for (LineChange row : rows) {
            int stop = row.kind() == LineChange.Kind.ADDED ? row.oldLine() : row.oldLine() - 1;
            for (; line < stop; line++) {
                write(text, lines, line);
            }
            switch (row.kind()) {
                case REMOVED -> {
                    assertThat(Display.raw(row.text()))
                            .isEqualTo(lines.line(line).getBytes(StandardCharsets.ISO_8859_1));
                    line++;
                }
                case ADDED -> {
                    text.writeBytes(Display.raw(row.text()));
                    text.writeBytes(row.ending() == LineChange.Ending.LF ? new byte[] {'\n'} : new byte[0]);
                }
                case CONTEXT -> {
                    assertThat(Display.raw(row.text()))
                            .isEqualTo(lines.line(line).getBytes(StandardCharsets.ISO_8859_1));
                    write(text, lines, line++);
                }
            }
        }
        for (; line < lines.count(); line++) {
            write(text, lines, line);
        }
        return text.toByteArray();
    }

    private static void write(ByteArrayOutputStream text, Lines lines, int line) {
        text.writeBytes(lines.line(line).getBytes(StandardCharsets.ISO_8859_1));
        text.writeBytes(lines.isEnded(line) ? new byte[] {'\n'} : new byte[0]);
    }

    @Test
    void aLineIsToldWithTwoBesideIt() {
        List<LineChange> rows = of(told("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n"), LineChange.class);
        assertThat(rows.stream().map(row -> row.kind() + " " + row.oldLine() + " " + row.newLine() + " " + row.text()))
                .containsExactly(
                        "CONTEXT 2 2 2",
                        "CONTEXT 3 3 3",
                        "REMOVED 4 3 4",
                        "ADDED 4 4 x",
                        "CONTEXT 5 5 5",
                        "CONTEXT 6 6 6");
    }

    @Test
    void whatIsLeftOutIsSaid() {
        String older = lines("old ", 3000);
        String newer = lines("new ", 2000);
        List<Fact> facts = told(older, newer);
        assertThat(summary(facts)).satisfies(text -> {
            assertThat(text.removed()).isEqualTo(3000);
            assertThat(text.added()).isEqualTo(2000);
            assertThat(text.linesTold()).isEqualTo(TextChanges.EACH);
            assertThat(text.note()).startsWith("4600 lines are not told");
        });
        assertThat(of(facts, LineChange.class)).hasSize(TextChanges.EACH);
        assertThat(summary(told("a\n".repeat(Lines.MOST + 1), "b\n")).note()).contains("not compared");
        assertThat(summary(told("a".repeat(TextChanges.LARGEST + 1), "b\n")).note())
                .contains("not compared");
        assertThat(of(told("x" + "a".repeat(9000) + "\n", "b\n"), LineChange.class)
                        .getFirst()
                        .text())
                .endsWith(" … (9001 characters in all)");
    }

    private static String lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
    }

    @Test
    void theRowsOfAllTextsHaveABudgetToo() {
        List<TextChanges.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < TextChanges.ALL / TextChanges.EACH + 5; i++) {
            pairs.add(new TextChanges.Pair(
                    i,
                    i,
                    "etc/" + i,
                    () -> Bytes.of(lines("old ", 300).getBytes(StandardCharsets.UTF_8)),
                    () -> Bytes.of(lines("new ", 300).getBytes(StandardCharsets.UTF_8))));
        }
        List<Fact> facts = TextChanges.of(pairs);
        assertThat(of(facts, LineChange.class)).hasSize(TextChanges.ALL);
        assertThat(of(facts, TextChange.class)).hasSize(pairs.size());
        assertThat(of(facts, TextChange.class).getLast().linesTold()).isZero();
        assertThat(of(facts, TextChange.class).getLast().note()).startsWith("600 lines are not told");
    }

    @Test
    void whatIsNoTextHasNoRow() {
        assertThat(told("\u007fELF\u0000", "text\n")).isEmpty();
        assertThat(told("a".repeat(10_000) + "\u0000", "text\n")).isEmpty();
    }

    @Test
    void secretsAreNotToldInLinesNorInKeys() {
        String shadow = "root:%s:10933:0:99999:7:::\ndaemon:*:1:0:99999:7:::\n";
        String pem = "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n";
        for (String text :
                List.of(shadow, pem, "{\"a\": {\"psk\": \"%s\"}}", "<a><wpaKey>%s</wpaKey></a>", "pwd=%s\n")) {
            List<Fact> facts = told(text.formatted("$1$aaaa$SECRETSECRETSECRET"), text.formatted("SECRETabcdefg"));
            assertThat(facts).hasSizeGreaterThan(2);
            assertThat(facts.toString()).doesNotContain("SECRET").contains(Secrets.REDACTED);
        }
    }

    @Test
    void keysOfConfigurations() {
        assertThat(keys(
                        "config rule\n\toption name 'a'\n\toption port '1'\nconfig rule\n\toption name 'b'\n",
                        "config rule\n\toption name 'b'\n\tlist dest_ip '1.2.3.4'\nconfig rule\n\toption name 'a'\n\toption port"
                                + " '2'\n"))
                .containsExactly("CHANGED rule[a].port: 1 -> 2", "ADDED rule[b].dest_ip:  -> 1.2.3.4");
        assertThat(keys("; x\n[wan]\nproto = dhcp\nmtu=1500\n", "[wan]\nproto = static\n[lan]\nmtu: 9\n"))
                .containsExactly(
                        "CHANGED wan.proto: dhcp -> static", "REMOVED wan.mtu: 1500 -> ", "ADDED lan.mtu:  -> 9");
        assertThat(keys("net.ipv4.ip_forward=0\n", "net.ipv4.ip_forward = 1\n"))
                .containsExactly("CHANGED net.ipv4.ip_forward: 0 -> 1");
        assertThat(keys("#!/bin/sh\nA=1\n", "#!/bin/sh\nA=1\ntelnetd\n")).isEmpty();
    }

    @Test
    void keysOfJson() {
        assertThat(keys(
                        "{\"a\": {\"b\": 1, \"é\": \"x\"}, \"l\": [\"p\", \"q\"], \"u\": [{\"name\": \"r\", \"s\": 1}]}",
                        "{\"a\": {\"b\": 2, \"é\": \"ÿ\"}, \"l\": [\"n\", \"p\"],"
                                + " \"u\": [{\"name\": \"t\"}, {\"name\": \"r\", \"s\": null}]}"))
                .containsExactly(
                        "CHANGED /a/b: 1 -> 2",
                        "CHANGED /a/é: x -> ÿ",
                        "REMOVED /l[q]: q -> ",
                        "CHANGED /u[r]/s: 1 -> null",
                        "ADDED /l[n]:  -> n",
                        "ADDED /u[t]/name:  -> t");
    }

    @Test
    void keysOfXml() {
        assertThat(keys(
                        "<?xml version='1.0'?><c><u name='a' shell='x'>1</u><p>0</p><p>1</p></c>",
                        "<?xml version='1.0'?>\n<c>\n <u name='b'/>\n <u name='a' shell='y'>1</u><p>0</p></c>"))
                .containsExactly(
                        "CHANGED /c/u[a]@shell: x -> y",
                        "REMOVED /c/p#2: 1 -> ",
                        "ADDED /c/u[b]@name:  -> b",
                        "ADDED /c/u[b]:  -> ");
    }

    @Test
    void nothingOutsideOfXmlIsReadAndNothingGrows() {
        String outside = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
        String laughs = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]><a>&y;&y;</a>";
        for (String hostile : List.of(outside, laughs, "<a>".repeat(5000), "[".repeat(5000), "<a b='&x;'/>")) {
            assertThat(told(hostile, hostile + " ").toString()).doesNotContain("root:", "haha");
        }
    }

    @Test
    void brokenTextsAreLinesAtWorst() {
        String[] texts = {
            "<?xml version='1.0' encoding='UTF-16'?><a b='c'>x</a>",
            "{\"a\": [1, {\"b\": \"\\u00e4\"}]}",
            "config a 'b'\n\toption c 'd'\n[x]\ny = z\n",
            "root:$1$x$y:1:2:3:4:::\n<password>x</password>\n"
        };
        Random random = new Random(3);
        for (int round = 0; round < 4000; round++) {
            byte[] older = texts[round % texts.length].getBytes(StandardCharsets.UTF_8);
            byte[] newer = older.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                newer[random.nextInt(newer.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(newer, random.nextInt(newer.length + 1));
            assertThat(told(older, cut))
                    .allSatisfy(fact -> assertThat(fact.toString()).isNotEmpty());
        }
    }
}
