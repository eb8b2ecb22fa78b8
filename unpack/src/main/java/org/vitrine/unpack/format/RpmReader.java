package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Sink;

/// One reading of an rpm, whose first byte is the lead's.
final class RpmReader {
    static final int LONG_SIZE = 270;
    static final int SIZE = 1000;
    private static final int RESERVED_SPACE = 1008;
    private static final int SHA1_HEADER = 269;
    private static final int SHA256_HEADER = 273;
    private static final int MD5 = 1004;

    private static final int BUILD_TIME = 1006;
    private static final int DIRECTORY_INDEXES = 1116;
    private static final int BASE_NAMES = 1117;
    private static final int DIRECTORY_NAMES = 1118;
    private static final int MODES = 1030;
    private static final int USERS = 1039;
    private static final int GROUPS = 1040;
    private static final int CAPABILITIES = 5010;
    private static final int PAYLOAD_DIGEST = 5092;
    private static final int PAYLOAD_DIGEST_ALGORITHM = 5093;
    private static final int LONG_FILE_SIZES = 5008;
    private static final int MOST_ROWS = 4096;

    private record Tag(int number, String name) {}

    private static final List<Tag> ROWS = List.of(
            new Tag(1000, "Name"),
            new Tag(1003, "Epoch"),
            new Tag(1001, "Version"),
            new Tag(1002, "Release"),
            new Tag(1022, "Arch"),
            new Tag(1021, "Os"),
            new Tag(1011, "Vendor"),
            new Tag(1010, "Distribution"),
            new Tag(1015, "Packager"),
            new Tag(1014, "License"),
            new Tag(1020, "Url"),
            new Tag(1004, "Summary"),
            new Tag(BUILD_TIME, "BuildTime"),
            new Tag(1007, "BuildHost"),
            new Tag(1044, "SourceRpm"),
            new Tag(1064, "RpmVersion"),
            new Tag(1124, "PayloadFormat"),
            new Tag(1125, "PayloadCompressor"),
            new Tag(PAYLOAD_DIGEST, "PayloadDigest"));

    private static final List<Tag> SIGNATURES = List.of(
            new Tag(62, "HeaderSignatures"),
            new Tag(267, "DsaHeader"),
            new Tag(268, "RsaHeader"),
            new Tag(274, "FileSignatures"),
            new Tag(278, "OpenPgp"),
            new Tag(1002, "SigPgp"),
            new Tag(1005, "SigGpg"));

    /// What is run, as root, when the package comes and goes.
    private static final List<Tag> SCRIPTS = List.of(
            new Tag(1023, "prein"),
            new Tag(1024, "postin"),
            new Tag(1025, "preun"),
            new Tag(1026, "postun"),
            new Tag(1079, "verifyscript"),
            new Tag(1151, "pretrans"),
            new Tag(1152, "posttrans"));

    private static final Map<Integer, String> ALGORITHMS =
            Map.of(1, "MD5", 2, "SHA-1", 8, "SHA-256", 9, "SHA-384", 10, "SHA-512");

    private final Bytes image;
    private final Sink sink;

    RpmReader(Bytes image, Sink sink) {
        this.image = image;
        this.sink = sink;
    }

    void read() throws Unreadable {
        image.require(0, Rpm.LEAD, "lead");
        sink.uses(Extent.Kind.STRUCTURE, 0, Rpm.LEAD);
        sink.header("lead name", HeaderText.of(image, 10, 66, "name"), 10, 66);
        sink.header("type", image.u16(6, BIG_ENDIAN, "type") == 1 ? "source" : "binary", 6, 2);
        RpmHeader signature = RpmHeader.read(image, Rpm.LEAD);
        uses(signature);
        RpmHeader header = RpmHeader.read(image, Rpm.mainHeader(signature, 0));
        uses(header);
        for (Tag tag : ROWS) {
            row(header, tag);
        }
        for (Tag tag : SIGNATURES) {
            signature(signature, tag);
        }
        files(header);
        scripts(header);
        payload(signature, header);
    }

    /// Each script is a part of its own; two that share bytes are none of a package that rpm wrote.
    private void scripts(RpmHeader header) throws Unreadable {
        TreeMap<Long, Long> taken = new TreeMap<>();
        for (Tag tag : SCRIPTS) {
            Optional<RpmHeader.Field> script = header.field(tag.number());
            if (script.isEmpty() || script.get().type() == 7) {
                continue;
            }
            long from = script.get().offset();
            Bytes content = header.content(script.get());
            Map.Entry<Long, Long> before = taken.lowerEntry(from + content.size());
            if (before != null && before.getValue() > from) {
                sink.problem(new Problem.Unsafe(from, tag.name(), "shares bytes with another script"));
            } else if (content.size() > 0) {
                taken.put(from, from + content.size());
                sink.part(tag.name(), from, content);
            }
        }
    }

