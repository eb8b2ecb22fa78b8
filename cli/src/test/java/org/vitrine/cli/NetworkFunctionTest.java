package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Tool;

/// A real network function as operators receive it: an OCI image of Debian's packages, made by others'
/// tools.
class NetworkFunctionTest {
    @TempDir
    Path room = Path.of("");

    @Test
    void anImageOfAHomeLocationRegisterIsOpenedJudgedAndExplained() throws IOException {
        Tool.needs("bash", "apt-get", "dpkg-deb", "umoci", "tar");
        Path image = room.resolve("hlr.tar");
        String script =
                ReferencePagesTest.root().resolve("bench/network-function").toString();
        Tool.Answer made = Tool.of("bash", script, image.toString()).in(room).run();
        if (made.code() != 0) {
            Assumptions.abort("Debian's packages can't be fetched here: " + made.errors());
        }
        Examined hlr = Examined.of(image, room.resolve("hlr.dossier"));
        assertThat(hlr.number("SELECT count(*) FROM layer")).isEqualTo(3);
        assertThat(hlr.column("SELECT p.path FROM rootfs r JOIN artifact p ON p.id = r.artifact"))
                .containsExactly("oci@0");
        assertThat(hlr.rows("SELECT command, \"user\", state FROM service WHERE starter = 'CONTAINER'"))
                .containsExactly(List.of("/usr/bin/osmo-hlr -c /etc/osmocom/osmo-hlr.cfg", "997:997", "ACTIVE"));
        // What dpkg-deb lists of a package is what the image's merged view shows of it.
        assertThat(hlr.column("SELECT path FROM artifact WHERE starts_with(path, 'oci@0/usr/bin/osmo-')"))
                .contains("oci@0/usr/bin/osmo-hlr", "oci@0/usr/bin/osmo-msc", "oci@0/usr/bin/osmo-sgsn");
        assertThat(hlr.number("SELECT 1000 * understood // size FROM release")).isGreaterThan(950);
        assertThat(hlr.rows("SELECT outcome FROM clause WHERE outcome = 'FAIL' AND clause = '4.2.4.2.2'"))
                .isEmpty();
    }
}
