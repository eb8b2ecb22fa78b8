package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The image as a picture: a horizontal map of its bytes. The upper band shows what lies at the top, the bands below it
/// what lies inside, as long as it lies there byte for byte.
final class ImageMap {
    private static final int WIDTH = 960;
    private static final int BAND = 30;
    private static final int DEEPEST = 3;

    private record Span(long offset, long length, String style, String label, long artifact) {}

    private final Ask ask;
    private final long size;

    ImageMap(Ask ask, long size) {
        this.ask = ask;
        this.size = size;
    }

    void write(Html html) {
        List<List<Span>> bands = new ArrayList<>();
        collect(bands, 0, 0, 0);
        if (size == 0 || bands.isEmpty() || bands.getFirst().isEmpty()) {
            return;
        }
        int height = bands.size() * (BAND + 4) + 18;
        html.raw("<figure><svg class=\"map\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" role=\"img\" aria-label=\"Map of the image's bytes\">"
                + "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                + "<rect width=\"6\" height=\"6\" fill=\"#8f8a80\"/><rect width=\"2\" height=\"6\" fill=\"#3f3b35\"/></pattern>"
                + "<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                + "<rect width=\"6\" height=\"6\" fill=\"#c9c2b4\"/><circle cx=\"3\" cy=\"3\" r=\"1.1\" fill=\"#5b564e\"/></pattern></defs>");
        for (int band = 0; band < bands.size(); band++) {
            for (Span span : bands.get(band)) {
                draw(html, span, band * (BAND + 4));
            }
        }
        for (int tick = 0; tick <= 4; tick++) {
            long at = size / 4 * tick;
            String anchor = tick == 0 ? "start" : tick == 4 ? "end" : "middle";
            html.raw("<text class=\"scale\" x=\"" + WIDTH / 4 * tick + "\" y=\"" + (height - 4) + "\" text-anchor=\"" + anchor
                            + "\">0x")
                    .text(Long.toHexString(tick == 4 ? size : at).toUpperCase(Locale.ROOT))
                    .raw("</text>");
        }
        html.raw("</svg><ul class=\"legend\">");
        key(html, "c0", "container");
        key(html, "opaque", "opaque: as random as compressed or encrypted data");
        key(html, "unknown", "not understood");
        key(html, "padding", "padding");
        html.raw("</ul></figure>");
    }

    private static void key(Html html, String style, String text) {
        html.raw("<li><svg class=\"map\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"" + style
                        + "\" width=\"10\" height=\"10\"/></svg>")
                .text(text)
                .raw("</li>");
    }

    private void draw(Html html, Span span, int top) {
        double left = (double) span.offset() / size * WIDTH;
        double width = Math.max(0.5, (double) span.length() / size * WIDTH);
        html.raw("<a href=\"#file-" + span.artifact() + "\"><rect class=\"" + span.style() + "\" x=\"" + fixed(left) + "\" y=\"" + top
                + "\" width=\"" + fixed(width) + "\" height=\"" + BAND + "\"><title>");
        html.text(span.label() + ", " + Figures.count(span.length()) + " bytes at 0x"
                + Long.toHexString(span.offset()).toUpperCase(Locale.ROOT));
        html.raw("</title></rect>");
        boolean named = span.style().startsWith("c");
        if (named && span.label().length() * 6.2 < width - 8) {
            html.raw("<text x=\"" + fixed(left + 6) + "\" y=\"" + (top + 19) + "\">").text(span.label()).raw("</text>");
        }
        html.raw("</a>");
    }

    private static String fixed(double value) {
        long hundredths = Math.round(value * 100);
        return hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    }

    /// The spans directly inside an artifact whose bytes start at `base`, and below them what is inside those.
    private void collect(List<List<Span>> bands, long artifact, long base, int depth) {
        if (depth >= DEEPEST) {
            return;
        }
        List<Span> spans = new ArrayList<>();
        String format = String.valueOf(ask.values("SELECT format FROM artifact WHERE id = " + artifact).getFirst().getFirst());
        List<List<Object>> parts = ask.values("SELECT id, \"offset\", size, format FROM artifact WHERE parent = " + artifact
                + " AND type = 'PART' AND \"offset\" >= 0 ORDER BY \"offset\"");
        if (depth == 0 && parts.isEmpty()) {
            spans.add(new Span(0, size, "c0", format, artifact));
        }
        int colour = 0;
        for (List<Object> part : parts) {
            spans.add(new Span(
                    base + Ask.number(part.get(1)),
                    Ask.number(part.get(2)),
                    "c" + colour++ % 6,
                    String.valueOf(part.get(3)),
                    Ask.number(part.get(0))));
        }
        for (List<Object> region : ask.values("SELECT kind, \"offset\", length FROM region WHERE artifact = " + artifact)) {
            String kind = String.valueOf(region.get(0));
            String style = kind.equals("PADDING") ? "padding" : kind.equals("OPAQUE") ? "opaque" : "unknown";
            String label = kind.toLowerCase(Locale.ROOT).replace('_', ' ');
            spans.add(new Span(base + Ask.number(region.get(1)), Ask.number(region.get(2)), style, label, artifact));
        }
        while (bands.size() <= depth && !spans.isEmpty()) {
            bands.add(new ArrayList<>());
        }
        if (!spans.isEmpty()) {
            bands.get(depth).addAll(spans);
        }
        for (List<Object> part : parts) {
            collect(bands, Ask.number(part.get(0)), base + Ask.number(part.get(1)), depth + 1);
        }
    }
}
