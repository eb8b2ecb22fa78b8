package org.vitrine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The image as a picture: a horizontal map of its bytes. The upper band shows what lies at the top, the bands below it
/// what lies inside, as long as it lies there byte for byte. The same stands below it as a list.
final class ImageMap {
    private static final int WIDTH = 960;
    private static final int BAND = 30;
    private static final int PITCH = BAND + 4;
    private static final int DEEPEST = 4;
    /// How many spans a band shows; an image has few, and a page is no place for thousands.
    private static final int MOST = 400;

    private record Span(long offset, long length, String style, String label, long artifact) {
        String words() {
            return label + ", " + Figures.of(length, "byte", "bytes") + " at " + Figures.hexadecimal(offset);
        }
    }

    private record Part(long id, long offset, long size, String format) {}

    private final long size;
    private final Map<Long, List<Part>> parts = new HashMap<>();
    private final Map<Long, List<Span>> regions = new HashMap<>();
    private final List<List<Span>> bands = new ArrayList<>();

    ImageMap(Ask ask, long size) {
        this.size = size;
        for (List<Object> row : ask.values("""
                SELECT parent, id, "offset", size, format FROM artifact WHERE type = 'PART' AND "offset" >= 0
                ORDER BY size DESC, id LIMIT 10000""")) {
            parts.computeIfAbsent(Ask.number(row.getFirst()), parent -> new ArrayList<>())
                    .add(new Part(
                            Ask.number(row.get(1)),
                            Ask.number(row.get(2)),
                            Ask.number(row.get(3)),
                            String.valueOf(row.get(4))));
        }
        for (List<Object> row : ask.values("""
                SELECT artifact, "offset", length, kind FROM region ORDER BY length DESC, artifact, "offset" LIMIT 10000""")) {
            String kind = String.valueOf(row.get(3));
            String style = kind.equals("PADDING") ? "padding" : kind.equals("OPAQUE") ? "opaque" : "unknown";
            long artifact = Ask.number(row.getFirst());
            regions.computeIfAbsent(artifact, any -> new ArrayList<>())
                    .add(new Span(
                            Ask.number(row.get(1)),
                            Ask.number(row.get(2)),
                            style,
                            kind.toLowerCase(Locale.ROOT).replace('_', ' '),
                            artifact));
        }
        for (List<Object> row : ask.values("SELECT id, format FROM artifact WHERE id = 0")) {
            collect(0, 0, 0);
            if (!parts.containsKey(0L)) {
                band(0).add(new Span(0, size, "c0", String.valueOf(row.get(1)), 0));
            }
        }
    }

    /// The spans directly inside an artifact whose bytes start at `base`, and below them what is inside those.
    private void collect(long artifact, long base, int depth) {
        if (depth >= DEEPEST) {
            return;
        }
        for (Part part : parts.getOrDefault(artifact, List.of())) {
            band(depth).add(new Span(base + part.offset(), part.size(), "c0", part.format(), part.id()));
            collect(part.id(), base + part.offset(), depth + 1);
        }
        for (Span region : regions.getOrDefault(artifact, List.of())) {
            band(depth)
                    .add(new Span(
                            base + region.offset(),
                            region.length(),
                            region.style(),
                            region.label(),
                            region.artifact()));
        }
    }

    private List<Span> band(int depth) {
        while (bands.size() <= depth) {
            bands.add(new ArrayList<>());
        }
        return bands.get(depth);
    }

    void write(Html html) {
        bands.replaceAll(ImageMap::drawn);
        if (size == 0 || bands.isEmpty()) {
            return;
        }
        int height = bands.size() * PITCH + 18;
        html.raw("<figure><svg class=\"map\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" role=\"group\" aria-label=\"Map of the bytes of the image; the same as a list below\">"
                + "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
                + " patternTransform=\"rotate(45)\"><rect class=\"h0\" width=\"6\" height=\"6\"/>"
                + "<rect class=\"h1\" width=\"2\" height=\"6\"/></pattern>"
                + "<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                + "<rect class=\"d0\" width=\"6\" height=\"6\"/><circle class=\"d1\" cx=\"3\" cy=\"3\" r=\"1.1\"/>"
                + "</pattern></defs>");
        for (int band = 0; band < bands.size(); band++) {
            int named = 0;
            for (Span span : bands.get(band)) {
                String style = span.style().equals("c0") ? "c" + named++ % 2 : span.style();
                draw(html, span, style, band * PITCH);
            }
        }
        scale(html, height);
        html.raw("</svg><ul class=\"legend\">");
        key(html, "c0", "opened or recognised, by its format");
        key(html, "opaque", "opaque: as random as compressed or encrypted data");
        key(html, "unknown", "not understood");
        key(html, "padding", "padding");
        html.raw("</ul>");
        list(html);
        html.raw("</figure>");
    }

