package org.vitrine.unpack.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How a format is written, and what is lost on the way.
///
/// @param format the card of Vitrine's format
/// @param command run by `sh` beside the folder `t`; writes `out`
/// @param lost what the format can't hold, or its writer doesn't write
record Written(String name, String format, String command, Set<String> lost, String why) {
    private static final Set<String> XATTRS = Set.of("user.*", "capability");
    private static final Set<String> DEVICES = Set.of("character device", "block device");

    /// A package of the whole folder; rpmbuild is told to let the name pass that is no UTF-8, and to
    /// leave times as
    /// they are.
    private static final String RPM = """
            cat >x.spec <<'END'
            Name: x
            Version: 1
            Release: 1
            Summary: x
            License: x
            BuildArch: noarch
            %description
            x
            %install
            mkdir -p %{buildroot}
            cp -a %{source} %{buildroot}/t
            %files
            %defattr(-,root,root)
            %dir /t
            %attr(1777,root,root) %dir /t/sticky
            %attr(4755,root,root) /t/f4755
            %attr(2755,root,root) /t/f2755
            /t/f644
            /t/f755
            /t/f600
            /t/f700
            /t/hard
            /t/sparse
            /t/empty
            /t/n*
            /t/relative
            /t/absolute
            /t/fifo
            /t/character
            /t/block
            %attr(-,1234,5678) /t/owned
            %caps(cap_net_raw=ep) /t/able
            END
            rpmbuild -bb --quiet --define "_topdir $PWD" --define "source $PWD/t" --define '_invalid_encoding_terminates_build 0' --define '__os_install_post %{nil}' --define 'clamp_mtime_to_source_date_epoch 0' x.spec
            mv RPMS/noarch/x-1-1.noarch.rpm out
            """;

    private static Set<String> all(Object... what) {
        Set<String> all = new TreeSet<>();
        for (Object each : what) {
            switch (each) {
                case Set<?> set -> set.forEach(one -> all.add(one.toString()));
                default -> all.add(each.toString());
            }
        }
        return all;
    }

    private static Set<String> allBut(String... kept) {
        Set<String> lost = new TreeSet<>(Canonical.ATTRIBUTES);
        lost.removeAll(Set.of(kept));
        return lost;
    }

