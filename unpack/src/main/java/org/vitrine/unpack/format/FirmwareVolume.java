package org.vitrine.unpack.format;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.uefi.Volume;
import org.vitrine.unpack.format.uefi.VolumeHeader;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A firmware volume of UEFI with its files and sections. A file with sections is a folder named by its GUID, its
/// sections are files in it, named by number and type; compressed and signed ones are opened by [EfiSections].
public final class FirmwareVolume implements Format {
    private static final Card CARD = new Card(
            "uefi-fv",
            "UEFI firmware volume (FFS2, FFS3)",
            List.of(
                    "UEFI Platform Initialization Specification 1.8, volume 3: Shared Architectural Elements",
                    "UEFI Specification 2.10, chapter 19 (compression)",
                    "Intel FSP External Architecture Specification 2.4, 5.1.1 (FSP_INFO_HEADER)"),
            List.of(
                    "Volumes of variables are recognised, their variables are not read.",
                    "What lies behind the last file, or in a pad file, is not read as anything.",
                    "The tails of files of the first revision are not checked.",
                    "Capsules, flash descriptors and microcode around volumes have no reader.",
                    "Checksums show damage, not whether somebody altered the volume."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("_FVH", VolumeHeader.SIGNATURE));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, 72) || !image.matches(at + VolumeHeader.SIGNATURE, new byte[] {'_', 'F', 'V', 'H'})) {
            return Optional.empty();
        }
        VolumeHeader header = VolumeHeader.of(image, at);
        return header.isPlausible()
                ? Optional.of(Claim.strong(at, Math.min(header.length(), image.size() - at)))
                : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes volume = image.slice(claim.at(), claim.length(), "volume");
        new Volume(volume, VolumeHeader.of(volume, 0), out).give();
        return claim.end();
    }
}
