package org.vitrine.change.equivalence;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What may differ in a container of one format. A format that isn't named here may differ in nothing but its parts.
///
/// @param structure how its own bytes are compared
/// @param isStream whether it holds one thing and says nothing of it but how it is encoded
/// @param times which fields of its header are times
/// @param sums which fields of its header follow from the packing
/// @param signatures which fields of its header are signatures
record PackingRule(Structure structure, boolean isStream, Pattern times, Pattern sums, Pattern signatures) {
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final FitSignature FIT = new FitSignature();
    private static final PackingRule OTHER = rule(Structure.FIXED, "", "");

    private static final Map<String, PackingRule> RULES = Map.ofEntries(
            Map.entry("gzip", stream("MTIME", "XFL|OS")),
            Map.entry("xz", stream("", "check")),
            Map.entry("bzip2", stream("", "level")),
            Map.entry("lzma", stream("", "properties|dictionary size|uncompressed size")),
            Map.entry(
                    "squashfs",
                    rule(
                            Structure.TABLES,
                            "mkfs_time",
                            "compression|compressor_options|block_size|fragments|flags|bytes_used")),
            Map.entry("cramfs", rule(Structure.TABLES, "", "size|fsid.crc")),
            Map.entry("ext", rule(Structure.FIXED, "s_mkfs_time|s_wtime|s_mtime|s_lastcheck", "")),
            Map.entry("tar", rule(Structure.RECORDS, "", "")),
            Map.entry("cpio", rule(Structure.RECORDS, "", "")),
            Map.entry("ar", rule(Structure.RECORDS, "", "")),
            Map.entry("zip", rule(Structure.RECORDS, "", "")),
            Map.entry("uimage", rule(Structure.FIXED, "ih_time", "ih_hcrc|ih_dcrc|ih_size")),
            Map.entry("trx", rule(Structure.FIXED, "", "len|crc32|offset [0-9]+")),
            Map.entry(
                    "fit",
                    new PackingRule(
                            Structure.FIXED,
                            false,
                            Pattern.compile("timestamp"),
                            Pattern.compile("images/[^/]+/hash[^/]*/value"),
                            Pattern.compile("(images|configurations)/[^/]+/signature[^/]*/(value|timestamp)"))));

    /// How a container's own bytes are compared.
    enum Structure {
        /// Not at all: they are tables and encoded data, and give out nothing beside the entries.
        TABLES,
        /// Record by record, in any order, each without its times.
        RECORDS,
        /// Byte for byte, but for the named fields of the header.
        FIXED
    }

    private static PackingRule rule(Structure structure, String times, String sums) {
        return new PackingRule(structure, false, pattern(times), pattern(sums), NONE);
    }

    private static PackingRule stream(String times, String sums) {
        return new PackingRule(Structure.TABLES, true, pattern(times), pattern(sums), NONE);
    }

    private static Pattern pattern(String fields) {
        return fields.isEmpty() ? NONE : Pattern.compile(fields);
    }

    /// The rule of a format.
    static PackingRule of(String format) {
        return RULES.getOrDefault(format, OTHER);
    }

    /// What accounts for another value of a field; empty where nothing does.
    Optional<Normaliser> normaliser(String field) {
        if (times.matcher(field).matches()) {
            return Optional.of(ContainerNormaliser.HEADER_TIMES);
        }
        if (sums.matcher(field).matches()) {
            return Optional.of(ContainerNormaliser.HEADER_SUMS);
        }
        return signatures.matcher(field).matches() ? Optional.of(FIT) : Optional.empty();
    }
}
