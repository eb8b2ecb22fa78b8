#!/usr/bin/env bash
# Makes samples.tsv: what tools that others wrote find in each file of the corpus's firmware/format-samples.
#   ./samples.sh CORPUS > samples.tsv
# Columns: file, class, in, what, files, digest, tool. "in" are the paths of the containers whose files are meant, in
# Vitrine's notation, joined by ";" ("." is the sample itself): the files that lie in their folders, not in what is opened
# further. "files" counts the different SHA-256, "digest" is the SHA-256 over them as sorted lines
# ("-" where a tool only lists them).
#   opens   what is the format of the first container
#   leaf    what is the kind that the whole file is recognised as
#   broken  what is the field that a problem names; files and digest as above where a tool gets something out all the same
#   later   what is a format that is not yet read, at most named
set -uo pipefail
export LC_ALL=C TZ=UTC
samples=$(cd "$1/firmware/format-samples" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
out=$room/out

row() { # CLASS FILE IN WHAT TOOL; the files lie in $out
  local count=- digest=-
  if [ -d "$out" ]; then
    find "$out" -type f -exec sha256sum {} + | cut -c1-64 | sort -u >"$room/set"
    count=$(wc -l <"$room/set")
    digest=$(sha256sum <"$room/set" | cut -c1-64)
    [ "$count" -gt 0 ] || echo "nothing in $2" >&2
    rm -rf "$out"
  fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$2" "$1" "$3" "$4" "$count" "$digest" "$5"
}

opens() { # FILE IN WHAT TOOL COMMAND...; runs the command with the sample as $s and $out as folder
  mkdir -p "$out"
  s=$samples/$1
  local file=$1 in=$2 what=$3 tool=$4
  shift 4
  "$@" >/dev/null 2>"$room/errors" || [ "$kept" = yes ] || { echo "$file: $(tail -1 "$room/errors")" >&2; }
  row "$class" "$file" "$in" "$what" "$tool"
}

class=opens kept=
broken() { class=broken kept=yes; opens "$@"; class=opens kept=; }
bare() { printf '%s\t%s\t%s\t%s\t-\t-\t%s\n' "$2" "$1" . "$3" "$4"; }
leaf() { bare leaf "$1" "$2" "$3"; }
later() { bare later "$1" "$2" "$3"; }
defect() { bare broken "$1" "$2" "$3"; }

sevenzip() { 7z x -y -bd "-o$out" "$s"; }
tar_() { bsdtar -xf "$s" -C "$out"; }
squash() { unsquashfs -f -no-xattrs -o "${1:-0}" -d "$out" "$s"; }
cut_() { tail -c "+$(($1 + 1))" "$s" | head -c "${2:-999999999}"; }
piped() { # OFFSET LENGTH COMMAND: one file, decoded from a span
  local at=$1 length=$2
  shift 2
  cut_ "$at" "$length" | "$@" >"$out/one"
}
python() { python3 - "$s" "$out" "$@"; }

# The three files that many samples hold, as patool__test.tar has them; their contents can be read in the samples that store
# them plain (strings), and stand for those formats of the other byte order that no tool at hand reads.
three() { bsdtar -xf "$samples/patool__test.tar" -C "$out"; }
sibling="by hand: the three files of patool__test.tar"

opens 7z.bin . sevenzip 7z sevenzip
opens ambarella__ambarella_rom.fs . ambarella-romfs "python, by the published table" python <<'P'
import struct, sys
d = open(sys.argv[1], 'rb').read()
n, = struct.unpack_from('<I', d, 0)
for i in range(n):
    at = 2048 + 128 * i
    offset, size, magic = struct.unpack_from('<III', d, at + 116)
    open('%s/%d' % (sys.argv[2], i), 'wb').write(d[offset:offset + size])
P
opens android_simg__simg.img image android-sparse 7z eval '7z x -y -bd "-o$room/i" "$s" && mkdir -p "$out" && sevenzip; rm -rf "$out/[SYS]" "$room/i"'
opens arcadyan.bin data.lzma/lzma@0 arcadyan "python, by the published layout; xz" python <<'P'
import lzma, sys
d = open(sys.argv[1], 'rb').read()
first, second = d[4:36], d[0x68:0x88]
swapped = bytes((b << 4 | b >> 4) & 255 for b in second)
pairs = b''.join(swapped[i + 1:i + 2] + swapped[i:i + 1] for i in range(0, 32, 2))
text = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE).decompress(pairs + d[36:0x68] + first + d[0x88:])
open(sys.argv[2] + '/one', 'wb').write(text)
P
later arj.bin arj file
leaf bmp.bin data file
opens boschtool__test.fw firmware@1024 bosch-camera "python, by the published mask" python <<'P'
import struct, sys
d = bytes(b ^ 0x42 for b in open(sys.argv[1], 'rb').read())
at = d.find(b'\xde\xad\xaf\xfe')
while at >= 0:
    size, = struct.unpack_from('>I', d, at + 40)
    open('%s/%d' % (sys.argv[2], at), 'wb').write(d[at + 64:at + 64 + size])
    at = d.find(b'\xde\xad\xaf\xfe', at + 64 + size)
