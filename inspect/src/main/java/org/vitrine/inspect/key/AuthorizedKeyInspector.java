package org.vitrine.inspect.key;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.account.Login;
import org.vitrine.inspect.shell.ShellUnpacking;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Reads the authorized_keys files of a root file system, wherever they lie, archives in it included, and
/// says whose
/// login each key opens.
public final class AuthorizedKeyInspector implements TreeInspector {
    private static final int MAXIMUM_SIZE = 4 << 20;
    private static final int MAXIMUM_LINE = 64 << 10;
    private static final String DROPBEAR_PLACE = "etc/dropbear/authorized_keys";

    private static final Card CARD = new Card(
            "authorized_key",
            "Keys that open logins over SSH",
            List.of("sshd(8), AUTHORIZED_KEYS FILE FORMAT", "RFC 4253 section 6.6", "RFC 5656", "RFC 8709"),
            List.of(
                    "Of a file in an archive it is told whose login it opens where a script unpacks it with tar to a"
                            + " folder that the line names.",
                    "AuthorizedKeysFile and AuthorizedKeysCommand of sshd_config are not followed.",
                    "Keys of SSH version 1 are not read; of certificates (cert-v01) only the type is given.",
                    "Whether the server that is in the image is started is a question for the table service."));

    /// An inspector of authorized keys; it keeps nothing.
    public AuthorizedKeyInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        List<Artifact> files =
                root.all().stream().filter(AuthorizedKeyInspector::holdsKeys).toList();
        List<ArchivedFile> archived = ArchivedFile.of(root, AuthorizedKeyInspector::holdsKeys);
        if (files.isEmpty() && archived.isEmpty()) {
            return;
        }
        List<Login> logins = Login.of(root);
        Optional<String> server = SshServer.find(root);
        for (Artifact file : files) {
            look(root, file, opens(root, root.pathOf(file), logins, server), facts);
        }
        for (ArchivedFile file : archived) {
            look(root, file.file(), opens(root, file, logins, server), facts);
        }
    }

    private static boolean holdsKeys(Artifact file) {
        return RootFs.isFile(file) && file.size() > 0 && file.name().toString().contains("authorized_keys");
    }

    private static void look(RootFs root, Artifact file, Opening opening, Facts facts) {
        if (file.size() > MAXIMUM_SIZE) {
            Problem limit = new Problem.LimitReached("bytes of an authorized_keys file", MAXIMUM_SIZE, file.size());
            facts.add(ProblemFact.of(file.id(), CARD.name(), limit));
        } else {
            read(root, file, opening, facts);
        }
    }

    /// Whose login a file opens, and whether it does.
    private record Opening(String account, State state, String reason) {}

    /// Until a script unpacks the archive it opens nothing.
    private static Opening opens(RootFs root, ArchivedFile file, List<Login> logins, Optional<String> server) {
        Optional<ShellUnpacking> line = file.unpacking(root);
        if (line.isEmpty()) {
            return new Opening("", State.UNKNOWN, "in the archive " + file.archive());
        }
        String target = line.get().target();
        String folder = target.isEmpty() ? "" : root.resolve(target);
        String place = folder.isEmpty() ? file.inner() : folder + "/" + file.inner();
        Opening opening = opens(root, place, logins, server);
        State state = opening.state == State.ACTIVE ? State.COPY : opening.state;
        String by = root.pathOf(line.get().script()) + ":" + line.get().line();
        return new Opening(
                opening.account,
                state,
                "unpacked from " + file.archive() + " to " + place + " by " + by + "; " + opening.reason);
    }

    private static Opening opens(RootFs root, String path, List<Login> logins, Optional<String> server) {
        Login login = null;
        for (Login candidate : logins) {
            boolean own = isIn(path, candidate.home())
                    || isIn(path, root.resolve(text(candidate.home())))
                    || path.equals(DROPBEAR_PLACE) && candidate.uid() == 0;
            // Of several with the same home, the first that can log in.
            if (own && (login == null || !login.hasShell() && candidate.hasShell())) {
                login = candidate;
            }
        }
        if (login == null) {
            boolean template = path.startsWith("usr/share/") || path.contains("skel/") || path.startsWith("rom/");
            return template
                    ? new Opening("", State.TEMPLATE, "a sample or skeleton by its place")
                    : new Opening("", State.UNKNOWN, "in no login's home");
        }
        String reason = "opens the login of " + Display.text(login.place());
        if (!login.hasShell()) {
            return new Opening(login.name(), State.INACTIVE, reason + ", whose shell lets nobody in");
        }
        if (login.state() != State.ACTIVE) {
            return new Opening(login.name(), State.UNKNOWN, reason + ", a copy that a script brings into force");
        }
        return server.isPresent()
                ? new Opening(login.name(), State.ACTIVE, reason + "; " + server.get() + " is in the image")
                : new Opening(login.name(), State.UNKNOWN, reason + "; no SSH server seen in the image");
    }

    private static boolean isIn(String path, String home) {
        String folder = home.isEmpty() ? "" : home + "/";
        return path.equals(folder + ".ssh/authorized_keys") || path.equals(folder + ".ssh/authorized_keys2");
    }

    private static void read(RootFs root, Artifact file, Opening opening, Facts facts) {
        Bytes content = root.content(file);
        byte[] bytes = new byte[(int) Math.min(MAXIMUM_SIZE, content.size())];
        int length = content.copyAvailable(0, bytes, 0, bytes.length);
        int bad = 0;
        long firstBad = -1;
        String why = "";
        int number = 0;
        for (int start = 0; start < length; ) {
            int end = start;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            number++;
            String line = end - start > MAXIMUM_LINE
                    ? "too long"
                    : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1).strip();
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != 0) {
                try {
                    facts.add(fact(root, file, number, AuthorizedLine.of(line), opening, start, end));
                } catch (Malformed e) {
                    if (bad++ == 0) {
                        firstBad = start;
                        why = e.problem().reason();
                    }
                }
            }
            start = end + 1;
        }
        if (bad > 0) {
            Problem problem = new Problem.Malformed(firstBad, "key", bad + " lines hold no key; the first: " + why);
            facts.add(ProblemFact.of(file.id(), CARD.name(), problem));
        }
    }

    private static AuthorizedKey fact(
            RootFs root, Artifact file, int number, AuthorizedLine line, Opening opening, int start, int end) {
        return new AuthorizedKey(
                root.root().id(),
                file.id(),
                number,
                text(opening.account),
                text(line.type()),
                line.key().bits(),
                SshPublicKey.fingerprint(line.blob()),
                text(line.options()),
                text(line.comment()),
                opening.state,
                opening.reason,
                new Location(file.sha256(), start, end - start));
    }

    private static String text(String latin) {
        return Display.text(latin.getBytes(StandardCharsets.ISO_8859_1));
    }
}
