package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tree`: lists the artifacts of a dossier as `ls -l` would.
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        description = "Lists what a release holds: mode, owner, size, path, link target.",
        footer = {
            "",
            "Modes as ls writes them; h is a further name of a file, + a part of its container's bytes.",
            "Exit codes: 0 listed; 2 wrong call; 3 unreadable, or no such path.",
            "",
            "Examples:",
            "  vitrine tree fw.dossier",
            "  vitrine tree --depth 1 fw.dossier squashfs@1049088/etc"
        })
final class TreeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DOSSIER", description = "A dossier that `examine` left.")
    private Path folder = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "Only what lies below this path.")
    private String below = "";

    @Option(names = "--depth", paramLabel = "N", description = "At most so many segments deep.")
    private int depth = Integer.MAX_VALUE;

    @Override
    public Integer call() throws IOException, DossierRefused, QueryRefused {
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            String sql = "SELECT path, type, mode, uid, gid, size, device, target, format FROM artifact ORDER BY id";
            String prefix = below.isEmpty() ? "" : below.replaceFirst("/+$", "") + "/";
            boolean any = false;
            for (List<Object> row : dossier.query(sql).values()) {
                String path = String.valueOf(row.get(0));
                boolean wanted = path.startsWith(prefix) || path.equals(below);
                if (wanted && segments(path) - segments(prefix) < depth) {
                    Terminal.OUT.println(line(row, path));
                    any = true;
                }
            }
            return any ? Vitrine.OK : Vitrine.complain(Vitrine.UNREADABLE, below + ": no such path in this dossier");
        }
    }

    private static int segments(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static String line(List<Object> row, String path) {
        String type = String.valueOf(row.get(1));
        String device = String.valueOf(row.get(6));
        String target = String.valueOf(row.get(7));
        String size = device.isEmpty() ? Amounts.count(((Number) row.get(5)).longValue()) : device;
        String format = type.equals("FILE") || type.equals("PART") ? "  [" + row.get(8) + "]" : "";
        return String.format(
                "%s %5s/%-5s %12s  %s%s%s",
                letter(type) + permissions(((Number) row.get(2)).intValue()),
                row.get(3),
                row.get(4),
                size,
                path.isEmpty() ? "." : path,
                target.isEmpty() ? "" : " -> " + target,
                format);
    }

    private static char letter(String type) {
        return switch (type) {
            case "DIRECTORY" -> 'd';
            case "SYMLINK" -> 'l';
            case "HARDLINK" -> 'h';
            case "CHARACTER" -> 'c';
            case "BLOCK" -> 'b';
            case "FIFO" -> 'p';
            case "SOCKET" -> 's';
            case "PART" -> '+';
            default -> '-';
        };
    }

    /// The 12 permission bits as ls writes them.
    private static String permissions(int mode) {
        char[] text = "rwxrwxrwx".toCharArray();
        for (int i = 0; i < 9; i++) {
            if ((mode & 0400 >> i) == 0) {
                text[i] = '-';
            }
        }
        special(text, 2, (mode & 04000) != 0, 's');
        special(text, 5, (mode & 02000) != 0, 's');
        special(text, 8, (mode & 01000) != 0, 't');
        return new String(text);
    }

    private static void special(char[] text, int at, boolean set, char mark) {
        if (set) {
            text[at] = text[at] == 'x' ? mark : Character.toUpperCase(mark);
        }
    }
}