P
opens broadcom__broadcom-sao.bin rtfs@444 broadcom-sao unsquashfs squash 444
opens bzip2.bin bzip2@0 bzip2 bzip2 piped 0 8125 bzip2 -dc
opens cramfs.bin . cramfs 7z sevenzip
opens dji__dji.img . dji "dd, by the table of modules" eval 'cut_ 170 43776 >"$out/1"; cut_ 43946 41728 >"$out/2"'
later dlink__test.dec dlink-shrs-decrypted "by hand: encrypted with a key outside the image"
broken draytek_vigor_167__invalid_draytekvigor167_image_struct_error.bin rootfs@256 "image size" unsquashfs squash 256
defect draytek_vigor_167__invalid_image_struct_error.bin "image size" "by hand: the header's sizes"
opens draytek_vigor_167__valid_draytekvigor167_image.bin rootfs@256 draytek unsquashfs squash 256
opens generic_carver__zlib_carving_test "zlib@128;zlib@340;zlib@570;zlib@801" raw "python's zlib" python <<'P'
import sys, zlib
d = open(sys.argv[1], 'rb').read()
at = 0
while at < len(d):
    try:
        o = zlib.decompressobj()
        text = o.decompress(d[at:])
        if o.eof and len(text) > 8:
            open('%s/%d' % (sys.argv[2], at), 'wb').write(text)
            at = len(d) - len(o.unused_data)
            continue
    except zlib.error:
        pass
    at += 1
P
later generic_fs__btrfs.img.xz btrfs file
opens generic_fs__ext2.img . ext debugfs eval 'debugfs -R "rdump / $out" "$s"'
later generic_fs__f2fs.img.xz f2fs file
later generic_fs__jfs.img.xz jfs file
opens generic_fs__mbr.img.xz "payload@0/partition@3145728;payload@0/partition@6291456;payload@0/partition@8388608" ext "dd at the partitions; debugfs" eval 'xz -dc "$s" >"$room/disk"; for at in 3145728 6291456 8388608; do tail -c +$((at + 1)) "$room/disk" | head -c 3145728 >"$room/p"; mkdir "$out/$at"; debugfs -R "rdump / $out/$at" "$room/p"; done'
opens generic_fs__minix.img.xz payload@0 minix "$sibling" three
later generic_fs__reiserfs.img.xz reiserfs file
opens generic_fs__romfs.img . romfs "$sibling" three
later generic_fs__udf.img.xz udf file
later generic_fs__xfs.img.xz xfs file
opens gzip.bin . gzip gzip piped 0 109 gzip -dc
later hp__hp_new_container.pjl hp-signed-file file
for name in jffs2_b2_trailing_data.img jffs2_be.img; do
  opens jffs2__$name "$([ $name = jffs2_be.img ] && echo . || echo jffs2@0)" jffs2 "$sibling" three
