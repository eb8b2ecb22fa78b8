import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What GNU binutils say of the functions of an x86-64 file: `readelf` bounds them by frame descriptions, `objdump`
/// decodes them. A second opinion on our own decoder, of which it shares nothing.
final class ObjdumpFunctions {
    private static final Pattern FRAME = Pattern.compile(" FDE .* pc=([0-9a-f]+)\\.\\.([0-9a-f]+)");
    private static final Pattern SECTION = Pattern.compile("^Disassembly of section (\\S+):");
    private static final Pattern INSTRUCTION = Pattern.compile("^\\s*([0-9a-f]+):\\t(.*)$");
    private static final Pattern BRANCH =
            Pattern.compile("^((?:bnd |repz |repnz |notrack |data16 |rex\\S* |cs |ds )*(?:j\\w+|call\\w*|loop\\w*|xbegin)"
                    + "(?:,p[nt])?)\\s+([0-9a-f]+)(?: <.*>)?$");
    private static final Pattern RELATIVE = Pattern.compile("-?0x[0-9a-f]+\\(%([re])ip\\)");

    private ObjdumpFunctions() {}

    /// How often each text of a function occurs, where a branch that leaves and what lies relative to the instruction
    /// pointer have no number.
    static Map<String, Integer> of(String file) throws IOException {
        TreeMap<Long, Long> ends = new TreeMap<>();
        for (String line : lines("readelf", "-W", "--debug-dump=frames", file)) {
            Matcher frame = FRAME.matcher(line);
            if (frame.find()) {
                ends.put(Long.parseLong(frame.group(1), 16), Long.parseLong(frame.group(2), 16));
            }
        }
        Map<String, Integer> texts = new HashMap<>();
        StringBuilder text = new StringBuilder();
        long start = 0;
        long end = 0;
        boolean linkage = false;
        for (String line : lines("objdump", "-d", "-w", "--no-show-raw-insn", file)) {
            Matcher section = SECTION.matcher(line);
            if (section.find()) {
                linkage = section.group(1).startsWith(".plt");
            }
            Matcher instruction = INSTRUCTION.matcher(line);
            if (linkage || !instruction.matches()) {
                continue;
            }
            long at = Long.parseLong(instruction.group(1), 16);
            if (at >= end || ends.containsKey(at)) {
                put(texts, text);
                start = at;
                end = ends.getOrDefault(at, at);
            }
            if (at < end) {
                text.append(normal(instruction.group(2).strip(), start, end)).append('\n');
            }
        }
        put(texts, text);
        return texts;
    }

    private static void put(Map<String, Integer> texts, StringBuilder text) {
        if (!text.isEmpty()) {
            texts.merge(text.toString(), 1, Integer::sum);
            text.setLength(0);
        }
    }

    private static String normal(String instruction, long start, long end) {
        Matcher branch = BRANCH.matcher(instruction);
        if (branch.matches()) {
            long target = Long.parseUnsignedLong(branch.group(2), 16);
            boolean inside = target >= start && target < end;
            return branch.group(1) + (inside ? " +" + (target - start) : " out");
        }
        int comment = instruction.indexOf('#');
        String plain = comment < 0 ? instruction : instruction.substring(0, comment).strip();
        return RELATIVE.matcher(plain).replaceAll("(%$1ip)");
    }

    private static List<String> lines(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = builder.start().inputReader()) {
            reader.lines().forEach(lines::add);
        }
        return lines;
    }
}
