package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.uefi.Guid;
import org.vitrine.unpack.format.uefi.SectionStream;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// Sections of a UEFI file outside of it: what a compressed, signed or checksummed section holds. There is no magic;
/// it is known by the name that [FirmwareVolume] gave it, or by a first section that a published GUID defines.
public final class EfiSections implements Format {
    /// A section of that kind has its GUID behind four bytes of size and type.
    private static final int GUID_AT = 4;

    private static final List<Magic> MAGIC = Stream.of(
                    "EE4E5898-3914-4259-9D6E-DC7BD79403CF",
                    "D42AE6BD-1352-4BFB-909A-CA72A6EAE889",
                    "A31280AD-481E-41B6-95E8-127F4C984779",
                    "3D532050-5CDA-4FD0-879E-0F7F630D5AFB",
                    "FC1BCDB0-7D31-49AA-936A-A4600D9DD083",
                    "0F9D89E8-9259-4F76-A5AF-0C89E34023DF")
            .map(guid -> Magic.hex(Guid.stored(guid), GUID_AT))
            .toList();

    private static final Card CARD = new Card(
            "efi-sections",
            "UEFI sections",
            List.of("UEFI Platform Initialization Specification 1.8, volume 3, 3.2.5"),
            List.of(
                    "Without a name that says so, only sections that a published GUID defines are recognised.",
                    "Sections encoded by a vendor's own GUID are given as they lie there.",
                    "Certificates of signed sections are counted, not verified."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return MAGIC;
    }

    @Override
    public List<String> endings() {
        return List.of(SectionStream.ENDING);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        boolean named = MAGIC.stream()
                .anyMatch(magic -> image.matches(at + GUID_AT, magic.pattern().bytes()));
        if (at > 0 && !named || !image.holds(at, GUID_AT)) {
            return Optional.empty();
        }
        try {
            long reach = SectionStream.reach(image.from(at, "sections"));
            // A name alone is little: then the sections have to make up all of it, or nearly.
            boolean whole = at == 0 && reach > 0 && image.size() - reach < GUID_AT;
            if (whole || named && reach > 0) {
                return Optional.of(Claim.strong(at, reach));
            }
            return reach > 0 && at == 0 && reach * 2 >= image.size()
                    ? Optional.of(Claim.strong(0, image.size()))
                    : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes stream = image.slice(claim.at(), claim.length(), "sections");
        new SectionStream(stream, 0, "", out).give(List.of());
        return claim.end();
    }
}
