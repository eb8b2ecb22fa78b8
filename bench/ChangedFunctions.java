import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.inspect.elf.ElfSection;
import org.vitrine.inspect.elf.Function;
import org.vitrine.inspect.elf.FunctionInspector;
import org.vitrine.inspect.elf.SectionInspector;

/// Counts the functions of a file that are not in the one before, by ours and by objdump's decoder, and names the
/// sections that differ: a row of a table.   bench/ChangedFunctions.java NAME OLD NEW
final class ChangedFunctions {
    private ChangedFunctions() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> before = ours(arguments[1]);
        Map<String, Integer> after = ours(arguments[2]);
        Map<String, Integer> told = ObjdumpFunctions.of(arguments[2]);
        int ours = changed(before, after);
        int theirs = changed(ObjdumpFunctions.of(arguments[1]), told);
        String within = Math.abs(ours - theirs) * 20 <= theirs ? "yes" : "no";
        System.out.printf(
                "| %s | %,d | %,d | %,d | %,d | %s | %s |%n",
                arguments[0], count(after), count(told), ours, theirs, within, differing(arguments[1], arguments[2]));
    }

    private static int count(Map<String, Integer> functions) {
        return functions.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int changed(Map<String, Integer> before, Map<String, Integer> after) {
        return after.entrySet().stream()
                .mapToInt(entry -> Math.max(0, entry.getValue() - before.getOrDefault(entry.getKey(), 0)))
                .sum();
    }

    /// How often each shape occurs.
    private static Map<String, Integer> ours(String file) throws Exception {
        Map<String, Integer> shapes = new HashMap<>();
        Bytes content = Bytes.map(Path.of(file));
        new FunctionInspector().inspect(Digest.NONE, content, fact -> {
            if (fact instanceof Function function && function.bounds() != Function.Bounds.GAP) {
                shapes.merge(Long.toHexString(function.shape()), 1, Integer::sum);
            }
        });
        return shapes;
    }

    private static String differing(String before, String after) throws Exception {
        Map<String, String> old = sections(before);
        Map<String, String> young = sections(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(young.keySet());
        names.removeIf(name -> old.getOrDefault(name, "").equals(young.getOrDefault(name, "")));
        return names.size() > 4 ? names.size() + " sections" : String.join(" ", names);
    }

    private static Map<String, String> sections(String file) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        Bytes content = Bytes.map(Path.of(file));
        new SectionInspector().inspect(Digest.NONE, content, fact -> {
            if (fact instanceof ElfSection section) {
                String name = section.part() == ElfSection.Part.SECTION ? section.name() : "" + section.part();
                digests.put("`" + name + "`", section.offset() + " " + section.digest());
            }
        });
        return digests;
    }
}
