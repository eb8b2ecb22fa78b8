package org.vitrine.inspect.service;

import java.util.Set;

/// Shell builtins and utilities that do one thing and end: running one of them starts no service. A table.
final class OneShot {
    private static final Set<String> NAMES = Set.of("""
            : . [ [[ ]] { } ! alias bg break builtin case cd command continue declare dirs disown do done echo elif else
            enable esac eval exec exit export false fc fg fi for getopts hash help history if in jobs kill let local
            logout popd printf pushd pwd read readonly return select set shift shopt source suspend test then time times
            trap true type typeset ulimit umask unalias unset until wait while
            addgroup adduser ar arp arping ascii ash awk gawk mawk nawk base32 base64 basename bash bc blkid blockdev
            brctl bunzip2 bzcat bzip2 cal cat chage chattr chgrp chmod chown chpasswd chroot chrt chvt cksum clear cmp
            comm cp cpio crontab cryptpw csplit cut date dc dd deallocvt delgroup deluser depmod devmem df diff dirname
            dmesg dnsdomainname dos2unix dpkg du dumpkmap dumpleases dash ebtables ed egrep eject env envdir envuidgid
            ether-wake ethtool expand expr fallocate fbset fdflush fdformat fdisk fgconsole fgrep file find findfs
            flash_erase flash_eraseall flash_lock flash_unlock flashcp flock fold free freeramdisk fsck fsfreeze fstrim
            fstype fsync fuser fw_printenv fw_setenv getconf getopt getent grep groups groupadd gunzip gzip halt hd head
            hexdump hostid hostname hush hwclock iconv id ifconfig ifdown ifenslave ifup init insmod install ionice iostat
            ip ip6tables ip6tables-restore ip6tables-save ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule ipset
            iptables iptables-restore iptables-save iptunnel iw iwconfig iwgetid iwlist iwpriv kbd_mode killall killall5
            last ldconfig less ln loadfont loadkmap locale localedef lock logger login logname logread losetup ls lsattr
            lsmod lsof lspci lsscsi lsusb lzcat lzma md5sum mesg microcom mkdir mkdosfs mke2fs mkfifo mkfs mkfs.ext2
            mkfs.ext3 mkfs.ext4 mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint mt mtd mv
            nameif nanddump nandwrite netstat nft nice nl nmeter nohup nproc nslookup nvram od openvt passwd paste
            patch pgrep pidof ping ping6 pivot_root pkill pmap poweroff printenv ps pstree pvcreate pwdx raidautorun
            rdate rdev readahead readelf readlink readprofile realpath reboot renice reset resize rev rm rmdir rmmod route
            rpm rsync run-parts runlevel sed seq setarch setconsole setfattr setfont setkeycodes setlogcons setserial
            setsid setterm sfdisk sgdisk sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf shutdown slattach sleep
            sort split stat strings stty sum swapoff swapon switch_root sync sysctl systemctl tac tail tar taskset tc tee
            telinit tftp timeout touch tr traceroute traceroute6 truncate tty ttysize tune2fs tunctl ubiattach
            ubidetach ubiformat ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol ubus uci udevadm umount uname uncompress
            unexpand uniq unix2dos unlink unlzma unxz unzip update-rc.d uptime useradd usermod users usleep uudecode
            uuencode vconfig vi vlock volname wall watch wc wget which who whoami whatis wl xargs xxd xz xzcat yes zcat
            e2fsck fsck.ext4 resize2fs mkfs.ubifs mkfs.jffs2 dropbearkey ssh-keygen openssl certtool hostnamectl
            start-stop-daemon lvm vgchange vgscan mdadm dmsetup cryptsetup systemd-tmpfiles udevtrigger udevsettle
            jshn jsonfilter ucitrack md5 nvram_get nvram_set nvram_show swconfig fw3 firewall opkg ipkg dpkg-query
            cu initctl rc rcS preinit mdev curl rpcinfo exportfs lsb_release dircolors tput stdbuf loadkeys consolechars
            alsactl amixer setpci hdparm sdparm blkdiscard partprobe partx parted conntrack arptables ubinize genl
            ifstat nstat rtmon ss ipmaddr mii-tool mii-diag rfkill regtool crda capsh setcap getcap chcon restorecon
            cramfsck kmodloader mount_root validate_data fsck.cramfs px5g
            """.strip().split("\\s+", -1));

    private OneShot() {}

    /// Whether a program of this name does one thing and ends.
    static boolean is(String name) {
        return NAMES.contains(name);
    }
}
