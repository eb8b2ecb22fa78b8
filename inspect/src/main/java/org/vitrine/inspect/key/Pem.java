package org.vitrine.inspect.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// A block in the textual encoding of RFC 7468 (and of RFC 1421 with its headers), anywhere in a content: a
/// file of its own, a configuration, a script, a string in a program. A header line alone is no block: Base64
/// that decodes must follow. Line ends may be real ones or, as in source text, `\n`; quotes around the lines
/// are passed over.
///
/// @param label what stands behind BEGIN: `RSA PRIVATE KEY`
/// @param encryption the value of DEK-Info; empty without one
/// @param decoded the bytes inside
/// @param ended whether the END line of the same label follows
/// @param offset of the first dash, in the content
/// @param length from there to the last dash, or to the end of the Base64 where no END follows
record Pem(String label, String encryption, Bytes decoded, boolean ended, long offset, long length) {
    /// More blocks in one content are not looked at. The largest collections of certificates hold some
    /// hundreds.
    private static final int MAXIMUM_BLOCKS = 1 << 16;

    private static final byte[] BEGIN = "----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAXIMUM_LABEL = 64;
    private static final int MAXIMUM_BLOCK = 512 << 10;
    private static final int MAXIMUM_HEADERS = 16;

    /// What is done with a block; it may refuse it.
    @FunctionalInterface
    interface Reader {
        /// Reads a block.
        void read(Pem block) throws Malformed;
    }

    /// Has every block whose label is wanted read, in order; gives whether any block begins here at all. A block
    /// that is refused keeps none of the others from being read.
    ///
    /// @throws Malformed the first refusal of a block that has its last line: without it, what begins like a block
    ///     is as likely a string of a program that writes some
    /// @throws LimitReached when there are more than [#MAXIMUM_BLOCKS]
    static boolean each(Bytes content, Predicate<String> wanted, Reader reader) throws Unreadable {
        Malformed first = null;
        List<Long> beginnings = beginnings(content);
        int count = Math.min(beginnings.size(), MAXIMUM_BLOCKS);
        for (int i = 0; i < count; i++) {
            long limit = i + 1 < beginnings.size() ? beginnings.get(i + 1) : content.size();
            Pem block = at(content, beginnings.get(i), limit, wanted).orElse(null);
            if (block == null) {
                continue;
            }
            try {
                reader.read(block);
            } catch (Malformed e) {
                if (block.ended() && first == null) {
                    first = new Malformed(
                            block.offset(), e.problem().field(), e.problem().reason());
                }
            }
        }
        if (count < beginnings.size()) {
            throw new LimitReached("PEM blocks", MAXIMUM_BLOCKS, beginnings.size());
        }
        if (first != null) {
            throw first;
        }
        return count > 0;
    }

    /// Where blocks may begin, in order, at most one more than [#MAXIMUM_BLOCKS]. One pass.
    private static List<Long> beginnings(Bytes content) {
        List<Long> found = new ArrayList<>();
        for (long at = content.indexOf(BEGIN, 0, content.size());
                at >= 0 && found.size() <= MAXIMUM_BLOCKS;
                at = content.indexOf(BEGIN, at + BEGIN.length, content.size())) {
            found.add(withDash(content, at));
        }
        return found;
    }

    /// Five dashes are the rule; four were met in published keys, so four are looked for.
    private static long withDash(Bytes content, long at) {
        return at > 0 && content.matches(at - 1, new byte[] {'-'}) ? at - 1 : at;
    }