    /// What a band shows, from left to right: all of it, or the largest of it.
    private static List<Span> drawn(List<Span> spans) {
        return spans.stream()
                .sorted(Comparator.comparingLong(Span::length).reversed())
                .limit(MOST)
                .sorted(Comparator.comparingLong(Span::offset).thenComparingLong(Span::length))
                .toList();
    }

    private void scale(Html html, int height) {
        for (int tick = 0; tick <= 4; tick++) {
            long at = tick == 4 ? size : size / 4 * tick;
            String anchor = tick == 0 ? "start" : tick == 4 ? "end" : "middle";
            html.raw("<text class=\"scale" + (tick % 2 == 1 ? " fine" : "") + "\" x=\"" + WIDTH / 4 * tick + "\" y=\""
                            + (height - 4) + "\" text-anchor=\"" + anchor + "\">")
                    .text(Figures.hexadecimal(at))
                    .raw("</text>");
        }
    }

    private void draw(Html html, Span span, String style, int top) {
        double left = Math.clamp((double) span.offset() / size * WIDTH, 0, WIDTH);
        double width = Math.clamp((double) span.length() / size * WIDTH, 0.5, Math.max(0.5, WIDTH - left));
        html.raw("<a href=\"#file-" + span.artifact() + "\" tabindex=\"-1\"><title>")
                .text(span.words());
        html.raw("</title><rect class=\"" + style + "\" x=\"" + fixed(left) + "\" y=\"" + top + "\" width=\""
                + fixed(width) + "\" height=\"" + BAND + "\"/>");
        if (span.style().equals("c0") && span.label().length() * 6.6 < width - 10) {
            html.raw("<text x=\"" + fixed(left + 6) + "\" y=\"" + (top + 19) + "\">")
                    .text(span.label())
                    .raw("</text>");
        }
        html.raw("</a>");
    }

    private void list(Html html) {
        long spans = bands.stream().mapToLong(List::size).sum();
        html.raw("<details class=\"spans\"><summary>")
                .text("The map as a list: " + Figures.of(spans, "span", "spans"))
                .raw("</summary><div class=\"wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Spans of the image\">"
                        + "<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\" class=\"num\">Depth</th>"
                        + "<th scope=\"col\" class=\"num\">From</th><th scope=\"col\" class=\"num\">To</th>"
                        + "<th scope=\"col\" class=\"num\">Bytes</th></tr></thead><tbody>");
        for (int band = 0; band < bands.size(); band++) {
            for (Span span : bands.get(band)) {
                html.raw("<tr><td>")
                        .link("file-" + span.artifact(), span.label())
                        .raw("</td>");
                html.element("td class=\"num\"", band + 1);
                html.element("td class=\"num\"", Figures.hexadecimal(span.offset()));
                html.element("td class=\"num\"", Figures.hexadecimal(span.offset() + span.length()));
                html.element("td class=\"num\"", Figures.count(span.length())).raw("</tr>");
            }
        }
        html.raw("</tbody></table></div></details>");
    }

    private void key(Html html, String style, String text) {
        if (bands.stream().flatMap(List::stream).noneMatch(span -> span.style().equals(style))) {
            return;
        }
        html.raw("<li><svg class=\"map\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"" + style
                        + "\" width=\"10\" height=\"10\"/></svg>")
                .text(text)
                .raw("</li>");
    }

    private static String fixed(double value) {
        long hundredths = Math.round(value * 100);
        return hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    }
}