done
opens jffs2__jffs2_le.img . jffs2 "jffs2reader; for the name with blanks by hand" eval 'three; rm "$out"/get_files_test/testfile?; jffs2reader "$s" -f /testfile1 >"$out/1"; jffs2reader "$s" -f /testfile2 >"$out/2"'
leaf jpeg.bin jpeg file
opens linuxkernel__bzImage . bzimage gzip piped 17940 999999999 gzip -dc
opens linuxkernel__bzImage_bzip2 payload@17001 bzip2 bzip2 piped 17001 458010 bzip2 -dc
opens linuxkernel__bzImage_gzip payload@17001 gzip gzip piped 17001 486503 gzip -dc
opens linuxkernel__bzImage_lz4 payload@17001 lz4 lz4 piped 17001 555342 lz4 -dc
opens linuxkernel__bzImage_lzma payload@17001 lzma xz piped 17001 426904 xz -dc -F lzma
opens linuxkernel__bzImage_lzo payload@17001 lzop lzop piped 17001 526211 lzop -dc
opens linuxkernel__bzImage_xz payload@17001 xz xz piped 17001 409296 xz -dc
defect linuxkernel__zImage_be32 end "file, and by hand: the end of its header"
opens matter_ota.bin . matter-ota "dd, by the header's TotalSize" eval 'cut_ 88 8 >"$out/one"'
opens maxlinear__maxlinear-puma-8-vendor-image.bin "uimage@3053/payload@64/payload@0" uimage "dd; xz; dumpimage" eval 'cut_ 3117 85 | xz -dc -F lzma >"$room/u"; dumpimage -T kernel -p 0 -o "$out/one" "$room/u"'
opens mbr.bin . mbr 7z sevenzip
opens patool__test.deb "control.tar.xz/payload@0;data.tar.xz/payload@0" tar dpkg-deb eval 'dpkg-deb -R "$s" "$out"'
opens patool__test.jar . zip unzip unzip -q "$samples/patool__test.jar" -d "$out"
later patool__test.shar shar file
opens patool__test.tar . tar bsdtar tar_
later patool__test.zpaq zpaq file
leaf pdf.bin pdf file
leaf png_malformed.bin png file
defect qcow.bin l1_table "by hand: 512 bytes, and a table named at 196608"
later raw__encoded.bin intel-hex strings
leaf riff.bin webp file
opens romfs.bin . romfs "dd, by its one header" eval 'cut_ 128 104 >"$out/one"'
opens ros__test.ros . ros "python, by the published table" python <<'P'
import struct, sys
d = open(sys.argv[1], 'rb').read()
for i in range(struct.unpack_from('<I', d, 32)[0]):
    at, size = struct.unpack_from('<II', d, 48 + 32 * i + 16)
    open('%s/%d' % (sys.argv[2], i), 'wb').write(d[at:at + size])
P
opens sevenz__cramfs.img . cramfs 7z sevenzip
for version in 2 3 4; do
  opens sevenz__ext$version.img.xz payload@0 ext debugfs eval 'xz -dc "$s" >"$room/disk"; debugfs -R "rdump / $out" "$room/disk"'
done
opens sevenz__fat.img.xz payload@0 fat mcopy eval 'xz -dc "$s" >"$room/disk"; MTOOLS_SKIP_CHECK=1 mcopy -s -n -i "$room/disk" "::*" "$out"'
later sevenz__hfs.img.xz hfsplus file
later sevenz__ntfs.img.xz ntfs file
opens sevenz__test.iso . iso9660 7z sevenzip
defect sevenz__test_password.zip flags "unzip: asks for a password"
opens sevenz__test_zisofs.iso . iso9660 7z sevenzip
leaf sfx__no_section_header.elf elf file
leaf sfx__piggy.elf elf file
leaf sfx__test_elf_normal elf file
opens sfx__test_elf_sfx sevenzip@397008 sevenzip 7z sevenzip
opens sfx__test_pe_sfx sevenzip@190976 sevenzip 7z sevenzip
leaf sfx__test_rsrc pe file
leaf sqlite__broken.db sqlite file
leaf sqlite__example.db sqlite file
for name in avm_le gzip lzma lzo lz4 xz zstd; do
  opens squashFS__$name.sqfs$([ $name = avm_le ] && echo 4) . squashfs unsquashfs squash
