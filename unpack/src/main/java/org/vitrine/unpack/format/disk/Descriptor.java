package org.vitrine.unpack.format.disk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The text that describes a VMware disk (Virtual Disk Format 5.0, The Disk Descriptor).
///
/// @param fields what it says of the disk, in its order
/// @param extents what the disk is put together from
/// @param length bytes of the text
public record Descriptor(Map<String, String> fields, List<Piece> extents, int length) {
    /// How such a text starts.
    public static final String START = "# Disk DescriptorFile";

    private static final int LARGEST = 1 << 20;
    private static final int MOST = 4096;
    private static final Pattern PIECE = Pattern.compile(
            "(RW|RDONLY|NOACCESS) +(\\d{1,15}) +([A-Z0-9]+)(?: +\"([^\"]{0,1024})\"(?: +(\\d{1,15}))?)?.*");

    /// An extent.
    ///
    /// @param sectors of 512 bytes
    /// @param kind `FLAT`, `SPARSE`, `ZERO` and others
    /// @param file its name, empty for `ZERO`
    /// @param offset where it starts in the file, in sectors
    public record Piece(long sectors, String kind, String file, long offset) {}

    /// Whether a content is such a text.
    public static boolean is(Bytes content) {
        return content.matches(0, START.getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads the text, which ends at the first NUL.
    ///
    /// @throws Malformed when it is too long
    public static Descriptor of(Bytes text) throws Malformed {
        byte[] raw = text.array(0, Math.min(text.size(), LARGEST), "descriptor");
        int end = 0;
        while (end < raw.length && raw[end] != 0) {
            end++;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        List<Piece> pieces = new ArrayList<>();
        for (String line :
                new String(raw, 0, end, StandardCharsets.UTF_8).lines().toList()) {
            Matcher piece = PIECE.matcher(line.strip());
            int equals = line.indexOf('=');
            if (fields.size() + pieces.size() > MOST) {
                throw new Malformed(0, "descriptor", "more than " + MOST + " lines");
            }
            if (piece.matches()) {
                String file = piece.group(4) == null ? "" : piece.group(4);
                long offset = piece.group(5) == null ? 0 : Long.parseLong(piece.group(5));
                pieces.add(new Piece(Long.parseLong(piece.group(2)), piece.group(3), file, offset));
            } else if (equals > 0 && !line.startsWith("#")) {
                String value = line.substring(equals + 1).strip().replace("\"", "");
                fields.put(line.substring(0, equals).strip(), value);
            }
        }
        return new Descriptor(fields, pieces, end);
    }

    /// Gives its rows out; a parent is a problem, since its content is not there.
    ///
    /// @param at where the text stands in the container, or -1
    public void rows(Sink out, long at) {
        fields.forEach((key, value) -> out.header(Display.text(key), Display.text(value), at, at < 0 ? 0 : length));
        for (Piece piece : extents) {
            String text = piece.sectors() * 512 + " bytes, " + piece.kind() + " " + piece.file();
            out.header("extent", Display.text(text.strip()), at, at < 0 ? 0 : length);
        }
        if (at >= 0) {
            out.uses(Extent.Kind.STRUCTURE, at, length);
        }
        if (!fields.getOrDefault("parentCID", "ffffffff").equals("ffffffff")) {
            out.problem(new Problem.Unsupported(at, "parentCID", "what lies in the parent disk is not read"));
        }
    }
}
