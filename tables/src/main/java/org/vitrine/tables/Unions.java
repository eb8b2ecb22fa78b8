package org.vitrine.tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How the tables of several dossiers become one table each.
final class Unions {
    /// Where a dossier's table lies until it has been checked.
    static final String STAGING = "staging";

    private static final String DOSSIER = "dossier";

    private Unions() {}

    /// The tables that hold all of these: a column `dossier`, then the columns of the newest version, then
    /// those that only other versions have.
    static Map<String, Schema> of(List<Manifest> manifests) throws DossierRefused {
        return of(
                manifests,
                List.of(new SchemaColumn(DOSSIER, ColumnType.VARCHAR, "The dossier the row is from.", false)));
    }

    /// The tables of two sides: the columns of the newest version, then those that only the other has.
    static Map<String, Schema> ofSides(List<Manifest> manifests) throws DossierRefused {
        return of(manifests, List.of());
    }

    private static Map<String, Schema> of(List<Manifest> manifests, List<SchemaColumn> first) throws DossierRefused {
        Map<String, List<Schema>> versions = new TreeMap<>();
        for (Manifest manifest : manifests) {
            for (Manifest.Entry entry : manifest.tables()) {
                versions.computeIfAbsent(entry.name(), _ -> new ArrayList<>()).add(entry.schema());
            }
        }
        Map<String, Schema> unions = new TreeMap<>();
        for (Map.Entry<String, List<Schema>> table : versions.entrySet()) {
            unions.put(table.getKey(), union(table.getKey(), table.getValue(), first));
        }
        return unions;
    }

    private static Schema union(String name, List<Schema> versions, List<SchemaColumn> first) throws DossierRefused {
        if (name.equals(STAGING)) {
            throw new DossierRefused("a table can't be called " + STAGING + " where several dossiers are opened");
        }
        versions.sort(Comparator.comparingInt(Schema::version).reversed());
        Map<String, SchemaColumn> columns = new LinkedHashMap<>();
        first.forEach(column -> columns.put(column.name(), column));
        for (Schema version : versions) {
            for (SchemaColumn column : version.columns()) {
                SchemaColumn known = columns.putIfAbsent(column.name(), column);
                boolean clash = known != null && (first.contains(known) || known.type() != column.type());
                if (clash) {
                    throw new DossierRefused(
                            "column " + column.name() + " of table " + name + " isn't the same in all dossiers");
                }
            }
        }
        return new Schema(name, versions.getFirst().version(), "", List.copyOf(columns.values()));
    }

    /// What moves the staged table of one dossier into the union.
    static List<String> merge(Schema staged, Schema union, String dossier) {
        Set<String> present = staged.columns().stream().map(SchemaColumn::name).collect(Collectors.toSet());
        String values = union.columns().stream()
                .map(column -> column.name().equals(DOSSIER)
                        ? "'" + dossier.replace("'", "''") + "'"
                        : present.contains(column.name())
                                ? Schema.quoted(column.name())
                                : column.type().fallback())
                .collect(Collectors.joining(", "));
        return List.of(
                "INSERT INTO " + Schema.quoted(union.name()) + " SELECT " + values + " FROM " + STAGING,
                "DROP TABLE " + STAGING);
    }

    /// A name for each dossier, none twice.
    static List<String> names(List<Path> folders) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Path folder : folders) {
            Path last = folder.toAbsolutePath().normalize().getFileName();
            String name = (last == null ? DOSSIER : last.toString()).replaceFirst("\\.dossier$", "");
            String unique = name;
            for (int i = 2; !taken.add(unique); i++) {
                unique = name + "-" + i;
            }
            names.add(unique);
        }
        return names;
    }
}
