package org.vitrine.unpack.format.squashfs;

import java.util.Optional;
import org.vitrine.unpack.codec.Lz4Block;
import org.vitrine.unpack.codec.Lzo1x;

/// The compressors of squashfs 4.0, with the numbers the superblock knows them by.
public enum Compression {
    GZIP(1),
    LZMA(2),
    LZO(3),
    XZ(4),
    LZ4(5),
    ZSTD(6);

    private final int number;

    Compression(int number) {
        this.number = number;
    }

    /// The one with this number; empty when there is none.
    public static Optional<Compression> of(int number) {
        for (Compression each : values()) {
            if (each.number == number) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Its name as mksquashfs spells it.
    public String text() {
        return switch (this) {
            case GZIP -> "gzip";
            case LZMA -> "lzma";
            case LZO -> "lzo";
            case XZ -> "xz";
            case LZ4 -> "lz4";
            case ZSTD -> "zstd";
        };
    }

    /// What decodes its blocks.
    Decompressor decompressor() {
        return switch (this) {
            case GZIP -> Decompressor::zlib;
            case LZMA -> LzmaBlock::decode;
            case LZO -> Lzo1x::decode;
            case XZ -> Decompressor::xz;
            case LZ4 -> Lz4Block::decode;
            case ZSTD -> Decompressor::zstd;
        };
    }
}
