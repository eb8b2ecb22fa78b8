package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system UDF: named with its version, not yet read.
public final class Udf implements Format {
    private static final int AT = 0x8000;

    @Override
    public Card card() {
        return new Card(
                "udf",
                "UDF",
                List.of("ECMA-167, part 2; OSTA Universal Disk Format 2.60"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("00424541303101", AT));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 6144)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 6144, "Volume Recognition Sequence");
        if (!(at == 0 && block.matches(2049, new byte[] {'N', 'S', 'R', '0'}))) {
            return Optional.empty();
        }
        return Optional.of(Claim.strong(at, image.size() - at));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 6144, "Volume Recognition Sequence");
        out.uses(Extent.Kind.STRUCTURE, AT, 6144);
        out.header("version", HeaderText.of(block, 2049, 5, "version"), AT + 2049, 5);
        out.problem(new Problem.Unsupported(
                AT, "Volume Recognition Sequence", "the file system is named, its files are not yet read"));
        return claim.end();
    }
}
