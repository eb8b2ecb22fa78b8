package org.vitrine.unpack;

import java.util.List;
import org.vitrine.unpack.format.Apk;
import org.vitrine.unpack.format.Ar;
import org.vitrine.unpack.format.Brotli;
import org.vitrine.unpack.format.Bzip2;
import org.vitrine.unpack.format.Compress;
import org.vitrine.unpack.format.Cpio;
import org.vitrine.unpack.format.Csar;
import org.vitrine.unpack.format.DjiImage;
import org.vitrine.unpack.format.DlinkShrs;
import org.vitrine.unpack.format.DockerArchive;
import org.vitrine.unpack.format.DrayTek;
import org.vitrine.unpack.format.Dtb;
import org.vitrine.unpack.format.EfiSections;
import org.vitrine.unpack.format.EspImage;
import org.vitrine.unpack.format.Ext;
import org.vitrine.unpack.format.Fat;
import org.vitrine.unpack.format.Fip;
import org.vitrine.unpack.format.FirmwareVolume;
import org.vitrine.unpack.format.Fit;
import org.vitrine.unpack.format.Fmap;
import org.vitrine.unpack.format.Gpt;
import org.vitrine.unpack.format.Gzip;
import org.vitrine.unpack.format.HelmChart;
import org.vitrine.unpack.format.Img0;
import org.vitrine.unpack.format.Lz4;
import org.vitrine.unpack.format.Lzip;
import org.vitrine.unpack.format.Lzma;
import org.vitrine.unpack.format.Lzop;
import org.vitrine.unpack.format.Npk;
import org.vitrine.unpack.format.OciLayout;
import org.vitrine.unpack.format.Rpm;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.format.Tar;
import org.vitrine.unpack.format.TpLink;
import org.vitrine.unpack.format.Trx;
import org.vitrine.unpack.format.UBoot;
import org.vitrine.unpack.format.UBootEnvironment;
import org.vitrine.unpack.format.UImage;
import org.vitrine.unpack.format.Ubi;
import org.vitrine.unpack.format.Ubifs;
import org.vitrine.unpack.format.XeroxDlm;
import org.vitrine.unpack.format.XeroxDsk;
import org.vitrine.unpack.format.Xz;
import org.vitrine.unpack.format.Yaffs2;
import org.vitrine.unpack.format.ZImage;
import org.vitrine.unpack.format.Zip;
import org.vitrine.unpack.format.Zlib;
import org.vitrine.unpack.format.Zstd;
import org.vitrine.unpack.format.ZteConfig;
import org.vitrine.unpack.format.ZynosRas;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// All formats and compositions, each named once. Where two claim the same place, the one named first has it.
public final class Formats {
    /// The container formats.
    public static final List<Format> ALL = List.of(
            new AndroidSparse(),
            new Gpt(),
            new Fat(),
            new Ext(),
            new Minix(),
            new Mbr(),
            new Jffs2(),
            new Ubi(),
            new Ubifs(),
            new Yaffs2(),
            new Squashfs(),
            new Fit(),
            new UImage(),
            new AndroidBoot(),
            new Dtb(),
            new Trx(),
            new BzImage(),
            new ZImage(),
            new LinuxKernel(),
            new UBootEnvironment(),
            new UBoot(),
            new TpLink(),
            new Img0(),
            new FirmwareVolume(),
            new EfiSections(),
            new Fip(),
            new RpiEeprom(),
            new Fmap(),
            new Cbfs(),
            new EspImage(),
            new ZteConfig(),
            new ZynosRas(),
            new DrayTek(),
            new BroadcomSao(),
            new RuggedCom(),
            new MatterOta(),
            new DjiImage(),
            new XeroxDlm(),
            new XeroxDsk(),
            new AmbarellaRomfs(),
            new Arcadyan(),
            new DlinkShrs(),
            new Zip(),
            new Tar(),
            new Cpio(),
            new Ar(),
            new Rpm(),
            new Npk(),
            new Apk(),
            new Zstd(),
            new Lz4(),
            new Lzip(),
            new Lzop(),
            new Xz(),
            new Gzip(),
            new Bzip2(),
            new Compress(),
            new Lzma(),
            new Brotli(),
            new Zlib());

    /// The inputs of several files.
    public static final List<Composition> COMPOSITIONS =
            List.of(new OciLayout(), new DockerArchive(), new Csar(), new HelmChart());

    private Formats() {}
}