    /// The space that signers may use later belongs to nobody yet.
    private void uses(RpmHeader header) {
        Optional<RpmHeader.Field> reserved = header.field(RESERVED_SPACE);
        long from = reserved.isPresent() && reserved.get().type() == 7
                ? Math.min(reserved.get().offset(), header.end())
                : header.end();
        long to = reserved.isPresent()
                ? Math.min(header.end(), from + reserved.get().count())
                : header.end();
        sink.uses(Extent.Kind.STRUCTURE, header.at(), from - header.at());
        sink.uses(Extent.Kind.STRUCTURE, to, header.end() - to);
    }

    private void row(RpmHeader header, Tag tag) throws Malformed {
        Optional<String> value = header.text(tag.number());
        Optional<RpmHeader.Field> field = header.field(tag.number());
        if (value.isPresent() && field.isPresent()) {
            boolean time = tag.number() == BUILD_TIME && field.get().type() == 4;
            long[] numbers = time ? header.numbers(BUILD_TIME) : new long[0];
            String shown =
                    numbers.length > 0 ? Instant.ofEpochSecond(numbers[0]).toString() : value.get();
            sink.header(tag.name(), shown, field.get().offset(), shown.length());
        }
    }

    private void signature(RpmHeader signature, Tag tag) {
        Optional<RpmHeader.Field> field = signature.field(tag.number());
        if (field.isPresent()) {
            long count = field.get().count();
            sink.header(
                    "signature",
                    tag.name() + ", " + count + " bytes",
                    field.get().offset(),
                    count);
        }
    }

    private void payload(RpmHeader signature, RpmHeader header) throws Unreadable {
        Bytes payload = image.from(header.end(), "payload");
        if (header.field(LONG_FILE_SIZES).isPresent()) {
            sink.problem(new Problem.Unsupported(
                    header.at(), "LongFileSizes", "files above 4 GiB: the payload's members have no sizes"));
        }
        String whole = HexFormat.of().formatHex(signature.binary(MD5));
        verify(whole, "MD5", image.from(header.at(), "header"), "SigMd5");
        Bytes bare = image.slice(header.at(), header.end() - header.at(), "header");
        verify(signature.text(SHA1_HEADER).orElse(""), "SHA-1", bare, "Sha1Header");
        verify(signature.text(SHA256_HEADER).orElse(""), "SHA-256", bare, "Sha256Header");
        long[] algorithm = header.numbers(PAYLOAD_DIGEST_ALGORITHM);
        String name = ALGORITHMS.getOrDefault(algorithm.length == 0 ? 8 : (int) algorithm[0], "");
        verify(header.text(PAYLOAD_DIGEST).orElse(""), name, payload, "PayloadDigest");
        if (payload.size() > 0) {
            sink.part("payload", header.end(), payload);
        }
    }

    private void verify(String stored, String algorithm, Bytes content, String field) {
        if (stored.isEmpty() || algorithm.isEmpty()) {
            return;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            content.feed(digest::update);
            String computed = HexFormat.of().formatHex(digest.digest());
            if (!computed.equals(stored.toLowerCase(Locale.ROOT))) {
                sink.problem(new Problem.Malformed(-1, field, stored + " stored, " + computed + " computed"));
            }
        } catch (NoSuchAlgorithmException e) {
            sink.problem(new Problem.Unsupported(-1, field, "no " + algorithm + " here"));
        }
    }

    /// Rows for files of which the cpio doesn't tell who shall own them, or that run with more rights
    /// than their user's.
    private void files(RpmHeader header) throws Malformed {
        List<String> names = header.texts(BASE_NAMES);
        List<String> folders = header.texts(DIRECTORY_NAMES);
        long[] indexes = header.numbers(DIRECTORY_INDEXES);
        long[] modes = header.numbers(MODES);
        List<String> users = header.texts(USERS);
        List<String> groups = header.texts(GROUPS);
        List<String> capabilities = header.texts(CAPABILITIES);
        int rows = 0;
        for (int i = 0; i < names.size() && i < indexes.length && i < modes.length && rows < MOST_ROWS; i++) {
            String user = i < users.size() ? users.get(i) : "";
            String group = i < groups.size() ? groups.get(i) : "";
            String capability = i < capabilities.size() ? capabilities.get(i) : "";
            boolean owned = !user.equals("root") || !group.equals("root");
            if (indexes[i] < 0 || indexes[i] >= folders.size()) {
                throw new Malformed(header.at(), "DirIndexes", indexes[i] + " of " + folders.size());
            }
            if (owned || (modes[i] & 06000) != 0 || !capability.isEmpty()) {
                String path = folders.get((int) indexes[i]) + names.get(i);
                String mode = Long.toOctalString(modes[i] & 07777);
                String tail = capability.isEmpty() ? "" : " " + capability;
                sink.header("file", path + " " + user + ":" + group + " " + mode + tail, -1, 0);
                rows++;
            }
        }
    }
}
