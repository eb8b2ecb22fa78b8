package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTextTest {
    private static final Rows ROWS = new Rows(
            List.of("id", "name"),
            List.of(
                    List.of(1L, "=cmd|' /C calc'!A0"),
                    List.of(-20L, "two\nlines, \"quoted\" \u001b[31m\u202e"),
                    List.of(3L, new byte[] {'a', 0, (byte) 0xff}),
                    List.of(4L, "squashfs@0/a\\x1b")));

    @Test
    void tableIsAlignedAndSafe() {
        assertThat(RowsText.table(ROWS, 0)).isEqualTo("""
                 id  name
                ---  --------------------------------------------------
                  1  =cmd|' /C calc'!A0
                -20  two\\x0alines, "quoted" \\x1b[31m\\xe2\\x80\\xae
                  3  a\\x00\\xff
                  4  squashfs@0/a\\x1b
                4 rows
                """.replace("-".repeat(50), "-".repeat(43)));
    }

    @Test
    void tableKeepsToItsWidth() {
        assertThat(RowsText.table(ROWS, 20).lines())
                .allMatch(line -> line.length() <= 20)
                .contains("  1  =cmd|' /C calc…");
        Rows wide = new Rows(List.of("語"), List.of(List.of("漢字漢字漢字"), List.of("e\u0301")));
        assertThat(RowsText.table(wide, 7)).isEqualTo("語\n-------\n漢字漢…\ne\u0301\n2 rows\n");
        assertThat(RowsText.table(new Rows(List.of("a"), List.of()), 80)).isEqualTo("a\n-\n0 rows\n");
    }

    @Test
    void csvHoldsNoFormulaAndNoControl() {
        assertThat(RowsText.csv(ROWS)).isEqualTo("""
                id,name
                1,'=cmd|' /C calc'!A0
                -20,"two\\x0alines, ""quoted"" \\x1b[31m\\xe2\\x80\\xae"
                3,a\\x00\\xff
                4,squashfs@0/a\\x1b
                """.replace("\n", "\r\n"));
        assertThat(RowsText.csv(new Rows(List.of("a"), List.of(List.of("\tx"), List.of(""), List.of("-")))))
                .isEqualTo("a\r\n'\\x09x\r\n\"\"\r\n'-\r\n");
    }

    @Test
    void jsonIsAnArrayOfObjects() {
        Rows rows =
                new Rows(List.of("a", "a", "b"), List.of(List.of(1, true, "x\n"), List.of(2.5, "<", new byte[] {1})));
        assertThat(RowsText.json(rows)).isEqualTo("""
                [
                  {
                    "a": 1,
                    "a_2": true,
                    "b": "x\\n"
                  },
                  {
                    "a": 2.5,
                    "a_2": "\\u003c",
                    "b": "\\\\x01"
                  }
                ]
                """);
    }
}
