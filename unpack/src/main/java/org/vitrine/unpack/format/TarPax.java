package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.spi.Entry;

/// The records of a pax extended header (POSIX.1-2017, pax, 4.100): `length keyword=value\n` each.
final class TarPax {
    private static final String SCHILY = "SCHILY.xattr.";
    private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

    /// Keywords in ISO 8859-1, which keeps every byte of a name; the last record of a keyword counts.
    private final Map<String, byte[]> records = new LinkedHashMap<>();
    /// Offset and size by turns, from GNU's sparse format 0.0, which repeats its keywords.
    private final List<Long> sparse = new ArrayList<>();

    private final long at;

    TarPax(long at) {
        this.at = at;
    }

    /// Reads the records in `length` bytes from `at`.
    ///
    /// @throws Malformed when one doesn't fit its length
    static TarPax read(Bytes image, long at, long length) throws Malformed {
        TarPax pax = new TarPax(at);
        byte[] raw = image.array(at, length, "pax header");
        for (int next = 0; next < raw.length && raw[next] != 0; ) {
            int declared = 0;
            int digits = next;
            while (digits < raw.length && raw[digits] >= '0' && raw[digits] <= '9' && declared < raw.length) {
                declared = declared * 10 + raw[digits++] - '0';
            }
            int end = next + declared;
            int equals = digits;
            while (equals < raw.length && raw[equals] != '=') {
                equals++;
            }
            if (declared > raw.length - next || equals >= end || raw[digits] != ' ' || raw[end - 1] != '\n') {
                throw new Malformed(at + next, "pax record", "its length and its text do not agree");
            }
            String keyword = new String(raw, digits + 1, equals - digits - 1, StandardCharsets.ISO_8859_1);
            pax.put(keyword, Arrays.copyOfRange(raw, equals + 1, end - 1));
            next = end;
        }
        return pax;
    }

    private void put(String keyword, byte[] value) throws Malformed {
        if (keyword.equals("GNU.sparse.offset") || keyword.equals("GNU.sparse.numbytes")) {
            boolean offset = keyword.equals("GNU.sparse.offset");
            if (offset != (sparse.size() % 2 == 0)) {
                throw new Malformed(at, keyword, "offsets and sizes do not take turns");
            }
            sparse.add(decimal(keyword, value));
        }
        records.put(keyword, value);
    }

    /// Takes over what a further global header says.
    void update(TarPax later) {
        records.putAll(later.records);
    }

    Map<String, byte[]> records() {
        return records;
    }

    /// The value of a keyword here or, where it isn't given, in the global header; null where neither says
    /// anything.
    byte @Nullable [] value(String keyword, TarPax global) {
        byte[] value = records.get(keyword);
        value = value == null ? global.records.get(keyword) : value;
        return value == null || value.length == 0 ? null : value;
    }

    /// A number that is a size, a count or an owner.
    long number(String keyword, TarPax global, long otherwise) throws Malformed {
        byte[] value = value(keyword, global);
        return value == null ? otherwise : decimal(keyword, value);
    }

    /// A time in seconds, its fraction cut off towards the past.
    long time(String keyword, TarPax global, long otherwise) throws Malformed {
        byte[] value = value(keyword, global);
        if (value == null) {
            return otherwise;
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        int point = digits.indexOf('.');
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        String whole = point < 0 ? digits : digits.substring(0, point);
        long seconds = decimal(keyword, whole.getBytes(StandardCharsets.ISO_8859_1));
        boolean past = negative && fraction.chars().anyMatch(digit -> digit != '0');
        return negative ? -seconds - (past ? 1 : 0) : seconds;
    }

    /// The sparse map of format 0.0 or 0.1, offset and size by turns; empty where there is none.
    List<Long> sparseMap(TarPax global) throws Malformed {
        byte[] map = value("GNU.sparse.map", global);
        if (map == null) {
            return sparse;
        }
        List<Long> pairs = new ArrayList<>();
        for (String number : new String(map, StandardCharsets.ISO_8859_1).split(",", -1)) {
            pairs.add(decimal("GNU.sparse.map", number.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return pairs;
    }

    /// Extended attributes in the order of their records. Where SCHILY and LIBARCHIVE both give one, SCHILY's
    /// counts.
    List<Entry.Attribute> attributes() throws Malformed {
        Map<Name, Name> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> each : records.entrySet()) {
            String keyword = each.getKey();
            if (keyword.startsWith(SCHILY)) {
                attributes.put(name(keyword.substring(SCHILY.length())), Name.of(each.getValue()));
            } else if (keyword.equals("RHT.security.selinux")) {
                attributes.put(Name.of("security.selinux"), Name.of(each.getValue()));
            } else if (keyword.startsWith("SCHILY.acl.")) {
                attributes.put(name(keyword), Name.of(each.getValue()));
            }
        }
        for (Map.Entry<String, byte[]> each : records.entrySet()) {
            if (each.getKey().startsWith(LIBARCHIVE)) {
                attributes.putIfAbsent(
                        Name.of(percentDecoded(each.getKey().substring(LIBARCHIVE.length()))),
                        Name.of(base64(each.getKey(), each.getValue())));
            }
        }
        return attributes.entrySet().stream()
                .map(each -> new Entry.Attribute(each.getKey(), each.getValue()))
                .toList();
    }

    /// Whether a keyword gives an extended attribute.
    static boolean isAttribute(String keyword) {
        return keyword.startsWith(SCHILY) || keyword.startsWith(LIBARCHIVE) || keyword.startsWith("SCHILY.acl.");
    }

    private static Name name(String keyword) {
        return Name.of(keyword.getBytes(StandardCharsets.ISO_8859_1));
    }

    private long decimal(String keyword, byte[] value) throws Malformed {
        long number = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9' || number > (Long.MAX_VALUE - 9) / 10) {
                throw new Malformed(at, keyword, "not a decimal number below 2^63");
            }
            number = number * 10 + digit - '0';
        }
        if (value.length == 0) {
            throw new Malformed(at, keyword, "empty");
        }
        return number;
    }

    private byte[] base64(String keyword, byte[] value) throws Malformed {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new Malformed(at, keyword, "not base64");
        }
    }

    private static byte[] percentDecoded(String keyword) {
        byte[] raw = keyword.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            boolean coded = raw[i] == '%'
                    && i + 2 < raw.length
                    && Character.digit(raw[i + 1], 16) >= 0
                    && Character.digit(raw[i + 2], 16) >= 0;
            if (coded) {
                raw[length++] = (byte) (Character.digit(raw[i + 1], 16) << 4 | Character.digit(raw[i + 2], 16));
                i += 2;
            } else {
                raw[length++] = raw[i];
            }
        }
        return Arrays.copyOf(raw, length);
    }
}
