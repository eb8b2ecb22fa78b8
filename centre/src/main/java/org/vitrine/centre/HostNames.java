package org.vitrine.centre;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;

/// The names that a place outside of Vitrine can hold. A slash, a zero byte, `.` and `..` fit nowhere;
/// a folder of the host takes at most 255 bytes, and only what the host's encoding can say. The bytes
/// of what doesn't fit stand as `\xNN`.
enum HostNames implements Extraction.Naming {
    /// A tar archive: bytes are bytes.
    ARCHIVE {
        @Override
        boolean holds(byte[] name) {
            return true;
        }

        @Override
        boolean isPlain(byte value) {
            return true;
        }
    },
    /// A folder of the host.
    FOLDER {
        @Override
        boolean holds(byte[] name) {
            return name.length <= LONGEST && text(name);
        }

        @Override
        boolean isPlain(byte value) {
            return value >= 0;
        }
    };

    private static final int LONGEST = 255;
    private static final int KEPT = 180;
    private static final Charset HOST = Charset.forName(System.getProperty("sun.jnu.encoding", "US-ASCII"));

    abstract boolean holds(byte[] name);

    abstract boolean isPlain(byte value);

    @Override
    public Name fit(Name name) {
        byte[] raw = name.bytes();
        boolean dots = raw.length == 0 || name.is(".") || name.is("..");
        boolean split = false;
        for (byte value : raw) {
            split |= value == '/' || value == 0;
        }
        if (!dots && !split && holds(raw)) {
            return name;
        }
        StringBuilder text = new StringBuilder(dots && raw.length == 0 ? "\\" : "");
        for (byte value : raw) {
            boolean plain = isPlain(value) && value != '/' && value != 0 && !dots;
            text.append(plain ? String.valueOf((char) (value & 0xff)) : "\\x%02x".formatted(value & 0xff));
        }
        byte[] escaped = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return Name.of(holds(escaped) ? escaped : shortened(raw, escaped));
    }

    /// The beginning of a name that is too long, with some of the digest of all of it.
    private static byte[] shortened(byte[] raw, byte[] escaped) {
        String start = new String(Arrays.copyOf(escaped, Math.min(KEPT, escaped.length)), StandardCharsets.ISO_8859_1);
        String digest = Digest.of(Digest.sha256().digest(raw)).toString();
        return (start + "~" + digest.substring(0, 16)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean text(byte[] name) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            return HOST.newEncoder().canEncode(text);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