done
opens squashFS__sqfs.img . squashfs unsquashfs squash
for name in lzma1_be.sqfs3 lzma1_le.sqfs3 lzma_be.sqfs2 lzma_le.sqfs2 test.qshs test.shsq zlib_be.sqfs3 zlib_le.sqfs3; do
  opens squashFS__$name . squashfs 7z sevenzip
done
for name in avm_be.sqfs4 test.hsqt test.sqlz test.tqsh test.zlqs; do
  opens squashFS__$name . squashfs "$sibling" three
done
opens squashfs.bin . squashfs unsquashfs squash
# No tool at hand decodes its LZMA; unsquashfs lists it.
printf '%s\topens\t.\tsquashfs\t%s\t-\tunsquashfs -ll\n' squashfs_v2.bin "$(unsquashfs -ll "$samples/squashfs_v2.bin" 2>/dev/null | grep -c '^-')"
later stuffit__test.sitx stuffitx file
opens tpl__test.tpl squashfs@1180160 squashfs unsquashfs squash 1180160
opens tpl__wr.fw "lzma@26820;lzma@262420" lzma "binwalk for the places; xz" eval 'cut_ 26820 | xz -dc -F lzma --single-stream >"$out/1"; cut_ 262420 | xz -dc -F lzma --single-stream >"$out/2"'
opens trx__trx.img partition0@28 zip unzip eval 'cut_ 28 >"$room/zip"; unzip -q "$room/zip" -d "$out"'
opens ubi__test.ubifs . ubifs "$sibling" three
opens ubi__ubi.img rootfs@2176 ubi "$sibling" three
opens uboot__fit.itb rootfs@1049400/payload@0 squashfs "dumpimage; unsquashfs" eval 'dumpimage -T flat_dt -p 2 -o "$room/rootfs.gz" "$s"; gzip -dc <"$room/rootfs.gz" >"$room/rootfs"; unsquashfs -f -d "$out" "$room/rootfs"'
defect uboot__uboot.dtb ih_hcrc dumpimage
opens uboot__uboot.image_with_header uimage@0/payload@64 lzma "dumpimage for the size; xz" eval 'cut_ 64 32753 | xz -dc -F lzma >"$out/one"'
broken xerox__DLM-First_1MB.DLM payload@580/gzip@0 deflate gzip piped 580 999999999 gzip -dc
opens xerox__test.dsk1 . xerox-dsk base64 eval 'cut_ 24 | tr -d "\\r\\n" | base64 -d >"$out/one"'
opens xerox__test.dsk_ext xerox-dsk@12 xerox-dsk base64 eval 'cut_ 36 | tr -d "\\r\\n" | base64 -d >"$out/one"'
later xerox__xerox.ps postscript-ascii85 strings
opens yaffs2.bin . yaffs2 "python, by the tags behind each page" python <<'P'
import struct, sys
d = open(sys.argv[1], 'rb').read()
pages = {}
for at in range(0, len(d) - 2111, 2112):
    _, number, chunk, size = struct.unpack_from('<IIII', d, at + 2048)
    if chunk and size <= 2048:
        pages.setdefault(number, {})[chunk] = d[at:at + size]
for number, chunks in pages.items():
    open('%s/%d' % (sys.argv[2], number), 'wb').write(b''.join(chunks[c] for c in sorted(chunks)))
P
opens yaffs__yaffs2_be.img . yaffs2 "$sibling" three
opens yaffs__yaffs2_le.img . yaffs2 "$sibling" three
opens zip.bin . zip unzip unzip -q "$samples/zip.bin" -d "$out"
broken zip_truncated.bin zip@0 "end of central directory" bsdtar tar_
