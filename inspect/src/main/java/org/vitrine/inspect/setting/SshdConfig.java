package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.inspect.shell.Glob;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// The lines of sshd_config(5) in the order sshd reads them, included files in their places.
final class SshdConfig {
    private static final int MAXIMUM_DEPTH = 8;
    private static final int MAXIMUM_FILES = 100;

    private static final Map<String, String> KEYWORDS = keywords();

    private final RootFs root;
    private final List<Entry> entries = new ArrayList<>();
    private int files;

    /// A line that sets something, or would without the `#` before it.
    ///
    /// @param match the `Match` it stands under; empty where it holds for all
    record Entry(Artifact file, Lines.Line line, String key, String value, String match, boolean comment) {}

    private SshdConfig(RootFs root) {
        this.root = root;
    }

    private static Map<String, String> keywords() {
        Map<String, String> keywords = new LinkedHashMap<>();
        for (String keyword : """
                AcceptEnv AddressFamily AllowAgentForwarding AllowGroups AllowStreamLocalForwarding AllowTcpForwarding
                AllowUsers AuthenticationMethods AuthorizedKeysCommand AuthorizedKeysCommandUser AuthorizedKeysFile
                Banner CASignatureAlgorithms ChallengeResponseAuthentication ChrootDirectory Ciphers ClientAliveCountMax
                ClientAliveInterval Compression DenyGroups DenyUsers DisableForwarding ForceCommand GatewayPorts
                GSSAPIAuthentication HostbasedAuthentication HostKey HostKeyAlgorithms IgnoreRhosts IgnoreUserKnownHosts
                KbdInteractiveAuthentication KerberosAuthentication KexAlgorithms KeyRegenerationInterval ListenAddress
                LoginGraceTime LogLevel MACs MaxAuthTries MaxSessions MaxStartups PasswordAuthentication
                PermitEmptyPasswords PermitListen PermitOpen PermitRootLogin PermitTTY PermitTunnel
                PermitUserEnvironment PermitUserRC PidFile Port PrintLastLog PrintMotd Protocol
                PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes PubkeyAuthentication RekeyLimit RhostsRSAAuthentication
                RSAAuthentication ServerKeyBits StreamLocalBindMask StrictModes Subsystem SyslogFacility TCPKeepAlive
                TrustedUserCAKeys UseDNS UseLogin UsePAM UsePrivilegeSeparation VersionAddendum X11DisplayOffset
                X11Forwarding X11UseLocalhost XAuthLocation
                """.strip().split("\\s+", -1)) {
            keywords.put(keyword.toLowerCase(Locale.ROOT), keyword);
        }
        return keywords;
    }

    /// All lines of a configuration.
    static List<Entry> read(RootFs root, Artifact file) {
        SshdConfig config = new SshdConfig(root);
        config.file(file, "", 0, new HashSet<>());
        return config.entries;
    }

    private void file(Artifact file, String outer, int depth, Set<Long> above) {
        if (depth > MAXIMUM_DEPTH || ++files > MAXIMUM_FILES || !above.add(file.id())) {
            return;
        }
        String match = outer;
        for (Lines.Line line : Lines.of(root.content(file))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String[] words = (comment ? text.substring(1) : text).strip().split("\\s*=\\s*|\\s+", 2);
            if (words.length < 2 || words[0].isEmpty()) {
                continue;
            }
            String keyword = words[0].toLowerCase(Locale.ROOT);
            String value = words[1].strip().replaceAll("^\"(.*)\"$", "$1");
            if (comment) {
                // Prose begins with a space, a default that was written down doesn't.
                boolean known = KEYWORDS.containsKey(keyword) && text.length() > 1 && text.charAt(1) != ' ';
                if (known) {
                    entries.add(new Entry(file, line, key(words[0]), value, match, true));
                }
            } else if (keyword.equals("match")) {
                match = value.equalsIgnoreCase("all") ? "" : value;
            } else if (keyword.equals("include")) {
                include(value, match, depth, above);
            } else {
                entries.add(new Entry(file, line, key(words[0]), value, match, false));
            }
        }
        above.remove(file.id());
    }

    private static String key(String word) {
        return KEYWORDS.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }

    private void include(String patterns, String match, int depth, Set<Long> above) {
        for (String pattern : patterns.split("\\s+", -1)) {
            String path = pattern.startsWith("/") ? pattern.substring(1) : "etc/ssh/" + pattern;
            int slash = path.lastIndexOf('/');
            String folder = slash < 0 ? "" : path.substring(0, slash);
            String name = path.substring(slash + 1);
            root.find(folder).ifPresent(found -> {
                for (Artifact entry : root.list(found)) {
                    if (Glob.matches(name, Programs.fileName(entry))) {
                        root.findFile(folder + "/" + Programs.fileName(entry))
                                .ifPresent(file -> file(file, match, depth + 1, above));
                    }
                }
            });
        }
    }
}
