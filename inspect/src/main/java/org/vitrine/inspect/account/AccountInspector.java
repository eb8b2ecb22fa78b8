package org.vitrine.inspect.account;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.account.Account.Password;
import org.vitrine.inspect.account.AccountFile.Kind;
import org.vitrine.inspect.account.AccountFile.Line;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Reads the logins of a root file system from passwd and shadow, and from the copies that are kept beside
/// them.
public final class AccountInspector implements TreeInspector {
    private static final Card CARD = new Card(
            "account",
            "Accounts: passwd and shadow, and copies of them",
            List.of(
                    "passwd(5), shadow(5), crypt(5)",
                    "Ulrich Drepper: Unix crypt using SHA-256 and SHA-512, version 0.6",
                    "FIPS 46-3 (DES)"),
            List.of(
                    "bcrypt, scrypt, yescrypt and GOST-yescrypt hashes are recognised; no password is tried on them.",
                    "Known passwords are a short list and the login's own name; at most "
                            + KnownPasswords.MAXIMUM_HASHES
                            + " hashes and "
                            + KnownPasswords.MAXIMUM_WORK
                            + " rounds in a root file system, none of more than "
                            + KnownPasswords.MAXIMUM_ROUNDS
                            + " rounds.",
                    "Logins that a program or `echo … >` writes at run time are not seen.",
                    "Copying lines are followed where their paths are absolute, or set in the same script.",
                    "Accounts of network directories, of PAM modules and of single programs (htpasswd, smbpasswd,"
                            + " chap-secrets) are not read."));

    /// An inspector of accounts; it keeps nothing.
    public AccountInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        AccountFiles files = AccountFiles.of(root, EnumSet.of(Kind.PASSWD, Kind.SHADOW), facts);
        KnownPasswords passwords = new KnownPasswords();
        Map<Long, Set<String>> users = new HashMap<>();
        for (AccountFile passwd : files.of(Kind.PASSWD)) {
            Optional<AccountFile> shadow = files.shadowOf(passwd);
            Map<String, Line> secrets = shadow.map(AccountInspector::byName).orElse(Map.of());
            Set<String> names = shadow.map(
                            file -> users.computeIfAbsent(file.artifact().id(), _ -> new HashSet<>()))
                    .orElseGet(HashSet::new);
            for (Line line : passwd.lines()) {
                names.add(line.field(0));
                facts.add(
                        login(root, passwd, line, shadow, Optional.ofNullable(secrets.get(line.field(0))), passwords));
            }
        }
        for (AccountFile shadow : files.of(Kind.SHADOW)) {
            Set<String> names = users.getOrDefault(shadow.artifact().id(), Set.of());
            for (Line line : shadow.lines()) {
                if (!names.contains(line.field(0))) {
                    facts.add(alone(
                            root,
                            shadow,
                            line,
                            users.containsKey(shadow.artifact().id()),
                            files.missingPasswd(),
                            passwords));
                }
            }
        }
        if (passwords.skipped() > 0) {
            Problem limit = new Problem.LimitReached(
                    "password guesses",
                    KnownPasswords.MAXIMUM_HASHES,
                    KnownPasswords.MAXIMUM_HASHES + (long) passwords.skipped());
            facts.add(ProblemFact.of(root.root().id(), CARD.name(), limit));
        }
    }

    /// The lines of a shadow file by login; of two for the same the first counts, as in getspnam(3).
    private static Map<String, Line> byName(AccountFile shadow) {
        Map<String, Line> lines = new HashMap<>();
        shadow.lines().forEach(line -> lines.putIfAbsent(line.field(0), line));
        return lines;
    }

    private static Account login(
            RootFs root,
            AccountFile passwd,
            Line line,
            Optional<AccountFile> shadow,
            Optional<Line> secret,
            KnownPasswords passwords) {
        String own = line.field(1);
        // A star is looked up as x is: BusyBox does so.
        boolean elsewhere = (own.equals("x") || own.equals("*")) && secret.isPresent();
        PasswordField field = PasswordField.of(elsewhere ? secret.get().field(1) : own);
        String reason = passwd.reason();
        if (elsewhere) {
            reason += "; password from " + shadow.get().path() + ":"
                    + secret.get().number();
        }
        if (AccountFile.isNis(line.fields())) {
            return account(
                    root,
                    passwd,
                    line,
                    PasswordField.of("x"),
                    Password.UNKNOWN,
                    "",
                    passwd.state(),
                    reason + "; a line that takes in or leaves out accounts of a network directory");
        }
        String known = passwords.of(line.field(0), field).orElse("");
        boolean matched = passwords.of(line.field(0), field).isPresent();
        Password password = password(field, matched, elsewhere);
        return account(root, passwd, line, field, password, known, passwd.state(), reason);
    }

    private static Password password(PasswordField field, boolean known, boolean fromShadow) {
        return switch (field.kind()) {
            case EMPTY -> Password.EMPTY;
            case LOCKED -> Password.LOCKED;
            // In shadow an x is no reference but a hash that nothing gives.
            case ELSEWHERE -> fromShadow ? Password.LOCKED : Password.UNKNOWN;
            case HASH -> known ? Password.KNOWN : Password.SET;
            case UNREADABLE -> Password.UNKNOWN;
        };
    }

    private static Account account(
            RootFs root,
            AccountFile file,
            Line line,
            PasswordField field,
            Password password,
            String known,
            State state,
            String reason) {
        boolean passwd = file.kind() == Kind.PASSWD;
        return new Account(
                root.root().id(),
                file.artifact().id(),
                line.number(),
                Display.text(line.raw(0)),
                passwd ? AccountFile.number(line.field(2)) : -1,
                passwd ? AccountFile.number(line.field(3)) : -1,
                passwd ? Display.text(line.raw(5)) : "",
                passwd ? Display.text(line.raw(6)) : "",
                field.scheme(),
                Display.text(bytes(field.text())),
                Display.text(bytes(field.salt())),
                password,
                known,
                state,
                reason,
                line.location());
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Account shadowLine(
            RootFs root, AccountFile shadow, Line line, State state, String reason, KnownPasswords passwords) {
        PasswordField field = PasswordField.of(line.field(1));
        Optional<String> known = passwords.of(line.field(0), field);
        return account(
                root, shadow, line, field, password(field, known.isPresent(), true), known.orElse(""), state, reason);
    }

    /// A line of a shadow file for a login that no passwd file beside it has.
    private static Account alone(
            RootFs root,
            AccountFile shadow,
            Line line,
            boolean paired,
            Optional<String> missing,
            KnownPasswords passwords) {
        boolean active = shadow.state() == State.ACTIVE;
        if (active && missing.isPresent()) {
            String place = missing.get();
            String where =
                    place.equals(Kind.PASSWD.path()) ? place : Kind.PASSWD.path() + " leads to " + place + ", which";
            String reason = shadow.reason() + "; " + where + " is not in the image";
            return shadowLine(root, shadow, line, State.UNKNOWN, reason, passwords);
        }
        State state = active ? State.INACTIVE : shadow.state();
        String reason = shadow.reason() + (active || paired ? "; no such login in the passwd beside it" : "");
        return shadowLine(root, shadow, line, state, reason, passwords);
    }
}
