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
/// @param identities which fields of its header are numbers drawn by who packed
/// @param signatures which fields of its header are signatures
record PackingRule(
        Structure structure, boolean isStream, Pattern times, Pattern sums, Pattern identities, Pattern signatures) {
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final FitSignature FIT = new FitSignature();
    private static final PackingRule OTHER = rule(Structure.FIXED, "", "");

    private static final Map<String, PackingRule> RULES = Map.ofEntries(
            Map.entry("gzip", stream("MTIME", "XFL|OS")),
            Map.entry("xz", stream("", "check")),
            Map.entry("bzip2", stream("", "level")),
            Map.entry("lzma", stream("", "properties|dictionary size|uncompressed size")),
            Map.entry("zstd", stream("", "Window_Size|Frame_Content_Size|Content_Checksum_flag|frames")),
            Map.entry("lz4", stream("", "block size|blocks|content size|checksums|frames?")),
            Map.entry("lzop", stream("mtime", "version|flags")),
            Map.entry("lzip", stream("", "dictionary size|members")),
            Map.entry("zlib", stream("", "CMF|FLG")),
            Map.entry("compress", stream("", "maxbits")),
            Map.entry("brotli", stream("", "")),
            Map.entry(
                    "squashfs",
                    rule(
                            Structure.TABLES,
                            "mkfs_time",
                            "compression|compressor_options|block_size|fragments|flags|bytes_used")),
            Map.entry("cramfs", rule(Structure.TABLES, "", "size|fsid.crc")),
            Map.entry("ext", rule(Structure.FIXED, "s_mkfs_time|s_wtime|s_mtime|s_lastcheck", "")),
            Map.entry(
                    "iso9660",
                    rule(
                            Structure.FIXED,
                            "Volume (Creation|Modification|Expiration|Effective) Date and Time|udf time",
                            "")),
            Map.entry("fat", identified(Structure.NODES, "", "", "BS_VolID")),
            Map.entry("jffs2", rule(Structure.NODES, "", "nodes|clean_markers|summaries")),
            Map.entry("ubifs", identified(Structure.NODES, "", "leb_cnt|default_compr", "uuid")),
            Map.entry("ubi", identified(Structure.NODES, "", "pebs", "image_seq")),
            Map.entry(
                    "rpm", identified(Structure.RECORDS, "BuildTime", "PayloadDigest|PayloadCompressor", "BuildHost")),
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
                            NONE,
                            Pattern.compile("(images|configurations)/[^/]+/signature[^/]*/(value|timestamp)"))));

    /// How a container's own bytes are compared.
    enum Structure {
        /// Not at all: they are tables and encoded data, and give out nothing beside the entries.
        TABLES,
        /// Record by record, in any order, each without its times.
        RECORDS,
        /// Node by node: what they say has to be the same, how many say it doesn't matter, since a file system on flash
        /// cuts a file into as many as it needs; the rest are tables and encoded data.
        NODES,
        /// Byte for byte, but for the named fields of the header, and for times where their places are known.
        FIXED
    }

    private static PackingRule rule(Structure structure, String times, String sums) {
        return identified(structure, times, sums, "");
    }

    private static PackingRule identified(Structure structure, String times, String sums, String identities) {
        return new PackingRule(structure, false, pattern(times), pattern(sums), pattern(identities), NONE);
    }

    private static PackingRule stream(String times, String sums) {
        return new PackingRule(Structure.TABLES, true, pattern(times), pattern(sums), NONE, NONE);
    }

    private static Pattern pattern(String fields) {
        return fields.isEmpty() ? NONE : Pattern.compile(fields);
    }

    /// The rule of a format.
    static PackingRule of(String format) {
        return RULES.getOrDefault(format, OTHER);
    }

    /// Whether the places of its header's fields are those that its header's rows name; where there are
    /// records they are read from these.
    boolean hasFields() {
        return structure == Structure.TABLES || structure == Structure.FIXED;
    }

    /// What accounts for another value of a field; empty where nothing does.
    Optional<Normaliser> normaliser(String field) {
        if (times.matcher(field).matches()) {
            return Optional.of(ContainerNormaliser.HEADER_TIMES);
        }
        if (sums.matcher(field).matches()) {
            return Optional.of(ContainerNormaliser.HEADER_SUMS);
        }
        if (identities.matcher(field).matches()) {
            return Optional.of(ContainerNormaliser.IDENTITY);
        }
        return signatures.matcher(field).matches() ? Optional.of(FIT) : Optional.empty();
    }
}
