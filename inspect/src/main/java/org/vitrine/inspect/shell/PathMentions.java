package org.vitrine.inspect.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.inspect.spi.RootFs;

/// Where the files of a root file system name other files of it by path: lines of scripts and configurations,
/// and strings in programs. Comment lines, lists of packages and documents do not count. One pass over each
/// file.
public final class PathMentions {
    /// More paths are not looked for.
    public static final int MAXIMUM_PATHS = 1024;

    /// How a file is named.
    public enum How {
        /// By its whole path, in a line of a text.
        LINE,
        /// By its whole path, in a program.
        STRING,
        /// By its last segment only, behind a variable, in a line of a text.
        NAME
    }

    /// A mention: how, and where, as `etc/init.d/sshd:18` or `usr/bin/x at byte 1234`.
    public record Mention(How how, String where) {}

    private static final int WINDOW = 1 << 16;
    private static final int LONGEST = 1 << 10;
    private static final Pattern LISTING = Pattern.compile(
            "(?:.*/)?(?:[op]pkg|ipkg|dpkg|doc|man|info)/.*|.*\\.(?:list|md5|md5sums|sha256|control|conffiles|txt)");

    private final RootFs root;
    private final Map<String, List<String>> byName = new HashMap<>();
    private final boolean[] lengths = new boolean[LONGEST];
    private final Map<String, Map<How, Mention>> found = new HashMap<>();

    private PathMentions(RootFs root) {
        this.root = root;
    }

    /// Looks for mentions of these paths, which have no leading slash.
    public static PathMentions of(RootFs root, List<String> paths) {
        PathMentions mentions = new PathMentions(root);
        for (String path : paths.subList(0, Math.min(MAXIMUM_PATHS, paths.size()))) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.length() > 2 && path.length() < LONGEST / 2) {
                mentions.lengths[name.length()] = true;
                mentions.byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(path);
            }
        }
        if (!mentions.byName.isEmpty()) {
            for (Artifact file : root.all()) {
                if (RootFs.isFile(file) && !LISTING.matcher(root.pathOf(file)).matches()) {
                    mentions.read(file, root.content(file));
                }
            }
        }
        return mentions;
    }

    /// The best mention of a path: in a line before in a program before by name only.
    public Optional<Mention> of(String path) {
        Map<How, Mention> mentions = found.getOrDefault(path, Map.of());
        for (How how : How.values()) {
            Mention mention = mentions.get(how);
            if (mention != null) {
                return Optional.of(mention);
            }
        }
        return Optional.empty();
    }

    private void read(Artifact file, Bytes content) {
        byte[] window = new byte[(int) Math.min(WINDOW, content.size())];
        Before before = new Before(window);
        for (long start = 0, seen = 0; seen < content.size(); start = Math.max(0, seen - LONGEST)) {
            int filled = content.copyAvailable(start, window, 0, window.length);
            boolean last = start + filled >= content.size();
            // A path may reach over the end of a window on either side: it is seen whole in the next one.
            int usable = last ? filled : filled - LONGEST;
            int first = (int) (seen - start);
            before.goOn(first);
            for (int i = slash(window, first, usable); i < usable; i = slash(window, i + 1, usable)) {
                int end = endOfName(window, i + 1, Math.min(filled, i + LONGEST));
                if (lengths[end - i - 1]) {
                    String name = new String(window, i + 1, end - i - 1, StandardCharsets.ISO_8859_1);
                    List<String> paths = byName.get(name);
                    if (paths != null) {
                        before.reach(i);
                        match(file, window, i, end, paths, before, start);
                    }
                }
            }
            if (!last) {
                before.reach(usable);
            }
            seen = start + usable;
        }
    }

    /// Where the next slash stands; `end` where there is none before it.
    private static int slash(byte[] window, int from, int end) {
        int at = from;
        while (at < end && window[at] != '/') {
            at++;
        }
        return at;
    }

    private static int endOfName(byte[] window, int from, int end) {
        int at = from;
        while (at < end && isPath(window[at])) {
            at++;
        }
        return at;
    }

    /// What stands before a place of a file: looked at only where a path was found, since most files hold none.
    private static final class Before {
        private final byte[] window;
        private boolean binary;
        private long lines = 1;
        private int line;
        private int reached;

        Before(byte[] window) {
            this.window = window;
        }

        /// The window holds the next bytes of the file, of which those before `first` were in the last one.
        void goOn(int first) {
            reached = first;
            line = first;
            while (line > 0 && window[line - 1] != '\n') {
                line--;
            }
        }

        void reach(int place) {
            for (; reached < place && !binary; reached++) {
                if (window[reached] == 0) {
                    binary = true;
                } else if (window[reached] == '\n') {
                    lines++;
                    line = reached + 1;
                }
            }
        }

        /// Whether the line began as a comment.
        boolean inComment() {
            int first = line;
            while (first < reached && (window[first] == ' ' || window[first] == '\t')) {
                first++;
            }
            return !binary && (window[first] == '#' || window[first] == ';');
        }
    }

    /// @param start the offset of the window
    private void match(
            Artifact file, byte[] window, int slash, int end, List<String> paths, Before before, long start) {
        if (before.inComment()) {
            return;
        }
        boolean text = !before.binary;
        for (String path : paths) {
            int from = end - path.length();
            boolean whole = from >= 1
                    && window[from - 1] == '/'
                    && new String(window, from, path.length(), StandardCharsets.ISO_8859_1).equals(path)
                    && (from == 1 || !isPath(window[from - 2]) && window[from - 2] != '}');
            boolean behindVariable = !whole && text && slash > 0 && isVariable(window, slash);
            if (whole) {
                String where = root.pathOf(file) + (text ? ":" + before.lines : " at byte " + (start + from - 1));
                note(path, new Mention(text ? How.LINE : How.STRING, where));
            } else if (behindVariable) {
                note(path, new Mention(How.NAME, root.pathOf(file) + ":" + before.lines));
            }
        }
    }

    private void note(String path, Mention mention) {
        found.computeIfAbsent(path, _ -> new HashMap<>()).putIfAbsent(mention.how(), mention);
    }

    private static boolean isPath(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '_'
                || octet == '-'
                || octet == '.'
                || octet == '+';
    }

    /// Whether what stands before the slash is `$name` or `${name}`.
    private static boolean isVariable(byte[] window, int slash) {
        int at = slash - 1;
        if (window[at] == '}') {
            at--;
        }
        while (at >= 0 && isPath(window[at])) {
            at--;
        }
        return at >= 0 && (window[at] == '$' || window[at] == '{' && at > 0 && window[at - 1] == '$');
    }
}
