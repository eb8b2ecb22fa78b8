package org.vitrine.unpack.format.jffs2;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.spi.Entry.Attribute;

/// The extended attributes: nodes with a name and a value, which files share, and nodes that give them to files.
final class Xattrs {
    private static final int SIZE = 32;
    private static final int REFERENCE_SIZE = 28;
    private static final int DELETED_DATUM = -1;

    /// A name and a value (`struct jffs2_raw_xattr`).
    private record Datum(long at, int length, int version, Attribute attribute) {}

    /// That a file has them (`struct jffs2_raw_xref`); deleted where the number is odd.
    private record Reference(long at, int xid, int number) {}

    private final Bytes image;
    private final ByteOrder order;
    private final Map<Integer, Datum> data = new HashMap<>();
    /// The data that were named as being in use.
    private final Set<Integer> named = new HashSet<>();
    private final Map<Integer, List<Reference>> references = new HashMap<>();

    Xattrs(Bytes image, ByteOrder order) {
        this.image = image;
        this.order = order;
    }

    void datum(NodeHeader header) throws Malformed {
        long at = header.at();
        check(header, SIZE, 28, 28);
        int nameLength = image.u8(at + 21, "name_len");
        int valueLength = image.u16(at + 22, order, "value_len");
        int length = nameLength + 1 + valueLength;
        if (length > header.length() - SIZE) {
            throw new Malformed(at + 22, "value_len", valueLength + " bytes, the node is too short for them");
        }
        byte[] raw = image.array(at + SIZE, length, "data");
        if (Crc.of(raw, 0, length) != image.i32(at + 24, order, "data_crc")) {
            throw new Malformed(at + 24, "data_crc", "is not that of the data");
        }
        byte[] prefix = prefix(image.u8(at + 20, "xprefix"), at + 20);
        byte[] name = new byte[prefix.length + nameLength];
        System.arraycopy(prefix, 0, name, 0, prefix.length);
        System.arraycopy(raw, 0, name, prefix.length, nameLength);
        byte[] value = new byte[valueLength];
        System.arraycopy(raw, nameLength + 1, value, 0, valueLength);
        Datum datum = new Datum(
                at,
                (int) header.length(),
                image.i32(at + 16, order, "version"),
                new Attribute(Name.of(name), Name.of(value)));
        data.merge(
                image.i32(at + 12, order, "xid"),
                datum,
                (one, other) -> Integer.compareUnsigned(one.version(), other.version()) > 0 ? one : other);
    }

    void reference(NodeHeader header) throws Malformed {
        long at = header.at();
        check(header, REFERENCE_SIZE, 24, 24);
        references
                .computeIfAbsent(image.i32(at + 12, order, "ino"), _ -> new ArrayList<>(1))
                .add(new Reference(at, image.i32(at + 16, order, "xid"), image.i32(at + 20, order, "xseqno")));
    }

    private void check(NodeHeader header, int size, int checked, int crcAt) throws Malformed {
        if (header.length() < size) {
            throw new Malformed(header.at() + 4, "totlen", "must be at least " + size + " but was " + header.length());
        }
        if (Crc.of(image, header.at(), checked, "node") != image.i32(header.at() + crcAt, order, "node_crc")) {
            throw new Malformed(header.at() + crcAt, "node_crc", "is not that of the node");
        }
    }

    private static byte[] prefix(int number, long at) throws Malformed {
        String text = switch (number) {
            case 1 -> "user.";
            case 2 -> "security.";
            case 3 -> "system.posix_acl_access";
            case 4 -> "system.posix_acl_default";
            case 5 -> "trusted.";
            default -> throw new Malformed(at, "xprefix", "must be 1 to 5 but was " + number);
        };
        return Name.of(text).bytes();
    }

    /// The attributes of a file, in the order of their names.
    List<Attribute> of(int ino) {
        Map<Name, Attribute> byName = new TreeMap<>();
        for (Reference reference : live(ino)) {
            Datum datum = data.get(reference.xid());
            if ((reference.number() & 1) == 0 && datum != null && datum.version() != DELETED_DATUM) {
                byName.put(datum.attribute().name(), datum.attribute());
            }
        }
        return List.copyOf(byName.values());
    }

    /// Names to `log` what the attributes of a file are read from; to be called once for each.
    void use(int ino, Log log) {
        for (Reference reference : live(ino)) {
            log.uses(reference.at(), REFERENCE_SIZE);
            Datum datum = data.get(reference.xid());
            if (datum != null && named.add(reference.xid())) {
                log.uses(datum.at(), datum.length());
            }
        }
    }

    /// The newest word on each attribute of a file, the newest last.
    private List<Reference> live(int ino) {
        Map<Integer, Reference> latest = new HashMap<>();
        for (Reference reference : references.getOrDefault(ino, List.of())) {
            latest.merge(
                    reference.xid(),
                    reference,
                    (one, other) -> Integer.compareUnsigned(one.number(), other.number()) > 0 ? one : other);
        }
        List<Reference> inOrder = new ArrayList<>(latest.values());
        inOrder.sort((one, other) -> Integer.compareUnsigned(one.number(), other.number()));
        return inOrder;
    }
}
