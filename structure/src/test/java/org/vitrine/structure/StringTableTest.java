package org.vitrine.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// Names found, names without an end, and names asked for too often.
final class StringTableTest {
    private static StringTable table(byte[] bytes) throws Malformed {
        return StringTable.of(Bytes.of(bytes), 0, bytes.length, "sh_offset");
    }

    @Test
    void largeTablesAreReadThroughAWindow() throws Unreadable {
        byte[] bytes = new byte[5 << 20];
        Arrays.fill(bytes, (byte) 'a');
        for (int i = 1999; i < bytes.length; i += 2000) {
            bytes[i] = 0;
        }
        StringTable table = table(bytes);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            int offset = random.nextInt(bytes.length - 2000);
            int length = 1999 - offset % 2000;
            assertThat(table.name(offset, "st_name").size()).isEqualTo(length);
            assertThat(table.stands(offset, "a".repeat(length).getBytes(StandardCharsets.US_ASCII)))
                    .isTrue();
            assertThat(table.stands(offset, "a".repeat(length + 1).getBytes(StandardCharsets.US_ASCII)))
                    .isFalse();
        }
    }

    @Test
    void nameWithoutEnd() throws Unreadable {
        byte[] small = {0, 'a', 'b'};
        assertThatThrownBy(() -> table(small).name(1, "st_name")).isInstanceOf(Malformed.class);
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) 'a');
        StringTable table = table(large);
        for (int i = 0; i < 10_000; i++) {
            assertThatThrownBy(() -> table.name(1, "st_name")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void oneLongNameAskedForManyTimes() throws Unreadable {
        byte[] bytes = new byte[10_000];
        Arrays.fill(bytes, 0, 9_999, (byte) 'a');
        StringTable table = table(bytes);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        table.name(0, "st_name");
                    }
                })
                .isInstanceOf(LimitReached.class);
    }

    @Test
    void startBehindTheEnd() {
        assertThatThrownBy(() -> StringTable.of(Bytes.of(new byte[4]), 5, 1, "sh_offset"))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> StringTable.of(Bytes.of(new byte[4]), -1, 1, "sh_offset"))
                .isInstanceOf(Malformed.class);
    }
}
