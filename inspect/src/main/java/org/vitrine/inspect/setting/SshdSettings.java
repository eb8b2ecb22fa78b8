package org.vitrine.inspect.setting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.component.Component;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of OpenSSH's server: sshd_config(5), with the defaults that matter where the file is silent.
public final class SshdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "sshd",
            "Settings of OpenSSH's sshd",
            List.of("sshd_config(5)", "OpenSSH release notes 5.4, 7.0, 7.4"),
            List.of(
                    "Options on sshd's command line (-o, -f) are not applied.",
                    "Whether a Match fits a login is not decided: its values are UNKNOWN.",
                    "Defaults are OpenSSH's own; a distribution may have compiled others."));

    private static final List<String> FILES = List.of(
            "etc/ssh/sshd_config",
            "etc/sshd_config",
            "etc/openssh/sshd_config",
            "usr/local/etc/ssh/sshd_config",
            "usr/local/etc/sshd_config",
            "usr/etc/ssh/sshd_config");

    private static final List<String> PROGRAMS =
            List.of("usr/sbin/sshd", "sbin/sshd", "usr/bin/sshd", "bin/sshd", "usr/local/sbin/sshd");

    /// Keywords that may stand several times, each adding to the others.
    private static final Set<String> REPEATED = Set.of(
            "AcceptEnv",
            "AllowGroups",
            "AllowUsers",
            "DenyGroups",
            "DenyUsers",
            "HostKey",
            "ListenAddress",
            "Port",
            "SetEnv",
            "Subsystem",
            "PermitListen",
            "PermitOpen");

    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3}).*");

    /// The inspector; it keeps nothing.
    public SshdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Optional<Artifact> program = first(root, PROGRAMS);
        Optional<Artifact> config = first(root, FILES);
        Set<String> set = new HashSet<>();
        config.ifPresent(file -> file(root, file, program.isPresent(), set, facts));
        program.ifPresent(sshd -> defaults(root, config.orElse(sshd), sshd, set, facts));
    }

    private static Optional<Artifact> first(RootFs root, List<String> paths) {
        return paths.stream().map(root::findFile).flatMap(Optional::stream).findFirst();
    }

    private static void file(RootFs root, Artifact config, boolean present, Set<String> set, Facts facts) {
        Map<String, String> first = new HashMap<>();
        for (SshdConfig.Entry entry : SshdConfig.read(root, config)) {
            String place = root.pathOf(entry.file()) + ":" + entry.line().number();
            State state = present ? State.ACTIVE : State.UNKNOWN;
            String reason = present ? "sshd reads " + place : "no sshd was found in the image; " + place;
            String before = first.get(entry.key());
            if (entry.comment()) {
                state = State.INACTIVE;
                reason = "commented out; " + place;
            } else if (before != null && !REPEATED.contains(entry.key())) {
                state = State.INACTIVE;
                reason = "overruled by the first value, " + before;
            } else if (!entry.match().isEmpty()) {
                state = State.UNKNOWN;
                reason = "only where Match " + Lines.shown(entry.match()) + " fits; " + place;
            } else {
                first.put(entry.key(), place);
                set.add(entry.key());
            }
            facts.add(new Setting(
                    root.root().id(),
                    entry.file().id(),
                    entry.line().number(),
                    "sshd",
                    Lines.shown(entry.key()),
                    Lines.shown(entry.value()),
                    state,
                    reason,
                    entry.line().location(entry.file())));
        }
    }

    private static void defaults(RootFs root, Artifact file, Artifact sshd, Set<String> set, Facts facts) {
        int version = version(root, sshd);
        String root7 = version >= 700 ? "prohibit-password" : "yes";
        silent(root, file, set, "PermitRootLogin", version < 0 ? "" : root7, version, facts);
        silent(root, file, set, "PasswordAuthentication", "yes", version, facts);
        silent(root, file, set, "PermitEmptyPasswords", "no", version, facts);
        String protocol = version >= 504 ? "2" : "2,1";
        silent(root, file, set, "Protocol", version < 0 ? "" : protocol, version, facts);
        silent(root, file, set, "X11Forwarding", "no", version, facts);
    }

    private static void silent(
            RootFs root, Artifact file, Set<String> set, String key, String value, int version, Facts facts) {
        if (set.contains(key)) {
            return;
        }
        String reason = value.isEmpty()
                ? "the default depends on OpenSSH's version, which is not known"
                : "the default where the configuration is silent"
                        + (version < 0 ? "" : ", OpenSSH " + version / 100 + "." + version % 100);
        facts.add(new Setting(
                root.root().id(),
                file.id(),
                0,
                "sshd",
                key,
                value,
                value.isEmpty() ? State.UNKNOWN : State.ACTIVE,
                reason,
                new Location(file.sha256(), 0, 0)));
    }

    /// The version as a hundred times major plus minor; -1 where no component tells it.
    private static int version(RootFs root, Artifact sshd) {
        Set<Digest> here = new HashSet<>();
        root.all().forEach(file -> here.add(file.sha256()));
        int version = -1;
        for (Fact fact : root.contentFacts()) {
            if (!(fact instanceof Component component) || !component.product().equals("openssh")) {
                continue;
            }
            Matcher matcher = VERSION.matcher(component.version());
            boolean own = component.location().content().equals(sshd.sha256());
            boolean near = version < 0 && here.contains(component.location().content());
            if (matcher.matches() && (own || near)) {
                version = 100 * Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(2));
                if (own) {
                    return version;
                }
            }
        }
        return version;
    }
}
