package org.vitrine.unpack.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A tar archive: V7, POSIX ustar and pax, GNU with long names and sparse files, star.
public final class Tar implements Format {
    private static final int MODE = 100;
    /// V7 has no magic; its modes are as good as one, together with the checksum.
    private static final List<String> MODES = List.of("644", "755", "600", "700", "664", "775", "444", "555", "777");

    private static final List<Magic> MAGIC = magics();

    private static List<Magic> magics() {
        List<Magic> magics = new ArrayList<>();
        magics.add(Magic.text("ustar", 257));
        for (String mode : MODES) {
            magics.add(Magic.text("0000" + mode + "\0", MODE));
            magics.add(Magic.text("   " + mode + " \0", MODE));
            magics.add(Magic.text("0100" + mode + "\0", MODE));
            magics.add(Magic.text("100" + mode + " \0", MODE));
            magics.add(Magic.text("0040" + mode + "\0", MODE));
            magics.add(Magic.text(" 40" + mode + " \0", MODE));
        }
        return List.copyOf(magics);
    }

    @Override
    public Card card() {
        return new Card(
                "tar",
                "tar archive",
                List.of(
                        "POSIX.1-2017, pax, extended header and ustar interchange format",
                        "GNU tar 1.35, appendix D: basic and sparse formats",
                        "tar(5) of libarchive"),
                List.of(
                        "Names of owners and groups, access and change times and fractions of a second are not kept.",
                        "An archive without the ustar magic is found only if its first entry has a usual mode.",
                        "Extended attributes in a global header are not given to the files.",
                        "A file that continues on another volume is kept as far as this volume holds it."));
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        if (!TarHeader.standsAt(image, at)) {
            return Optional.empty();
        }
        try {
            TarHeader header = TarHeader.read(image, at);
            header.size();
            header.mode();
            boolean plausible = header.kind() != TarHeader.Kind.V7
                    || isText(header.name()) && "\0000125".indexOf(header.type()) >= 0;
            return plausible ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean isText(byte[] name) {
        for (byte each : name) {
            if (each >= 0 && each < ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        return new TarReader(image, claim.at(), sink).read();
    }
}
