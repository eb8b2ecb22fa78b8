package org.vitrine.unpack;

import java.util.List;
import org.vitrine.unpack.format.AndroidBoot;
import org.vitrine.unpack.format.BzImage;
import org.vitrine.unpack.format.Bzip2;
import org.vitrine.unpack.format.Csar;
import org.vitrine.unpack.format.DockerArchive;
import org.vitrine.unpack.format.Dtb;
import org.vitrine.unpack.format.Fit;
import org.vitrine.unpack.format.Gzip;
import org.vitrine.unpack.format.HelmChart;
import org.vitrine.unpack.format.Img0;
import org.vitrine.unpack.format.LinuxKernel;
import org.vitrine.unpack.format.Lzma;
import org.vitrine.unpack.format.OciLayout;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.format.Tar;
import org.vitrine.unpack.format.TpLink;
import org.vitrine.unpack.format.Trx;
import org.vitrine.unpack.format.UBoot;
import org.vitrine.unpack.format.UBootEnvironment;
import org.vitrine.unpack.format.UImage;
import org.vitrine.unpack.format.Xz;
import org.vitrine.unpack.format.ZImage;
import org.vitrine.unpack.format.Zip;
import org.vitrine.unpack.format.Zlib;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// All formats and compositions, each named once. Where two claim the same place, the one named first has it.
public final class Formats {
    /// The container formats.
    public static final List<Format> ALL = List.of(
            new Squashfs(),
            new UImage(),
            new Fit(),
            new Dtb(),
            new Trx(),
            new AndroidBoot(),
            new BzImage(),
            new ZImage(),
            new LinuxKernel(),
            new UBootEnvironment(),
            new UBoot(),
            new TpLink(),
            new Img0(),
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
