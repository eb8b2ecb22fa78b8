package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.ledger.Refused;

/// Bundles of entries: what is read is written again, and what ends early is refused.
final class EntryBundleTest {
    @Test
    void entriesStandBehindTheirLengths() throws Exception {
        byte[] bundle = HexFormat.of().parseHex("0003616263" + "0000" + "000164");
        EntryBundle read = EntryBundle.decode(bundle);
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.entry(0)).asString().isEqualTo("abc");
        assertThat(read.entry(1)).isEmpty();
        assertThat(read.encode()).isEqualTo(bundle);
    }

    @Test
    void theLongestEntryFits() throws Exception {
        EntryBundle bundle = EntryBundle.of(List.of(new byte[EntryBundle.LONGEST_ENTRY]));
        assertThat(EntryBundle.decode(bundle.encode()).entry(0)).hasSize(65_535);
        assertThatThrownBy(() -> EntryBundle.of(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cutLength    | 000361626300 | the length of entry 1 is cut off",
                "cutEntry     | 0003616263000261 | entry 1 says 2 bytes, 1 are left",
                "lengthBeyond | ffff00 | entry 0 says 65535 bytes, 1 are left"
            })
    void whatEndsEarlyIsRefused(String defect, String hex, String reason) {
        byte[] bundle = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> EntryBundle.decode(bundle))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anotherCountThanThePlaceSaysIsRefused() throws Exception {
        byte[] full = EntryBundle.of(Collections.nCopies(256, new byte[0])).encode();
        assertThat(EntryBundle.decode(full, new Tile(Tile.ENTRIES, 0, 255)).size())
                .isEqualTo(255);
        assertThatThrownBy(() -> EntryBundle.decode(new byte[508], new Tile(Tile.ENTRIES, 0, 255)))
                .isInstanceOf(Refused.class)
                .hasMessage("entries: tile/entries/000.p/255 holds 254 entries, not 255");
        assertThatThrownBy(() -> EntryBundle.decode(new byte[514]))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("behind the 256th");
        assertThatThrownBy(() -> EntryBundle.decode(new byte[0])).isInstanceOf(Refused.class);
    }
}
