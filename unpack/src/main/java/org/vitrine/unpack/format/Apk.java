package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A package or index of Alpine's apk, version 3: an ADB database. It is recognised and named, not
/// opened. Packages of version 2 are gzip and tar, and open as these.
public final class Apk implements Format {
    private static final int PACKAGE = 0x676b6370;
    private static final int INDEX = 0x78646e69;
    private static final int HEADER = 8;

    @Override
    public Card card() {
        return new Card(
                "apk",
                "Alpine package, version 3",
                List.of("apk-package(5) and adb of apk-tools 3.0"),
                List.of("Recognised by its header; the database in it, compressed or not, is not opened."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("ADB.", 0), Magic.text("ADBd", 0), Magic.text("ADBc", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        try {
            boolean plain = image.u8(at + 3, "magic") == '.' && isKnown(image.i32(at + 4, LITTLE_ENDIAN, "schema"));
            // A compressed one has nothing else to be known by.
            boolean compressed = at == 0 && image.u8(3, "magic") == 'c' && image.u8(4, "algorithm") <= 2;
            boolean deflated = at == 0 && image.u8(3, "magic") == 'd' && image.size() > HEADER;
            return image.u8(at, "magic") == 'A' && (plain || compressed || deflated)
                    ? Optional.of(Claim.strong(at, image.size() - at))
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(int schema) {
        return schema == PACKAGE || schema == INDEX;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        if (image.u8(at + 3, "magic") == '.') {
            int schema = image.i32(at + 4, LITTLE_ENDIAN, "schema");
            sink.header("schema", schema == PACKAGE ? "package" : "index", 4, 4);
            sink.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        } else {
            sink.uses(Extent.Kind.STRUCTURE, 0, 4);
        }
        throw new Unsupported(at, "adb", "apk's database of version 3 is not read");
    }
}
