package org.vitrine.unpack.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.structure.DtbNode;
import org.vitrine.structure.DtbProperty;
import org.vitrine.unpack.spi.Sink;

/// Verifies the hash nodes of a FIT image.
final class FitHashes {
    /// An image has one or two hashes; each costs a pass over its data, and many images can name the same
    /// bytes.
    private static final int PASSES = 8;

    private final long allowed;
    private long asked;

    /// For the images of a container.
    ///
    /// @param size of the container in bytes
    FitHashes(long size) {
        this.allowed = PASSES * size;
    }

    /// Compares each hash of an image with its data: a row says that it is right, a problem that it isn't.
    void verify(DtbNode image, Bytes data, Sink out) throws Malformed {
        for (DtbNode node : image.children()) {
            Optional<DtbProperty> stored = node.property("value");
            if (!node.name().toString().startsWith("hash") || stored.isEmpty()) {
                continue;
            }
            asked += data.size();
            if (asked > allowed) {
                out.problem(new Problem.LimitReached("bytes to hash", allowed, asked));
                return;
            }
            String name = image.name() + "/" + node.name();
            String algorithm = node.text("algo").toLowerCase(Locale.ROOT);
            byte[] computed = hash(algorithm, data);
            if (computed == null) {
                out.problem(new Problem.Unsupported(node.at(), "algo", name + " asks for " + algorithm));
                continue;
            }
            long size = stored.get().value().size();
            byte[] value = stored.get().value().array(0, Math.min(size, 64), "value");
            if (size == computed.length && Arrays.equals(value, computed)) {
                out.header("images/" + name + "/verified", "right over " + data.size() + " bytes", -1, 0);
            } else {
                HexFormat hex = HexFormat.of();
                out.problem(new Problem.Malformed(
                        stored.get().at(),
                        name,
                        hex.formatHex(value) + " stored, " + hex.formatHex(computed) + " computed"));
            }
        }
    }

    private static byte @Nullable [] hash(String algorithm, Bytes data) {
        String name = switch (algorithm) {
            case "md5" -> "MD5";
            case "sha1" -> "SHA-1";
            case "sha256" -> "SHA-256";
            case "sha384" -> "SHA-384";
            case "sha512" -> "SHA-512";
            default -> "";
        };
        if (algorithm.equals("crc32")) {
            CRC32 crc = new CRC32();
            data.feed(crc::update);
            return HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) crc.getValue()));
        }
        return name.isEmpty() ? null : ContentHash.of(name, data);
    }
}