    static List<Written> all() {
        List<Written> all = new ArrayList<>();
        all.add(new Written(
                "tar, ustar", "tar", "tar --format=ustar -cf out -C t .", XATTRS, "ustar has no place for attributes"));
        all.add(new Written(
                "tar, gnu",
                "tar",
                "tar --format=gnu -S -cf out -C t .",
                XATTRS,
                "GNU headers have no place for attributes"));
        all.add(new Written(
                "tar, pax", "tar", "tar --format=pax --xattrs --xattrs-include='*' -S -cf out -C t .", Set.of(), ""));
        for (String kind : List.of("newc", "crc", "odc")) {
            all.add(new Written(
                    "cpio, " + kind,
                    "cpio",
                    "cd t; find . | cpio --quiet -o -H " + kind + " >../out",
                    XATTRS,
                    "cpio has no place for attributes"));
        }
        all.add(new Written(
                "zip",
                "zip",
                "cd t; find . -type f -o -type l -o -type d | zip -qy ../out.zip -@; mv ../out.zip ../out",
                all(XATTRS, DEVICES, "FIFO"),
                "Info-ZIP writes files, folders and links"));
        all.add(new Written(
                "deb",
                "ar",
                "mkdir t/DEBIAN; printf 'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@x.x>\\nDescription: x\\n' >t/DEBIAN/control; dpkg-deb -b t out; rm -r t/DEBIAN",
                XATTRS,
                "dpkg-deb writes GNU headers"));
        all.add(new Written(
                "ipk",
                "tar",
                "echo 2.0 >debian-binary; mkdir c; printf 'Package: x\\nVersion: 1\\n' >c/control; tar -czf control.tar.gz -C c .; tar --format=gnu -czf data.tar.gz -C t .; tar -czf out ./debian-binary ./control.tar.gz ./data.tar.gz",
                XATTRS,
                "GNU headers have no place for attributes"));
        all.add(
                new Written(
                        "rpm",
                        "rpm",
                        RPM,
                        all("user.*"),
                        "an rpm knows capabilities and no other attribute; who owns a file, and what it is capable of, stands in its header, by name"));
        all.add(new Written(
                "OCI layout",
                "tar",
                "umoci init --layout l; umoci new --image l:x; umoci insert --image l:x t /t; tar -cf out -C l .",
                Set.of(),
                ""));
        all.add(new Written(
                "docker-archive",
                "tar",
                "umoci init --layout l; umoci new --image l:x; umoci insert --image l:x t /t; skopeo copy -q oci:l:x docker-archive:out.tar:x:1; mv out.tar out",
                Set.of(),
                ""));
        for (String kind : List.of("gzip", "xz", "zstd", "lz4", "lzo", "lzma")) {
            all.add(new Written(
                    "squashfs, " + kind,
                    "squashfs",
                    "mksquashfs t out -quiet -no-progress -comp " + kind,
                    Set.of(),
                    ""));
        }
        all.add(new Written(
                "cramfs",
                "cramfs",
                "mkfs.cramfs t out",
                all(XATTRS, "mtime", "owner"),
                "no times, and 8 bits for a group"));
        all.add(new Written(
                "romfs",
                "romfs",
                "genromfs -d t -f out",
                all(XATTRS, "0600", "0700", "4755", "2755", "1777", "owner", "mtime"),
                "one bit for the mode, no owners, no times"));
        for (String kind : List.of("ext2", "ext3", "ext4")) {
            all.add(new Written(
                    kind, "ext", "truncate -s 16M out; mke2fs -q -F -t " + kind + " -d t out", Set.of(), ""));
        }
        all.add(new Written(
                "FAT",
                "fat",
                "truncate -s 16M out; mkfs.vfat out; find t -type f ! -name 'n?' -exec mcopy -m -n -i out {} :: ';'",
                allBut("mtime", "sparse file", "empty file", "hard link"),
                "no modes, no owners, no links; names in UTF-16"));
        all.add(new Written("JFFS2", "jffs2", "mkfs.jffs2 -r t -o out --with-xattr", Set.of(), ""));
        all.add(new Written(
                "UBIFS",
                "ubifs",
                "mkfs.ubifs -r t -m 2048 -e 126976 -c 200 -o out",
                XATTRS,
                "Debian's mkfs.ubifs writes no attributes"));
        all.add(new Written(
                "UBI",
                "ubi",
                "mkfs.ubifs -r t -m 2048 -e 126976 -c 200 -o in; printf '[v]\\nmode=ubi\\nimage=in\\nvol_id=0\\nvol_size=8MiB\\nvol_type=dynamic\\nvol_name=v\\n' >ini; ubinize -o out -m 2048 -p 128KiB ini",
                XATTRS,
                "Debian's mkfs.ubifs writes no attributes"));
        all.add(new Written("EROFS", "erofs", "mkfs.erofs --quiet out t", Set.of(), ""));
        all.add(new Written(
                "ISO 9660, Rock Ridge",
                "iso9660",
                "genisoimage -quiet -R -o out t",
                XATTRS,
                "Rock Ridge has no place for attributes"));
        all.add(new Written(
                "ISO 9660, Joliet",
                "iso9660",
                "genisoimage -quiet -J -input-charset iso8859-1 -o out t 2>/dev/null",
                allBut("mtime", "sparse file", "empty file", "hard link"),
                "no modes, no owners, no links"));
        all.add(new Written(
                "GPT with ext4",
                "gpt",
                "truncate -s 16M in; mke2fs -q -F -t ext4 -d t in; truncate -s 20M out; sgdisk -n 1:2048:+16M out >/dev/null; dd if=in of=out bs=1M seek=1 conv=notrunc status=none",
                Set.of(),
                ""));
        all.add(new Written(
                "qcow2 of ext4",
                "qcow2",
                "truncate -s 16M in; mke2fs -q -F -t ext4 -d t in; qemu-img convert -O qcow2 in out",
                Set.of(),
                ""));
        all.add(new Written(
                "VMDK of ext4",
                "vmdk",
                "truncate -s 16M in; mke2fs -q -F -t ext4 -d t in; qemu-img convert -O vmdk in out",
                Set.of(),
                ""));
        all.add(new Written(
                "7z",
                "sevenzip",
                "cd t; find . '(' -type f -o -type l -o -type d ')' ! -name 'n?' ! -name . >../list; 7z a -snl -t7z ../out.7z -i@../list >/dev/null; mv ../out.7z ../out",
                all(XATTRS, DEVICES, "FIFO", "owner", "non-UTF-8 name"),
                "no owners, no attributes, names in UTF-16"));
        return all;
    }
}
