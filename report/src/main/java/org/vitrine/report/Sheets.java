package org.vitrine.report;

import static org.vitrine.report.Sheet.digest;
import static org.vitrine.report.Sheet.mono;
import static org.vitrine.report.Sheet.number;
import static org.vitrine.report.Sheet.path;
import static org.vitrine.report.Sheet.place;
import static org.vitrine.report.Sheet.port;
import static org.vitrine.report.Sheet.text;

import java.util.List;

/// The tables of the page, in its order.
final class Sheets {
    /// All of them, in the order of the page.
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
                            path(),
                            place("Line"),
                            text("Why")),
                    """
                    SELECT c.name, c.uid, c.gid, c.shell, c.scheme, c.password, c.state, a.id, c.line, c.reason
                    FROM account c JOIN artifact a ON a.id = c.artifact ORDER BY c.artifact, c.line, c.name, c.uid"""),
            new Sheet(
                    "keys",
                    "Private keys",
                    "Private keys that lie in the release: everybody who has the release has them.",
                    List.of(
                            text("Encoding"),
                            text("Algorithm"),
                            number("Bits"),
                            text("Passphrase"),
                            path(),
                            place("Offset"),
                            digest("Public key")),
                    """
                    SELECT k.encoding, k.algorithm, k.bits, k.guard, a.id, k."offset", k.fingerprint
                    FROM private_key k JOIN artifact a ON a.sha256 = k.content ORDER BY a.id, k."offset\""""),
            new Sheet(
                    "authorized",
                    "Authorized keys",
                    "Whoever holds the private twin of such a key may log in over SSH.",
                    List.of(
                            text("Account"),
                            text("Type"),
                            number("Bits"),
                            mono("Fingerprint"),
                            text("State"),
                            path(),
                            place("Line"),
                            text("Why")),
                    """
                    SELECT k.account, k.type, k.bits, k.fingerprint, k.state, a.id, k.line, k.reason
                    FROM authorized_key k JOIN artifact a ON a.id = k.artifact ORDER BY a.id, k.line, k.fingerprint"""),
            new Sheet(
                    "certificates",
                    "Certificates",
                    "X.509 certificates that lie in the release, each with the first place it lies in.",
                    List.of(
                            text("Subject"),
                            text("Issuer"),
                            text("Until"),
                            text("Key"),
                            number("Bits"),
                            text("Signature"),
                            path(),
                            digest("SHA-256")),
                    """
                    SELECT c.subject, c.issuer, strftime(make_timestamp(greatest(least(c.not_after, 253402300799), 0) * 1000000),
                            '%Y-%m-%d'), c.algorithm, c.bits, c.signature, min(a.id), c.fingerprint
                    FROM certificate c JOIN artifact a ON a.sha256 = c.content
                    GROUP BY ALL ORDER BY 7, min(c."offset"), 8, 1, 2, 3, 4"""),
            new Sheet(
                    "services",
                    "Services",
                    "Programs that something in the image starts, with the line that does it.",
                    List.of(
                            text("Name"),
                            mono("Command"),
                            text("User"),
                            text("Starter"),
                            text("State"),
                            path(),
                            place("Line"),
                            text("Why")),
                    """
                    SELECT s.name, s.command, s.user, s.starter, s.state, a.id, s.line, s.reason
                    FROM service s JOIN artifact a ON a.id = s.artifact ORDER BY s.artifact, s.line, s.name, s.command"""),
            new Sheet(
                    "listeners",
                    "Listens on",
                    "Ports that something tells a program to open. What a program opens of its own accord isn't here.",
                    List.of(
                            text("Program"),
                            text("Protocol"),
                            port(),
                            mono("Address"),
                            text("Who reaches it"),
                            text("Told by"),
                            text("State"),
                            path(),
                            place("Line"),
                            text("Why")),
                    """
                    SELECT l.program, l.protocol, l.port, l.address, l.scope, l.source, l.state, a.id, l.line, l.reason
                    FROM listener l JOIN artifact a ON a.id = l.artifact ORDER BY l.artifact, l.line, l.program, l.port, l.address"""),
            new Sheet(
                    "endpoints",
                    "Calls out to",
                    "Hosts that settings and scripts send programs to, and those that programs hold as text (HELD): these need not"
                            + " be reached ever.",
                    List.of(
                            text("Host"),
                            text("Scheme"),
                            port(),
                            mono("As it stands"),
                            text("Where"),
                            text("State"),
                            path(),
                            place("Line or offset"),
                            text("Why")),
                    """
                    SELECT e.host, e.scheme, e.port, e.text, e.place::VARCHAR, e.state::VARCHAR, a.id, e.line, e.reason
                    FROM endpoint e JOIN artifact a ON a.id = e.artifact
                    UNION ALL
                    SELECT u.host, u.scheme, u.port, u.text, 'PROGRAM', u.use::VARCHAR, min(a.id), u."offset", 'text in a program'
                    FROM held_url u JOIN artifact a ON a.sha256 = u.content WHERE u.use = 'HELD' GROUP BY ALL
                    ORDER BY 5, 7, 8, 1, 2, 3, 4"""),
            new Sheet(
                    "scripts",
                    "What scripts do",
                    "Commands of shell scripts and of cron that fetch, send, let in or loosen.",
                    List.of(text("Does"), mono("Command"), text("State"), path(), place("Line"), text("Why")),
                    """
                    SELECT s.act, s.command, s.state, a.id, s.line, s.reason
                    FROM script_step s JOIN artifact a ON a.id = s.artifact ORDER BY s.artifact, s.line, s.act, s.command"""),
            new Sheet(
                    "settings",
                    "Settings",
                    "Configuration values that requirements ask for, in force or not.",
                    List.of(
                            text("Service"),
                            mono("Key"),
                            mono("Value"),
                            text("State"),
                            path(),
                            place("Line"),
                            text("Why")),
                    """
                    SELECT s.service, s.key, s.value, s.state, a.id, s.line, s.reason
                    FROM setting s JOIN artifact a ON a.id = s.artifact ORDER BY s.artifact, s.line, s.service, s.key"""),
            new Sheet(
                    "components",
                    "Components",
                    "Third-party software, by the exact string that gives it away.",
                    List.of(
                            text("Product"),
                            text("Version"),
                            mono("String"),
                            path(),
                            place("Offset"),
                            number("Places")),
                    """
                    SELECT c.product, c.version, c.string, min(a.id), c."offset", count(*)
                    FROM component c JOIN artifact a ON a.sha256 = c.content
                    GROUP BY c.product, c.version, c.string, c.content, c."offset"
                    ORDER BY c.product, c.version, min(a.id), c."offset\""""),
            new Sheet(
                    "hardening",
                    "Hardening",
                    "Every ELF file, and the protections it was built with.",
                    List.of(
                            path(),
                            text("Machine"),
                            text("Role"),
                            text("NX"),
                            text("PIE"),
                            text("RELRO"),
                            text("Canary"),
                            text("FORTIFY"),
                            mono("RPATH / RUNPATH")),
                    """
                    SELECT a.id, e.machine || ' ' || e.bits || ' ' || e.endian, e.role, e.nx, e.pie, e.relro, e.canary,
                        coalesce(f.verdict, 'UNKNOWN'), trim(e.rpath || ' ' || e.runpath)
                    FROM artifact a JOIN elf e ON e.content = a.sha256
                    LEFT JOIN (SELECT artifact, min(verdict) AS verdict FROM fortify GROUP BY artifact) f ON f.artifact = a.id
                    ORDER BY a.id"""),
            new Sheet(
                    "problems",
                    "Problems",
                    "What could not be read, or was refused. Each lowers what can be said of the release.",
                    List.of(text("Kind"), text("Reader"), path(), place("Offset"), text("Field"), text("Reason")),
                    """
                    SELECT p.kind, p.reader, a.id, p."offset", p.field, p.reason
                    FROM problem p JOIN artifact a ON a.id = p.artifact ORDER BY a.id, p."offset", p.field, p.reason"""),
            new Sheet(
                    "regions",
                    "Regions",
                    "Spans of bytes that no format explains.",
                    List.of(
                            text("Kind"),
                            path(),
                            place("Offset"),
                            number("Bytes"),
                            number("Entropy, mbit"),
                            digest("SHA-256")),
                    """
                    SELECT r.kind, a.id, r."offset", r.length, r.entropy, r.sha256
                    FROM region r JOIN artifact a ON a.id = r.artifact ORDER BY a.id, r."offset\""""),
            new Sheet(
                    "headers",
                    "Headers",
                    "What containers say of themselves.",
                    List.of(path(), text("Format"), text("Field"), mono("Value"), place("Offset")),
                    """
                    SELECT a.id, h.format, h.field, h.value, h."offset"
                    FROM header h JOIN artifact a ON a.id = h.artifact ORDER BY a.id, h."offset", h.field, h.value"""),
            new Sheet(
                    "files",
                    "Files",
                    "Everything that was opened, as the image says it.",
                    List.of(
                            number("Id"),
                            mono("Path"),
                            text("Type"),
                            mono("Mode"),
                            number("uid"),
                            number("gid"),
                            number("Size"),
                            place("Offset"),
                            text("Format"),
                            mono("Device or target"),
                            digest("SHA-256")),
                    """
                    SELECT id, path, type, concat(mode // 512, mode // 64 % 8, mode // 8 % 8, mode % 8), uid, gid, size,
                        "offset", format, device || target, sha256
                    FROM artifact ORDER BY id"""));

    private Sheets() {}
}
