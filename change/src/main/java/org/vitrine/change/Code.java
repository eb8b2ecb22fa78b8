package org.vitrine.change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.Answer;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;
import org.vitrine.tables.Schema;

/// Compares the code of changed ELF files by the functions and sections that the dossiers list.
///
/// Functions of one shape are the same: those of one name first, then in their order. Of those that are left, the ones
/// of one name are, then those that stand behind the same neighbour, in their order; the others came or went.
final class Code {
    private static final Set<String> NAMING = Set.of(".note.gnu.build-id", ".gnu_debuglink", ".gnu_debugaltlink");

    private static final String PAIRS = """
            SELECT c.old_sha256, c.new_sha256, min(c.new_path)
            FROM change c JOIN old_elf o ON o.content = c.old_sha256 JOIN new_elf n ON n.content = c.new_sha256
            WHERE c.old_sha256 <> c.new_sha256
            GROUP BY ALL ORDER BY ALL
            """;
    private static final String FUNCTIONS = """
            SELECT p.content, f.name, f."offset", f.length, f.shape
            FROM (SELECT DISTINCT SIDE_sha256 AS content FROM change WHERE old_sha256 <> new_sha256
                  AND old_sha256 <> '' AND new_sha256 <> '') p
            JOIN SIDE_function f ON f.content = p.content
            WHERE f.bounds <> 'GAP'
            ORDER BY p.content, f."offset", f.length
            """;
    private static final String SECTIONS = """
            SELECT p.content, s.part, s.name, s.digest
            FROM (SELECT DISTINCT SIDE_sha256 AS content FROM change WHERE old_sha256 <> new_sha256
                  AND old_sha256 <> '' AND new_sha256 <> '') p
            JOIN SIDE_elf_section s ON s.content = p.content
            ORDER BY p.content, s."offset", s.part, s.name
            """;

    private final Map<String, List<Function>> oldFunctions;
    private final Map<String, List<Function>> newFunctions;
    private final Map<String, Map<String, String>> oldSections;
    private final Map<String, Map<String, String>> newSections;
    private final List<Fact> facts = new ArrayList<>();

    private Code(List<Answer> answers) throws QueryRefused {
        this.oldFunctions = functions(answers.get(1).rows());
        this.newFunctions = functions(answers.get(2).rows());
        this.oldSections = sections(answers.get(3).rows());
        this.newSections = sections(answers.get(4).rows());
    }

    /// What is asked of two dossiers.
    static List<String> queries() {
        return List.of(
                PAIRS,
                FUNCTIONS.replace("SIDE", "old"),
                FUNCTIONS.replace("SIDE", "new"),
                SECTIONS.replace("SIDE", "old"),
                SECTIONS.replace("SIDE", "new"));
    }

