package org.vitrine.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableReferenceTest {
    @Test
    void oneSectionATable() {
        assertThat(TableReference.markdown(List.of(Schema.of(Sighting.class), Schema.of(Other.class))))
                .startsWith("# Tables\n")
                .contains("""

                        ## other

                        Another thing. Version 2.

                        | column | type | meaning |
                        |---|---|---|
                        | `id` | BIGINT | Its number. |
                        | `text` | VARCHAR | In words. |

                        ## sighting
                        """)
                .contains("| `hidden_text` | VARCHAR, confidential | Not for everybody. |\n");
    }
}
