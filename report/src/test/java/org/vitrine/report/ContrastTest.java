package org.vitrine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The colours of the style, as WCAG 2.2 (success criterion 1.4.3) measures them.
class ContrastTest {
    private static final List<String> INKS = List.of("ink", "soft", "accent", "fail", "pass", "open", "none");
    private static final List<String> GROUNDS = List.of("paper", "sheet", "band");

    @Test
    void everyTextCanBeReadOnEveryGroundByDayByNightAndOnPaper() throws IOException {
        List<Map<String, String>> palettes = palettes();
        assertThat(palettes).as("light, dark, print").hasSize(3);
        for (Map<String, String> palette : palettes) {
            for (String ground : GROUNDS) {
                for (String ink : INKS) {
                    readable(palette, ink, ground);
                }
            }
            readable(palette, "ink", "mark");
            readable(palette, "accent", "mark");
            readable(palette, "paper", "accent");
            readable(palette, "map-ink", "map-a");
            readable(palette, "map-ink", "map-b");
        }
    }

    private static void readable(Map<String, String> palette, String ink, String ground) {
        double one = luminance(Objects.requireNonNull(palette.get(ink), ink));
        double other = luminance(Objects.requireNonNull(palette.get(ground), ground));
        double contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        assertThat(contrast).as(ink + " on " + ground + " of " + palette).isGreaterThanOrEqualTo(4.5);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour, 16);
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    /// The palettes in the order of the style; a later one stands on the first.
    private static List<Map<String, String>> palettes() throws IOException {
        String style;
        try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
            style = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Map<String, String>> palettes = new ArrayList<>();
        Matcher roots = Pattern.compile(":root \\{([^}]*)\\}").matcher(style);
        while (roots.find()) {
            Map<String, String> palette = new HashMap<>(palettes.isEmpty() ? Map.of() : palettes.getFirst());
            Matcher colours = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});").matcher(roots.group(1));
            while (colours.find()) {
                palette.put(colours.group(1), colours.group(2));
            }
            palettes.add(palette);
        }
        return palettes;
    }
}
