package org.vitrine.structure.der;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;

/// A name of X.501 as text: the last part first, as RFC 2253 writes it (`CN=ca,O=Example`). Values that are
/// no text stand as `#` and the hex of their encoding; what could deceive a reader stands as hex pairs, as
/// section 2.4 of the RFC allows for any character.
public final class DistinguishedName {
    /// Longer values are given as hex of their first bytes; X.520's upper bounds are far below.
    private static final int MAXIMUM_VALUE = 4096;

    private DistinguishedName() {}

    /// The text of an encoded Name; empty for the empty one.
    ///
    /// @throws Malformed when it is no Name
    public static String text(Bytes encoded) throws Malformed {
        StringBuilder text = new StringBuilder();
        List<Der> parts = Der.whole(encoded, Der.Rules.BASIC).sequence(0, "Name");
        for (Der part : parts.reversed()) {
            char separator = ',';
            for (Der attribute :
                    part.expect(Der.SET, "RelativeDistinguishedName").children()) {
                if (!text.isEmpty()) {
                    text.append(separator);
                }
                separator = '+';
                append(text, attribute.sequence(2, "AttributeTypeAndValue"));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<Der> attribute) throws Malformed {
        String oid = attribute.get(0).oid("type");
        String keyword = Oid.attribute(oid);
        text.append(keyword.isEmpty() ? oid : keyword).append('=');
        Der value = attribute.get(1);
        Charset charset = charset(value.identifier());
        Bytes content = value.content();
        if (!keyword.isEmpty() && charset != null && content.size() <= MAXIMUM_VALUE) {
            try {
                String decoded = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(content.array(0, content.size(), "value")))
                        .toString();
                escape(text, decoded);
                return;
            } catch (CharacterCodingException e) {
                // Then it is no text, whatever its identifier says.
            }
        }
        Bytes whole = value.encoded();
        long shown = Math.min(whole.size(), MAXIMUM_VALUE);
        text.append('#').append(HexFormat.of().formatHex(whole.array(0, shown, "value")));
    }

    /// How a string type of ASN.1 is to be read; null for what is no string. T61String is read as Latin-1,
    /// which is what it holds in practice.
    private static @Nullable Charset charset(int identifier) {
        return switch (identifier) {
            case 0x0c -> StandardCharsets.UTF_8;
            case 0x12, 0x13, 0x16, 0x1a -> StandardCharsets.UTF_8;
            case 0x14 -> StandardCharsets.ISO_8859_1;
            case 0x1c -> StandardCharsets.UTF_32BE;
            case 0x1e -> StandardCharsets.UTF_16BE;
            default -> null;
        };
    }

    private static void escape(StringBuilder text, String value) {
        int last = value.length() - 1;
        int point;
        for (int i = 0; i < value.length(); i += Character.charCount(point)) {
            point = value.codePointAt(i);
            boolean edge = i == 0 && (point == '#' || point == ' ') || i == last && point == ' ';
            if (edge || ",+\"\\<>;".indexOf(point) >= 0) {
                text.append('\\').append((char) point);
                continue;
            }
            String one = Character.toString(point);
            if (Display.text(one).equals(one)) {
                text.append(one);
            } else {
                for (byte octet : one.getBytes(StandardCharsets.UTF_8)) {
                    text.append('\\').append(HexFormat.of().toHexDigits(octet));
                }
            }
        }
    }
}