    /// What differs in the changed ELF files; nothing where the dossiers list no functions.
    static List<Fact> of(Dossier pair) throws QueryRefused {
        Set<String> tables = pair.schemas().stream().map(Schema::name).collect(Collectors.toSet());
        if (!tables.containsAll(Set.of("old_elf", "old_function", "old_elf_section"))) {
            return List.of();
        }
        List<Answer> answers = pair.queryAll(queries());
        Code code = new Code(answers);
        for (List<Object> row : answers.getFirst().rows().values()) {
            code.compare(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2)));
        }
        return code.facts;
    }

    /// What makes two functions the same; nothing where it can't tell.
    @FunctionalInterface
    private interface Key {
        @Nullable
        Object of(Function function);
    }

    private record Function(String name, long offset, long length, long shape) {}

    private static Map<String, List<Function>> functions(Rows rows) {
        Map<String, List<Function>> functions = new HashMap<>();
        for (List<Object> row : rows.values()) {
            functions
                    .computeIfAbsent(String.valueOf(row.get(0)), _ -> new ArrayList<>())
                    .add(new Function(
                            String.valueOf(row.get(1)), (long) row.get(2), (long) row.get(3), (long) row.get(4)));
        }
        return functions;
    }

    private static Map<String, Map<String, String>> sections(Rows rows) {
        Map<String, Map<String, String>> sections = new HashMap<>();
        for (List<Object> row : rows.values()) {
            Map<String, String> digests = sections.computeIfAbsent(String.valueOf(row.get(0)), _ -> new TreeMap<>());
            String part = String.valueOf(row.get(1));
            String name =
                    part.equals("SECTION") ? String.valueOf(row.get(2)) : "(" + part.toLowerCase(Locale.ROOT) + ")";
            // Segments have no names, and a name may come twice: then all of that name are one.
            digests.merge(name, String.valueOf(row.get(3)), (first, second) -> first + second);
        }
        return sections;
    }

    private void compare(String old, String current, String path) {
        List<Function> before = oldFunctions.getOrDefault(old, List.of());
        List<Function> after = newFunctions.getOrDefault(current, List.of());
        Digest oldContent = Digest.parse(old);
        Digest newContent = Digest.parse(current);
        int[] twins = twins(before, after);
        boolean[] found = new boolean[before.size()];
        Map<FunctionChange.Kind, Integer> counts = new EnumMap<>(FunctionChange.Kind.class);
        for (int i = 0; i < after.size(); i++) {
            Function now = after.get(i);
            Function was = twins[i] < 0 ? new Function("", -1, 0, 0) : before.get(twins[i]);
            if (twins[i] >= 0) {
                found[twins[i]] = true;
            }
            if (twins[i] < 0 || was.shape() != now.shape()) {
                FunctionChange.Kind kind = twins[i] < 0 ? FunctionChange.Kind.ADDED : FunctionChange.Kind.CHANGED;
                counts.merge(kind, 1, Integer::sum);
                facts.add(new FunctionChange(
                        oldContent,
                        newContent,
                        kind,
                        now.name(),
                        was.offset(),
                        was.length(),
                        now.offset(),
                        now.length()));
            }
        }
        for (int i = 0; i < found.length; i++) {
            if (!found[i]) {
                Function was = before.get(i);
                counts.merge(FunctionChange.Kind.REMOVED, 1, Integer::sum);
                facts.add(new FunctionChange(
                        oldContent,
                        newContent,
                        FunctionChange.Kind.REMOVED,
                        was.name(),
                        was.offset(),
                        was.length(),
                        -1,
                        0));
            }
        }
        Set<String> sections =
                differing(oldSections.getOrDefault(old, Map.of()), newSections.getOrDefault(current, Map.of()));
        facts.add(new CodeChange(
                oldContent,
                newContent,
                path,
                before.size(),
                after.size(),
                counts.getOrDefault(FunctionChange.Kind.CHANGED, 0),
                counts.getOrDefault(FunctionChange.Kind.ADDED, 0),
                counts.getOrDefault(FunctionChange.Kind.REMOVED, 0),
                String.join(" ", sections),
                !sections.isEmpty() && NAMING.containsAll(sections) ? CodeChange.Naming.YES : CodeChange.Naming.NO));
    }

    private static Set<String> differing(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.getOrDefault(name, "").equals(after.getOrDefault(name, "")));
        return names;
    }

    /// For each function of the newer content the place of its twin in the older one, or -1.
    private static int[] twins(List<Function> before, List<Function> after) {
        int[] twins = new int[after.size()];
        Arrays.fill(twins, -1);
        boolean[] taken = new boolean[before.size()];
        match(
                before,
                after,
                twins,
                taken,
                function -> function.name().isEmpty() ? null : List.of(function.name(), function.shape()));
        match(before, after, twins, taken, Function::shape);
        match(before, after, twins, taken, function -> function.name().isEmpty() ? null : function.name());
        between(twins, taken);
        return twins;
    }

    private static void match(List<Function> before, List<Function> after, int[] twins, boolean[] taken, Key key) {
        Map<Object, Deque<Integer>> waiting = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            @Nullable Object value = key.of(before.get(i));
            if (!taken[i] && value != null) {
                waiting.computeIfAbsent(value, _ -> new ArrayDeque<>()).add(i);
            }
        }
        for (int i = 0; i < after.size(); i++) {
            @Nullable Object value = key.of(after.get(i));
            @Nullable Deque<Integer> same = value == null || twins[i] >= 0 ? null : waiting.get(value);
            if (same != null && !same.isEmpty()) {
                twins[i] = same.remove();
                taken[twins[i]] = true;
            }
        }
    }

    /// Pairs what stands alone behind the same neighbour, one after the other.
    private static void between(int[] twins, boolean[] taken) {
        int next = 0;
        for (int i = 0; i < twins.length; i++) {
            if (twins[i] >= 0) {
                next = twins[i] + 1;
            } else if (next < taken.length && !taken[next]) {
                twins[i] = next;
                taken[next++] = true;
            }
        }
    }
}
