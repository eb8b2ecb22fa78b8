package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// The terminals on which root may log in: `etc/securetty`, a row for each. Login reads it itself, or leaves it to
/// PAM's module pam_securetty.
public final class SecurettySettings implements TreeInspector {
    private static final Card CARD = new Card(
            "securetty",
            "Terminals on which root may log in",
            List.of("securetty(5)", "pam_securetty(8)", "BusyBox, loginutils/login.c"),
            List.of("Whether BusyBox was built to ask for the file is not told."));

    /// The inspector; it keeps nothing.
    public SecurettySettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "securetty");
        root.findFile("etc/securetty").ifPresent(file -> read(rows, inForce(root, file)));
        Copies.of(root, List.of("etc/securetty")).forEach(copy -> read(rows, copy));
        rows.put(facts);
    }

    private static ConfigFile inForce(RootFs root, Artifact file) {
        Optional<Artifact> library = PamSettings.library(root);
        if (library.isPresent()) {
            for (String stack : List.of("etc/pam.d/login", "etc/pam.d/remote")) {
                Optional<Artifact> found = root.findFile(stack);
                if (found.isPresent() && asks(root, found.get())) {
                    return new ConfigFile(file, State.ACTIVE, "read by pam_securetty, which " + stack + " asks");
                }
            }
            return root.findFile("etc/pam.d/login").isPresent()
                    ? new ConfigFile(
                            file, State.INACTIVE, "login uses PAM, and etc/pam.d/login doesn't ask pam_securetty")
                    : new ConfigFile(file, State.UNKNOWN, "whether login reads it itself or asks PAM isn't known");
        }
        return Daemon.isInstalled(root, "login")
                ? new ConfigFile(file, State.ACTIVE, "read by login by default")
                : new ConfigFile(file, State.UNKNOWN, "no login was found in the image");
    }

    private static boolean asks(RootFs root, Artifact stack) {
        return Lines.of(root.content(stack)).stream()
                .map(line -> line.text().strip())
                .anyMatch(text -> !text.startsWith("#") && text.contains("pam_securetty"));
    }

    private static void read(Rows rows, ConfigFile from) {
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            if (text.startsWith("#")) {
                String bare = text.substring(1).strip();
                if (bare.matches("(tty|vc/|pts/|console|hvc|ttyS)[\\w/]*")) {
                    rows.comment(from, line, "tty", bare);
                }
            } else if (text.matches("[!-~]{1,100}")) {
                rows.add(from, line, "tty", text);
            }
        }
    }
}
