package org.vitrine.unpack;

import java.util.List;
import org.vitrine.unpack.format.AmbarellaRomfs;
import org.vitrine.unpack.format.AndroidSparse;
import org.vitrine.unpack.format.Arcadyan;
import org.vitrine.unpack.format.BoschCamera;
import org.vitrine.unpack.format.BroadcomSao;
import org.vitrine.unpack.format.Bzip2;
import org.vitrine.unpack.format.Cbfs;
import org.vitrine.unpack.format.Csar;
import org.vitrine.unpack.format.DjiImage;
import org.vitrine.unpack.format.DlinkShrs;
import org.vitrine.unpack.format.DockerArchive;
import org.vitrine.unpack.format.DrayTek;
import org.vitrine.unpack.format.EfiSections;
import org.vitrine.unpack.format.EspImage;
import org.vitrine.unpack.format.Fip;
import org.vitrine.unpack.format.FirmwareVolume;
import org.vitrine.unpack.format.Fmap;
import org.vitrine.unpack.format.Gzip;
import org.vitrine.unpack.format.HelmChart;
import org.vitrine.unpack.format.Img0;
import org.vitrine.unpack.format.Lzma;
import org.vitrine.unpack.format.MatterOta;
import org.vitrine.unpack.format.OciLayout;
import org.vitrine.unpack.format.RpiEeprom;
import org.vitrine.unpack.format.RuggedCom;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.format.Tar;
import org.vitrine.unpack.format.TpLink;
import org.vitrine.unpack.format.UImage;
import org.vitrine.unpack.format.XeroxDlm;
import org.vitrine.unpack.format.XeroxDsk;
import org.vitrine.unpack.format.Xz;
import org.vitrine.unpack.format.Zip;
import org.vitrine.unpack.format.Zlib;
import org.vitrine.unpack.format.ZteConfig;
import org.vitrine.unpack.format.ZynosRas;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// All formats and compositions, each named once. Where two claim the same place, the one named first has it.
public final class Formats {
    /// The container formats.
    public static final List<Format> ALL = List.of(
            new Squashfs(),
            new UImage(),
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
            new AndroidSparse(),
            new DrayTek(),
            new BroadcomSao(),
            new BoschCamera(),
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
            new Xz(),
            new Gzip(),
            new Bzip2(),
            new Lzma(),
            new Zlib());

    /// The inputs of several files.
    public static final List<Composition> COMPOSITIONS =
            List.of(new OciLayout(), new DockerArchive(), new Csar(), new HelmChart());

    private Formats() {}
}
