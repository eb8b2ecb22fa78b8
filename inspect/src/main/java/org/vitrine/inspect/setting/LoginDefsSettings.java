package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the shadow suite: `etc/login.defs`, of which the last value holds.
public final class LoginDefsSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "login.defs",
            "Settings of logins and passwords in login.defs",
            List.of("login.defs(5)"),
            List.of("Which of the programs that are in the image asks for a value is not held against its state."));

    private static final Set<String> WORTH = Set.of(
            "PASS_MAX_DAYS",
            "PASS_MIN_DAYS",
            "PASS_MIN_LEN",
            "PASS_WARN_AGE",
            "ENCRYPT_METHOD",
            "MD5_CRYPT_ENAB",
            "SHA_CRYPT_MIN_ROUNDS",
            "SHA_CRYPT_MAX_ROUNDS",
            "YESCRYPT_COST_FACTOR",
            "CONSOLE",
            "UMASK",
            "HOME_MODE",
            "FAIL_DELAY",
            "LOGIN_RETRIES",
            "LOGIN_TIMEOUT");

    /// The inspector; it keeps nothing.
    public LoginDefsSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "login.defs");
        Daemon login = Daemon.of(
                root,
                CommandOptions.letters(""),
                path -> !path.contains("busybox"),
                "login",
                "passwd",
                "useradd",
                "su",
                "chpasswd",
                "newusers");
        for (ConfigFile file : login.tool().files(Set.of(), List.of("etc/login.defs", "usr/etc/login.defs"))) {
            Assignments.read(rows, file, ' ', WORTH);
        }
        rows.lastWins(_ -> true);
        rows.put(facts);
    }
}
