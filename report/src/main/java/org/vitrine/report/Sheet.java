package org.vitrine.report;

import java.util.List;

/// A table of the page that can be sorted, filtered and saved: what it shows, and the query its rows come from.
///
/// @param id the section's id, and the name of the saved file
/// @param title the section's heading
/// @param about one sentence below it
/// @param columns what the columns are called, and how they look
/// @param sql gives exactly these columns
record Sheet(String id, String title, String about, List<Column> columns, String sql) {
    /// A column of a sheet.
    ///
    /// @param title its heading
    /// @param look how its values look
    record Column(String title, Look look) {}

    /// How the values of a column look.
    enum Look {
        TEXT,
        NUMBER,
        MONO,
        /// A path of an artifact, which leads to its row among the files.
        PATH,
        /// A SHA-256, of which the beginning is shown.
        DIGEST
    }

    private static Column text(String title) {
        return new Column(title, Look.TEXT);
    }

    private static Column number(String title) {
        return new Column(title, Look.NUMBER);
    }

    private static Column mono(String title) {
        return new Column(title, Look.MONO);
    }

    private static final Column PATH = new Column("Path", Look.PATH);

    /// All sheets, in the order of the page.
    static final List<Sheet> ALL = List.of(
            new Sheet(
                    "accounts",
                    "Accounts",
                    "Logins, in force or not. A password is called known when a short public list holds it.",
                    List.of(
                            text("Login"),
                            number("uid"),
                            number("gid"),
                            mono("Shell"),
                            text("Scheme"),
                            text("Password"),
                            text("State"),
                            PATH,
                            number("Line"),
                            text("Why")),
                    """
                    SELECT c.name, c.uid, c.gid, c.shell, c.scheme, c.password, c.state, a.path, c.line, c.reason
                    FROM account c JOIN artifact a ON a.id = c.artifact ORDER BY c.artifact, c.line"""),
            new Sheet(
                    "keys",
                    "Private keys",
                    "Private keys that lie in the release: everybody who has the release has them.",
                    List.of(
                            text("Encoding"),
                            text("Algorithm"),
                            number("Bits"),
                            text("Passphrase"),
                            PATH,
                            number("Offset"),
                            new Column("Public key", Look.DIGEST)),
                    """
                    SELECT k.encoding, k.algorithm, k.bits, k.guard, a.path, k."offset", k.fingerprint
                    FROM private_key k JOIN artifact a ON a.sha256 = k.content ORDER BY a.id, k."offset\""""),
            new Sheet(
                    "authorized",
                    "Authorized keys",
                    "Whoever holds the private twin of such a key may log in over SSH.",
                    List.of(text("Account"), text("Type"), number("Bits"), mono("Fingerprint"), text("State"), PATH, number("Line"), text("Why")),
                    """
                    SELECT k.account, k.type, k.bits, k.fingerprint, k.state, a.path, k.line, k.reason
                    FROM authorized_key k JOIN artifact a ON a.id = k.artifact ORDER BY a.id, k.line"""),
            new Sheet(
                    "certificates",
                    "Certificates",
                    "X.509 certificates that lie in the release, each with the first place it lies in.",
                    List.of(text("Subject"), text("Issuer"), text("Until"), text("Key"), number("Bits"), text("Signature"), PATH, new Column("SHA-256", Look.DIGEST)),
                    """
                    SELECT c.subject, c.issuer, strftime(make_timestamp(greatest(least(c.not_after, 253402300799), 0) * 1000000), '%Y-%m-%d'),
                        c.algorithm, c.bits, c.signature, min_by(a.path, a.id), c.fingerprint
                    FROM certificate c JOIN artifact a ON a.sha256 = c.content
                    GROUP BY ALL ORDER BY min(a.id), min(c."offset"), c.fingerprint"""),
            new Sheet(
                    "services",
                    "Services",
                    "Programs that something in the image starts, with the line that does it.",
                    List.of(text("Name"), mono("Command"), text("User"), text("Starter"), text("State"), PATH, number("Line"), text("Why")),
                    """
                    SELECT s.name, s.command, s.user, s.starter, s.state, a.path, s.line, s.reason
                    FROM service s JOIN artifact a ON a.id = s.artifact ORDER BY s.artifact, s.line, s.name, s.command"""),
            new Sheet(
                    "settings",
                    "Settings",
                    "Configuration values that requirements ask for, in force or not.",
                    List.of(text("Service"), mono("Key"), mono("Value"), text("State"), PATH, number("Line"), text("Why")),
                    """
                    SELECT s.service, s.key, s.value, s.state, a.path, s.line, s.reason
                    FROM setting s JOIN artifact a ON a.id = s.artifact ORDER BY s.artifact, s.line, s.service, s.key"""),
            new Sheet(
                    "components",
                    "Components",
                    "Third-party software, by the exact string that gives it away.",
                    List.of(text("Product"), text("Version"), mono("String"), PATH, number("Offset"), number("Places")),
                    """
                    SELECT c.product, c.version, c.string, min_by(a.path, a.id), c."offset", count(*)
                    FROM component c JOIN artifact a ON a.sha256 = c.content
                    GROUP BY c.product, c.version, c.string, c.content, c."offset"
                    ORDER BY c.product, c.version, min(a.id), c."offset\""""),
            new Sheet(
                    "hardening",
                    "Hardening",
                    "Every ELF file, and the protections it was built with.",
                    List.of(PATH, text("Machine"), text("Role"), text("NX"), text("PIE"), text("RELRO"), text("Canary"), text("FORTIFY"), mono("RPATH / RUNPATH")),
                    """
                    SELECT a.path, e.machine || ' ' || e.bits || ' ' || e.endian, e.role, e.nx, e.pie, e.relro, e.canary,
                        coalesce(f.verdict, 'UNKNOWN'), trim(e.rpath || ' ' || e.runpath)
                    FROM artifact a JOIN elf e ON e.content = a.sha256
                    LEFT JOIN (SELECT artifact, min(verdict) AS verdict FROM fortify GROUP BY artifact) f ON f.artifact = a.id
                    ORDER BY a.id"""),
            new Sheet(
                    "problems",
                    "Problems",
                    "What could not be read, or was refused. Each lowers what can be said of the release.",
                    List.of(text("Kind"), text("Reader"), PATH, number("Offset"), text("Field"), text("Reason")),
                    """
                    SELECT p.kind, p.reader, a.path, p."offset", p.field, p.reason
                    FROM problem p JOIN artifact a ON a.id = p.artifact ORDER BY a.id, p."offset", p.field, p.reason"""),
            new Sheet(
                    "regions",
                    "Regions",
                    "Spans of bytes that no format explains.",
                    List.of(text("Kind"), PATH, number("Offset"), number("Bytes"), number("Entropy, mbit"), new Column("SHA-256", Look.DIGEST)),
                    """
                    SELECT r.kind, a.path, r."offset", r.length, r.entropy, r.sha256
                    FROM region r JOIN artifact a ON a.id = r.artifact ORDER BY a.id, r."offset\""""),
            new Sheet(
                    "headers",
                    "Headers",
                    "What containers say of themselves.",
                    List.of(PATH, text("Format"), text("Field"), mono("Value"), number("Offset")),
                    """
                    SELECT a.path, h.format, h.field, h.value, h."offset"
                    FROM header h JOIN artifact a ON a.id = h.artifact ORDER BY a.id, h."offset", h.field, h.value"""),
            new Sheet(
                    "files",
                    "Files",
                    "Everything that was opened, as the image says it.",
                    List.of(
                            number("Id"),
                            new Column("Path", Look.MONO),
                            text("Type"),
                            mono("Mode"),
                            number("uid"),
                            number("gid"),
                            number("Size"),
                            text("Format"),
                            mono("Device or target"),
                            new Column("SHA-256", Look.DIGEST)),
                    """
                    SELECT id, path, type, concat(mode // 512, mode // 64 % 8, mode // 8 % 8, mode % 8), uid, gid, size, format, device || target, sha256
                    FROM artifact ORDER BY id"""));
}
