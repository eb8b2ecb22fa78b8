package org.vitrine.inspect.elf;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.testing.Tool;

/// What GNU readelf says of one file: the second opinion.
final class Readelf {
    private static final Pattern SYMBOL =
            Pattern.compile("^ *[0-9]+: [0-9a-f]+ +\\S+ +\\S+ +\\S+ +\\S+ +(?:\\[.*\\] +)?UND (\\S.*)$");
    private static final Pattern STACK = Pattern.compile("^  GNU_STACK .* ([R ][W ][E ]) (?:0x)?[0-9a-f]+$");
    private static final Pattern BRACKETS = Pattern.compile("\\[(.*)\\]");
    private static final Pattern SHORT =
            Pattern.compile("^  DYNAMIC +0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ (0x[0-9a-f]+) (0x[0-9a-f]+) .*$");
    private static final int BATCH = 500;

    String elfClass = "";
    String data = "";
    String type = "";
    String machine = "";
    String stackFlags = "";
    boolean relro;
    boolean dynamic;
    /// Whether PT_DYNAMIC has fewer bytes in the file than in memory, which misleads readelf but no dynamic
    /// linker.
    boolean dynamicCut;
    boolean bindNow;
    boolean pieFlag;
    boolean debug;
    boolean symtab;
    boolean sections = true;
    String interpreter = "";
    String rpath = "";
    String runpath = "";
    String soname = "";
    String buildId = "";
    final List<String> needed = new ArrayList<>();
    /// `name` or `name@version` of undefined symbols, by table.
    final Map<String, List<String>> undefined = new LinkedHashMap<>();

    private String table = "";

    /// What was said of a file; nothing at all where it was left out.
    static Readelf of(Path file, Map<Path, Readelf> answers) {
        return answers.getOrDefault(file, new Readelf());
    }

    /// Asks about many files at once.
    static Map<Path, Readelf> ask(List<Path> files) throws IOException {
        Map<Path, Readelf> answers = new LinkedHashMap<>();
        ask(files, "-hldSsWn", answers);
        // Where sections are gone, the symbols are shown only on the dynamic section's word.
        List<Path> bare =
                files.stream().filter(file -> !of(file, answers).sections).toList();
        ask(bare, "-DsW", answers);
        return answers;
    }

    private static void ask(List<Path> files, String options, Map<Path, Readelf> answers) throws IOException {
        for (int from = 0; from < files.size(); from += BATCH) {
            List<Path> batch = files.subList(from, Math.min(files.size(), from + BATCH));
            List<String> command = new ArrayList<>(List.of("readelf", options));
            batch.forEach(file -> command.add(file.toString()));
            // It names the files only where it is given more than one.
            command.add("/dev/null");
            parse(Tool.of(command).run().bytes(), answers);
        }
    }

    private static void parse(byte[] output, Map<Path, Readelf> answers) throws IOException {
        Readelf current = new Readelf();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ByteArrayInputStream(output), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("File: ")) {
                    current = answers.computeIfAbsent(Path.of(line.substring(6)), _ -> new Readelf());
                } else {
                    current.take(line);
                }
            }
        }
    }

    private void take(String line) {
        if (line.startsWith("  Class: ")) {
            elfClass = after(line);
        } else if (line.startsWith("  Data: ")) {
            data = after(line);
        } else if (line.startsWith("  Type: ")) {
            type = after(line).replaceFirst(" .*", "");
        } else if (line.startsWith("  Machine: ")) {
            machine = after(line);
        } else if (line.startsWith("There are no sections")) {
            sections = false;
        } else if (line.startsWith("  GNU_STACK ")) {
            Matcher flags = STACK.matcher(line);
            stackFlags = flags.matches() ? flags.group(1) : "?";
        } else if (line.startsWith("  DYNAMIC ")) {
            Matcher sizes = SHORT.matcher(line);
            dynamicCut = sizes.matches() && !sizes.group(1).equals(sizes.group(2));
        } else if (line.startsWith("  GNU_RELRO ")) {
            relro = true;
        } else if (line.contains("[Requesting program interpreter: ")) {
            interpreter = line.substring(line.indexOf(": ") + 2, line.lastIndexOf(']'));
        } else if (line.startsWith("Dynamic section at ")) {
            dynamic = true;
        } else if (line.startsWith("Symbol table ")) {
            table = line.startsWith("Symbol table for image")
                    ? ".dynsym"
                    : line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\''));
            symtab |= table.equals(".symtab");
        } else if (line.contains("Build ID: ")) {
            buildId = line.substring(line.indexOf("Build ID: ") + 10);
        } else if (line.startsWith(" 0x")) {
            dynamicEntry(line);
        } else if (line.contains(" UND ")) {
            Matcher symbol = SYMBOL.matcher(line);
            if (symbol.matches()) {
                undefined
                        .computeIfAbsent(table, _ -> new ArrayList<>())
                        .add(symbol.group(1).replaceFirst(" \\([0-9]+\\)$", ""));
            }
        }
    }

    private void dynamicEntry(String line) {
        Matcher brackets = BRACKETS.matcher(line);
        String text = brackets.find() ? brackets.group(1) : "";
        if (line.contains("(NEEDED)")) {
            needed.add(text);
        } else if (line.contains("(SONAME)")) {
            soname = text;
        } else if (line.contains("(RPATH)")) {
            rpath = text;
        } else if (line.contains("(RUNPATH)")) {
            runpath = text;
        } else if (line.contains("(DEBUG)")) {
            debug = true;
        } else if (line.contains("(BIND_NOW)")) {
            bindNow = true;
        } else if (line.contains("(FLAGS)")) {
            bindNow |= line.contains("BIND_NOW");
        } else if (line.contains("(FLAGS_1)")) {
            bindNow |= line.contains(" NOW");
            pieFlag |= line.contains(" PIE");
        }
    }

    private static String after(String line) {
        return line.substring(line.indexOf(':') + 1).trim();
    }
}
