package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Entry.Attribute;
import org.vitrine.unpack.spi.Sink;

/// The files of a file system, by name and number.
final class Names implements Inodes {
    private static final int ENCRYPTED = 0x40;
    private static final int DATA_AT = 160;

    private final Volume volume;
    private final Bytes image;
    private final Files files;
    private final boolean unclean;
    private final Set<Integer> used = new HashSet<>();
    private final Map<Integer, List<Attribute>> attributes = new HashMap<>();

    /// @param unclean whether it wasn't unmounted, so that files may be longer than their inodes say
    Names(Volume volume, Files files, boolean unclean) {
        this.volume = volume;
        this.image = volume.image();
        this.files = files;
        this.unclean = unclean;
    }

    @Override
    public List<Named> names(long folder) throws Unreadable {
        List<Named> names = new ArrayList<>();
        for (Map.Entry<Name, Files.Link> each :
                new TreeMap<>(files.inode((int) folder).names()).entrySet()) {
            Files.Link link = each.getValue();
            volume.uses(volume.node(link.at(), Node.DIRENT));
            names.add(new Named(each.getKey(), Integer.toUnsignedLong(link.inode()), type(link.type())));
        }
        return names;
    }

    private static ArtifactType type(int number) {
        return switch (number) {
            case 1 -> ArtifactType.DIRECTORY;
            case 2 -> ArtifactType.SYMLINK;
            case 3 -> ArtifactType.BLOCK;
            case 4 -> ArtifactType.CHARACTER;
            case 5 -> ArtifactType.FIFO;
            case 6 -> ArtifactType.SOCKET;
            default -> ArtifactType.FILE;
        };
    }

    private Node node(int number) throws Malformed {
        long at = files.inode(number).at();
        if (at < 0) {
            throw new Malformed(-1, "inum", "there is no node of inode " + Integer.toUnsignedString(number));
        }
        return volume.node(at, Node.INODE);
    }

    @Override
    public Entry describe(Entry named, long number) throws Unreadable {
        int inode = (int) number;
        Node node = node(inode);
        long at = node.at();
        if (used.add(inode)) {
            volume.uses(node);
        }
        int mode = image.i32(at + 104, LITTLE_ENDIAN, "mode");
        ArtifactType type = UnixMode.type(mode, at + 104, "mode");
        Entry entry = new Entry(named.path(), type, named.recorded(), 0, 0, 0, 0, 0, 0, Name.EMPTY, attributes(inode))
                .owned(
                        mode,
                        image.u32(at + 96, LITTLE_ENDIAN, "uid"),
                        image.u32(at + 100, LITTLE_ENDIAN, "gid"),
                        image.i64(at + 72, LITTLE_ENDIAN, "mtime_sec"));
        return switch (type) {
            case SYMLINK -> isEncrypted(at) ? entry : entry.to(Name.of(data(node)));
            case CHARACTER, BLOCK -> device(entry, node);
            default -> entry;
        };
    }

    private boolean isEncrypted(long at) throws Malformed {
        return (image.i32(at + 108, LITTLE_ENDIAN, "flags") & ENCRYPTED) != 0;
    }

    /// What an inode's node holds itself: a link's target, a device's number, the value of an attribute.
    private byte[] data(Node node) throws Malformed {
        long length = image.u32(node.at() + 112, LITTLE_ENDIAN, "data_len");
        if (length > node.length() - DATA_AT) {
            throw new Malformed(node.at() + 112, "data_len", length + " bytes, the node is too short for them");
        }
        return image.array(node.at() + DATA_AT, length, "data");
    }

    private Entry device(Entry entry, Node node) throws Malformed {
        long number = Bytes.of(data(node)).u32(0, LITTLE_ENDIAN, "dev");
        return entry.device(UnixMode.major(number), UnixMode.minor(number));
    }

    private List<Attribute> attributes(int inode) {
        List<Attribute> known = attributes.get(inode);
        if (known != null) {
            return known;
        }
        List<Attribute> read = new ArrayList<>();
        for (Map.Entry<Name, Files.Link> each : files.inode(inode).attributes().entrySet()) {
            try {
                Node value = node(each.getValue().inode());
                read.add(new Attribute(each.getKey(), Name.of(data(value))));
                volume.uses(volume.node(each.getValue().at(), Node.XENTRY));
                if (used.add(each.getValue().inode())) {
                    volume.uses(value);
                }
            } catch (Malformed e) {
                volume.problem(e);
            }
        }
        List<Attribute> list = List.copyOf(read);
        attributes.put(inode, list);
        return list;
    }

    @Override
    public void give(Entry entry, long number, Sink out) throws LimitReached {
        Files.Inode inode = files.inode((int) number);
        long size;
        try {
            size = image.u63(inode.at() + 48, LITTLE_ENDIAN, "size");
            size = unclean ? Math.max(size, inode.written()) : size;
            if (isEncrypted(inode.at())) {
                throw new Unsupported(inode.at() + 108, "flags", "the content is encrypted");
            }
        } catch (Unreadable e) {
            out.file(entry, 0, _ -> {
                throw e;
            });
            return;
        }
        FileContent content = new FileContent(volume, (int) number, inode, size);
        content.use();
        Optional<Bytes> plain = content.plain();
        if (plain.isPresent()) {
            out.file(entry, plain.get());
        } else {
            out.file(entry, size, content);
        }
    }
}
