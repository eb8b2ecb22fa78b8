package org.vitrine.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.evidence.Digest;
import org.vitrine.structure.json.Json;

/// The strict reading of a manifest's JSON: exactly the expected members, everything within its bounds.
record ManifestReader(int maxTables, int maxColumns, long maxRows, long maxFile) {
    Manifest manifest(Json json) throws DossierRefused {
        Map<String, Json> members = members(json, Set.of("digest", "format", "identity", "tables"));
        digest(members, "digest");
        long format = number(members, "format", 1, 1);
        Map<String, String> identity = new TreeMap<>();
        for (Map.Entry<String, Json> member :
                anyMembers(get(members, "identity"), "identity").entrySet()) {
            identity.put(member.getKey(), text(member.getValue(), "identity"));
        }
        List<Manifest.Entry> tables = new ArrayList<>();
        for (Json table : items(members, "tables", maxTables)) {
            tables.add(entry(table));
        }
        return new Manifest((int) format, new TreeMap<>(identity), tables);
    }

    private Manifest.Entry entry(Json json) throws DossierRefused {
        Map<String, Json> members = members(json, Set.of("columns", "name", "parquet", "root", "rows", "version"));
        List<SchemaColumn> columns = new ArrayList<>();
        for (Json column : items(members, "columns", maxColumns)) {
            columns.add(column(column));
        }
        int version = (int) number(members, "version", 1, Integer.MAX_VALUE);
        Map<String, Json> parquet = members(get(members, "parquet"), Set.of("sha256", "size"));
        return new Manifest.Entry(
                new Schema(text(get(members, "name"), "name"), version, "", columns),
                number(members, "rows", 0, maxRows),
                digest(members, "root"),
                digest(parquet, "sha256"),
                number(parquet, "size", 1, maxFile));
    }

    private static SchemaColumn column(Json json) throws DossierRefused {
        Map<String, Json> members = members(json, Set.of("confidential", "name", "type"));
        if (!(get(members, "confidential") instanceof Json.Truth(boolean confidential))) {
            throw refused("confidential");
        }
        return new SchemaColumn(
                text(get(members, "name"), "name"),
                ColumnType.valueOf(text(get(members, "type"), "type")),
                "",
                confidential);
    }

    private static Map<String, Json> members(Json json, Set<String> names) throws DossierRefused {
        Map<String, Json> members =
                anyMembers(json, String.join(", ", names.stream().sorted().toList()));
        if (!members.keySet().equals(names)) {
            throw refused(String.join(", ", names.stream().sorted().toList()));
        }
        return members;
    }

    private static Map<String, Json> anyMembers(Json json, String field) throws DossierRefused {
        if (json instanceof Json.Members object) {
            return object.members();
        }
        throw refused(field);
    }

    private static Json get(Map<String, Json> members, String name) throws DossierRefused {
        Json value = members.get(name);
        if (value == null) {
            throw refused(name);
        }
        return value;
    }

    private static List<Json> items(Map<String, Json> members, String name, int most) throws DossierRefused {
        if (get(members, name) instanceof Json.Items(List<Json> items) && items.size() <= most) {
            return items;
        }
        throw refused(name);
    }

    private static String text(Json json, String field) throws DossierRefused {
        if (json instanceof Json.Text(String text)) {
            return text;
        }
        throw refused(field);
    }

    private static long number(Map<String, Json> members, String name, long least, long most) throws DossierRefused {
        if (get(members, name) instanceof Json.Numeral(String literal) && literal.length() < 19) {
            long number = Long.parseLong(literal);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refused(name);
    }

    private static Digest digest(Map<String, Json> members, String name) throws DossierRefused {
        Digest digest = Digest.parse(text(get(members, name), name));
        if (digest.equals(Digest.NONE)) {
            throw refused(name);
        }
        return digest;
    }

    private static DossierRefused refused(String field) {
        return new DossierRefused(Manifest.FILE + ": " + field + " is missing or not what it should be");
    }
}
