package org.vitrine.unpack.format.yaffs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes YAFFS2 page by page, in any layout.
public final class YaffsWriter {
    private final ByteOrder order;
    private final int page;
    private final int spare;
    private final int tags;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();
    private int sequence = 0x1000;

    public YaffsWriter(ByteOrder order, int page, int spare, int tags) {
        this.order = order;
        this.page = page;
        this.spare = spare;
        this.tags = tags;
    }

    public byte[] image() {
        return image.toByteArray();
    }

    /// What follows stands in a block that was written `later` blocks later; earlier where it is negative.
    public YaffsWriter block(int later) {
        sequence += later;
        return this;
    }

    public YaffsWriter page(int object, int chunk, int bytes, byte[] content) {
        byte[] all = new byte[page + spare];
        Arrays.fill(all, (byte) -1);
        System.arraycopy(content, 0, all, 0, content.length);
        ByteBuffer.wrap(all)
                .order(order)
                .putInt(page + tags, sequence)
                .putInt(page + tags + 4, object)
                .putInt(page + tags + 8, chunk)
                .putInt(page + tags + 12, bytes);
        image.writeBytes(all);
        return this;
    }

    public YaffsWriter erased(int pages) {
        byte[] all = new byte[(page + spare) * pages];
        Arrays.fill(all, (byte) -1);
        image.writeBytes(all);
        return this;
    }

    /// A header as a field of bytes that can still be changed.
    public ByteBuffer header(int type, int parent, String name, int mode) {
        byte[] all = new byte[512];
        Arrays.fill(all, (byte) -1);
        Arrays.fill(all, 10, 268, (byte) 0);
        ByteBuffer header = ByteBuffer.wrap(all).order(order);
        header.putInt(0, type).putInt(4, parent).put(10, name.getBytes(ISO_8859_1));
        header.putInt(268, mode).putInt(272, 7).putInt(276, 8).putInt(284, 1_000_000);
        return header.putInt(292, 0).putInt(504, 0).putInt(508, 0);
    }

    public YaffsWriter object(int number, ByteBuffer header) {
        byte[] all = new byte[header.capacity()];
        header.get(0, all);
        return page(number, 0, 0xffff, all);
    }

    public YaffsWriter file(int number, int parent, String name, int size) {
        return object(number, header(1, parent, name, 0100644).putInt(292, size));
    }

    public YaffsWriter folder(int number, int parent, String name) {
        return object(number, header(3, parent, name, 0041777));
    }
}
