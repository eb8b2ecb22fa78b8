package org.vitrine.unpack.format;

import java.util.List;
import java.util.OptionalLong;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.spi.Entry;

/// What a zip's headers say of an entry: its type, mode, owner and time, from wherever they stand.
final class ZipNode {
    /// What an entry without a name is given out as.
    private static final List<Name> UNNAMED = List.of(Name.of("unnamed"));

    private ZipNode() {}

    /// The entry of a central header and its local one, or of a local header twice.
    static Entry of(ZipHeader central, ZipHeader local) {
        int mode = central.unixMode();
        OptionalLong time = first(central.extra().mtime(), local.extra().mtime(), central.dosSeconds());
        OptionalLong uid = first(central.extra().uid(), local.extra().uid(), OptionalLong.empty());
        OptionalLong gid = first(central.extra().gid(), local.extra().gid(), OptionalLong.empty());
        Recorded recorded = recorded(mode != 0, uid.isPresent(), time.isPresent());
        boolean owned = recorded.hasOwner();
        ArtifactType type = type(central, mode);
        List<Name> path = Name.split(central.name().bytes());
        return new Entry(
                path.isEmpty() && type != ArtifactType.DIRECTORY ? UNNAMED : path,
                type,
                recorded,
                mode & 07777,
                owned ? uid.orElse(0) : 0,
                owned ? gid.orElse(0) : 0,
                time.orElse(0),
                0,
                0,
                Name.EMPTY,
                List.of());
    }

    private static OptionalLong first(OptionalLong first, OptionalLong second, OptionalLong third) {
        return first.isPresent() ? first : second.isPresent() ? second : third;
    }

    private static Recorded recorded(boolean mode, boolean owner, boolean time) {
        if (!mode) {
            return time ? Recorded.TIME : Recorded.NOTHING;
        }
        if (owner) {
            return time ? Recorded.MODE_OWNER_TIME : Recorded.MODE_OWNER;
        }
        return time ? Recorded.MODE_TIME : Recorded.MODE;
    }

    private static ArtifactType type(ZipHeader header, int mode) {
        byte[] name = header.name().bytes();
        if (name.length > 0 && name[name.length - 1] == '/') {
            return ArtifactType.DIRECTORY;
        }
        return ArtifactType.ofMode(mode).orElse(ArtifactType.FILE);
    }

    /// The same local header with the sizes that decoding found.
    static ZipHeader measured(ZipHeader local, long stored, Checked content) {
        return new ZipHeader(
                local.at(),
                local.madeBy(),
                local.flags(),
                local.method(),
                local.dosTime(),
                content.value(),
                stored,
                content.count(),
                local.name(),
                local.extra(),
                local.external(),
                local.local(),
                local.end());
    }
}
