package org.vitrine.inspect.component;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What the package managers of a root file system say is installed: dpkg, opkg, apk and rpm. Rows of
/// [Component].
public final class PackageDatabase implements TreeInspector {
    private static final String NAME = "package-database";
    private static final Card CARD = new Card(
            NAME,
            "Installed packages by the package managers' databases",
            List.of(
                    "deb822(5), dpkg(1): status",
                    "Alpine, apk-tools, installed database",
                    "rpm, docs/manual/format_header.md",
                    "sqlite.org, fileformat2",
                    "os-release(5)"),
            List.of(
                    "A database is what the package manager wrote; that its files are still there is not looked at.",
                    "What stands only in SQLite's write-ahead log or rollback journal is not read.",
                    "Of Berkeley DB only the hash is read.",
                    "Only databases at their usual places are read.",
                    "The control files in opkg's info folder are told by package-file too."));

    private static final List<String> DPKG = List.of("var/lib/dpkg/status");
    private static final List<String> DPKG_FOLDERS = List.of("var/lib/dpkg/status.d");
    private static final List<String> OPKG = List.of(
            "usr/lib/opkg/status",
            "var/lib/opkg/status",
            "lib/opkg/status",
            "usr/lib/ipkg/status",
            "var/lib/ipkg/status",
            "opt/lib/opkg/status");
    private static final List<String> APK = List.of("lib/apk/db/installed", "usr/lib/apk/db/installed");
    private static final List<String> RPM = List.of(
            "var/lib/rpm/rpmdb.sqlite",
            "var/lib/rpm/Packages.db",
            "var/lib/rpm/Packages",
            "usr/lib/sysimage/rpm/rpmdb.sqlite",
            "usr/lib/sysimage/rpm/Packages.db",
            "usr/lib/sysimage/rpm/Packages",
            "usr/share/rpm/rpmdb.sqlite");

    /// The inspector; it keeps nothing.
    public PackageDatabase() {}

    @Override
    public Card card() {
        return CARD;
    }

    /// What os-release says.
    private record Distribution(String id, String version) {
        static Distribution of(RootFs root) {
            Optional<Artifact> file = root.findFile("etc/os-release").or(() -> root.findFile("usr/lib/os-release"));
            List<Fields> fields =
                    file.map(found -> Fields.read(root.content(found), '=')).orElse(List.of());
            return fields.isEmpty()
                    ? new Distribution("", "")
                    : new Distribution(
                            bare(fields.getFirst().of("ID")),
                            bare(fields.getFirst().of("VERSION_ID")));
        }

        private static String bare(String value) {
            boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
            return quoted ? value.substring(1, value.length() - 1) : value;
        }

        String distro() {
            return id.isEmpty() || version.isEmpty() ? id : id + "-" + version;
        }

        /// Packages of OpenWrt have no namespace; a type's own distribution is its namespace by default.
        String vendor(String type) {
            return switch (type) {
                case "opkg" -> "";
                case "apk" -> id.isEmpty() ? "alpine" : id;
                case "deb" -> id.isEmpty() ? "debian" : id;
                default -> id;
            };
        }
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Distribution distribution = Distribution.of(root);
        // Several places may be one file, by links.
        Set<Long> seen = new HashSet<>();
        for (Artifact file : files(root, DPKG, DPKG_FOLDERS, seen)) {
            controls(root, "deb", new Packages(file, distribution, facts));
        }
        for (Artifact file : files(root, OPKG, List.of(), seen)) {
            controls(root, "opkg", new Packages(file, distribution, facts));
        }
        for (Artifact file : files(root, APK, List.of(), seen)) {
            Packages packages = new Packages(file, distribution, facts);
            paragraphs(root, packages, fields -> packages.tell(fields.apk()));
        }
        for (Artifact file : files(root, RPM, List.of(), seen)) {
            Bytes content = root.content(file);
            if (content.size() == 0) {
                continue;
            }
            Packages packages = new Packages(file, distribution, facts);
            try {
                RpmDatabase.read(content, packages::tell);
            } catch (Unreadable e) {
                facts.add(ProblemFact.of(file.id(), NAME, e.problem()));
            }
            packages.end();
        }
    }

    /// The packages of one database, told as they come.
    private static final class Packages {
        /// All of Debian are fewer.
        private static final long MOST = 100_000;

        private final Artifact file;
        private final Distribution distribution;
        private final Facts facts;
        private long told;

        Packages(Artifact file, Distribution distribution, Facts facts) {
            this.file = file;
            this.distribution = distribution;
            this.facts = facts;
        }

        void tell(PackageEntry entry) {
            if (entry.named() && ++told <= MOST) {
                facts.add(entry.component(
                        file.sha256(),
                        Component.Method.PACKAGE_DATABASE,
                        distribution.vendor(entry.type()),
                        distribution.distro()));
            }
        }

        /// Puts a problem where not all of them were told.
        void end() {
            limit("packages", MOST, told);
        }

        /// Puts a problem where more is there than may be.
        void limit(String what, long most, long there) {
            if (there > most) {
                facts.add(ProblemFact.of(file.id(), NAME, new Problem.LimitReached(what, most, there)));
            }
        }
    }

    private static List<Artifact> files(RootFs root, List<String> paths, List<String> folders, Set<Long> seen) {
        List<Artifact> files = new ArrayList<>();
        for (String path : paths) {
            root.findFile(path).filter(file -> seen.add(file.id())).ifPresent(files::add);
        }
        for (String path : folders) {
            root.find(path).filter(folder -> folder.type() == ArtifactType.DIRECTORY).stream()
                    .flatMap(folder -> root.list(folder).stream())
                    .filter(file -> RootFs.isFile(file) && seen.add(file.id()))
                    .forEach(files::add);
        }
        return files;
    }

    /// Gives every paragraph of a database to a consumer, which tells its package.
    private static void paragraphs(RootFs root, Packages packages, Consumer<Fields> each) {
        Fields.each(root.content(packages.file), ':', each);
        packages.end();
        packages.limit("bytes of a package database", Fields.LARGEST, packages.file.size());
    }

    private static void controls(RootFs root, String type, Packages packages) {
        paragraphs(root, packages, fields -> {
            String status = fields.of("Status");
            // A package that was removed keeps its paragraph: deinstall ok config-files.
            if (!status.endsWith(" not-installed") && !status.endsWith(" config-files")) {
                packages.tell(completed(root, packages.file, fields.control(type)));
            }
        });
    }

    /// The entry with the licence and the maintainer that opkg keeps beside its status file.
    private static PackageEntry completed(RootFs root, Artifact status, PackageEntry entry) {
        String folder = root.pathOf(status).replaceAll("[^/]*$", "") + "info/";
        Optional<Artifact> control = root.findFile(folder + entry.name() + ".control");
        if (!entry.type().equals("opkg") || control.isEmpty()) {
            return entry;
        }
        Fields more = Fields.first(root.content(control.get()), ':');
        return new PackageEntry(
                entry.type(),
                entry.name(),
                entry.version(),
                entry.architecture(),
                more.of("Maintainer"),
                more.of("License"),
                entry.offset(),
                entry.length());
    }
}