    /// The block that begins at `begin`, when it is one whose label is wanted.
    ///
    /// @param limit where the next one begins, so that no byte is read twice
    private static Optional<Pem> at(Bytes content, long begin, long limit, Predicate<String> wanted) {
        byte[] head = new byte[BEGIN.length + MAXIMUM_LABEL + 5];
        int available = content.copyAvailable(begin, head, 0, (int) Math.min(head.length, limit - begin));
        int start = BEGIN.length + (head[4] == '-' ? 1 : 0);
        String line = new String(head, start, Math.max(0, available - start), StandardCharsets.ISO_8859_1);
        int dashes = line.indexOf("----");
        if (dashes < 1 || !wanted.test(line.substring(0, dashes))) {
            return Optional.empty();
        }
        byte[] block = new byte[(int) Math.min(MAXIMUM_BLOCK, limit - begin)];
        int length = content.copyAvailable(begin, block, 0, block.length);
        return new Body(block, length, start + dashes).read(line.substring(0, dashes), begin);
    }

    /// What follows the label of one block.
    private static final class Body {
        private final byte[] block;
        private final int length;
        private int at;

        Body(byte[] block, int length, int at) {
            this.block = block;
            this.length = length;
            this.at = at;
        }

        Optional<Pem> read(String label, long begin) {
            while (at < length && block[at] == '-') {
                at++;
            }
            String encryption = "";
            for (int i = 0; i < MAXIMUM_HEADERS; i++) {
                passBlanks();
                int end = lineEnd();
                String line = new String(block, at, end - at, StandardCharsets.ISO_8859_1);
                int colon = line.indexOf(':');
                if (colon < 1 || line.startsWith("--")) {
                    break;
                }
                if (line.substring(0, colon).equals("DEK-Info")) {
                    encryption = line.substring(colon + 1).strip();
                }
                at = end;
            }
            byte[] decoded = base64();
            int end = at;
            passBlanks();
            boolean ended = false;
            int dashes = at;
            while (at < length && block[at] == '-') {
                at++;
            }
            String trailer = "END " + label + "----";
            if (at - dashes >= 4 && startsWith(trailer)) {
                ended = true;
                at += trailer.length();
                if (at < length && block[at] == '-') {
                    at++;
                }
                end = at;
            }
            return decoded.length == 0
                    ? Optional.empty()
                    : Optional.of(new Pem(label, encryption, Bytes.of(decoded), ended, begin, end));
        }

        private boolean startsWith(String expected) {
            if (expected.length() > length - at) {
                return false;
            }
            for (int i = 0; i < expected.length(); i++) {
                if (block[at + i] != expected.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private int lineEnd() {
            int end = at;
            while (end < length && block[end] != '\n' && block[end] != '\r' && block[end] != '\\' && block[end] != 0) {
                end++;
            }
            return end;
        }

        /// Passes blanks, line ends real and written, and quotes.
        private void passBlanks() {
            while (at < length) {
                byte octet = block[at];
                if (octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n' || octet == '"' || octet == '\'') {
                    at++;
                } else if (octet == '\\' && at + 1 < length && "nrt\n\r".indexOf(block[at + 1]) >= 0) {
                    at += 2;
                } else {
                    return;
                }
            }
        }

        private byte[] base64() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int bits = 0;
            int count = 0;
            passBlanks();
            for (int value; at < length && (value = digit(block[at])) >= 0; passBlanks()) {
                bits = bits << 6 | value;
                count++;
                at++;
                if (count % 4 == 0) {
                    out.write(bits >> 16);
                    out.write(bits >> 8);
                    out.write(bits);
                }
            }
            // One digit alone can't be; two and three stand for one and two octets.
            if (count % 4 == 1) {
                return new byte[0];
            }
            if (count % 4 >= 2) {
                out.write(bits << (count % 4 == 2 ? 12 : 6) >> 16);
            }
            if (count % 4 == 3) {
                out.write(bits << 6 >> 8);
            }
            while (at < length && block[at] == '=') {
                at++;
            }
            return out.toByteArray();
        }

        private static int digit(byte octet) {
            if (octet >= 'A' && octet <= 'Z') {
                return octet - 'A';
            }
            if (octet >= 'a' && octet <= 'z') {
                return octet - 'a' + 26;
            }
            if (octet >= '0' && octet <= '9') {
                return octet - '0' + 52;
            }
            return octet == '+' ? 62 : octet == '/' ? 63 : -1;
        }
    }
}
