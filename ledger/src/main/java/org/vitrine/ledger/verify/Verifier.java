package org.vitrine.ledger.verify;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tlog.Policy;
import org.vitrine.ledger.verify.Step.Outcome;
import org.vitrine.ledger.verify.Steps.Found;

/// Verifies a statement, its receipts, and what was sealed or published by it, offline: the steps of
/// `docs/reference/receipt.md`.
public final class Verifier {
    /// The steps from a statement to its log, in their order, without `policy`.
    static final List<String> RECEIPT =
            List.of("statement", "checkpoint", "witnesses", "inclusion", "anchors", "issuer", "receipt");

    private Verifier() {}

    /// Takes the steps.
    ///
    /// @param target a dossier's or an edition's folder, or a file of the receipts in one: then nothing
    ///     but the receipts is looked at
    /// @param policy whom the verifier trusts
    /// @return the steps in their order
    /// @throws NoSuchFileException when there is nothing of that name
    public static List<Step> verify(Path target, Path policy) throws IOException {
        if (!Files.exists(target)) {
            throw new NoSuchFileException(target.toString());
        }
        boolean isFolder = Files.isDirectory(target);
        Path parent = target.toAbsolutePath().getParent();
        Path folder = isFolder || parent == null ? target : parent;
        Steps steps = new Steps();
        Optional<Policy> trusted = steps.take("policy", List.of(), () -> {
            Path name = policy.getFileName();
            Path place = policy.toAbsolutePath().getParent();
            Policy read = Policy.parse(ReceiptFiles.read(
                    place == null ? Path.of("") : place, name == null ? "" : name.toString(), Policy.MOST_BYTES));
            String logs = String.join(
                    ", ", read.logs().stream().map(log -> log.key().name()).toList());
            if (logs.isEmpty()) {
                throw new Refused("the policy trusts no log");
            }
            return new Found<>(read, "trusts " + logs + "; quorum " + Policy.shown(read.quorum()));
        });
        Optional<ReceiptCheck.Verified> verified = new ReceiptCheck(steps, folder, "").take(trusted);
        if (isFolder && isFile(folder, EditionCheck.FILE)) {
            String prefix = EditionCheck.SEALED + " ";
            Optional<ReceiptCheck.Verified> seal =
                    new ReceiptCheck(steps, folder.resolve(EditionCheck.SEALED), prefix).take(trusted);
            List<String> needs = new ArrayList<>(RECEIPT);
            RECEIPT.forEach(step -> needs.add(prefix + step));
            new EditionCheck(steps, folder).take(needs, verified, seal);
        } else if (isFolder && holdsMore(folder)) {
            new DossierCheck(steps, folder).take(RECEIPT, verified);
        }
        return steps.taken();
    }

    /// Whether there is anything but receipts: whoever took the manifest out of a dossier would else
    /// have its receipts verified, and the rest believed.
    private static boolean holdsMore(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!ReceiptFiles.NAMES.contains(String.valueOf(entry.getFileName()))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isFile(Path folder, String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether all that was looked at holds.
    public static boolean isVerified(List<Step> steps) {
        return steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED)
                && steps.stream()
                        .filter(step -> step.outcome() == Outcome.PASSED)
                        .map(Step::name)
                        .toList()
                        .containsAll(RECEIPT);
    }

    /// The verdict in a line: what was verified, or which step failed first.
    public static String verdict(List<Step> steps) {
        Optional<Step> failed =
                steps.stream().filter(step -> step.outcome() == Outcome.FAILED).findFirst();
        if (failed.isPresent()) {
            return "NOT VERIFIED: step '" + failed.get().name() + "' failed";
        }
        List<String> names = steps.stream().map(Step::name).toList();
        if (names.contains("files")) {
            return "VERIFIED: the dossier, its statement and receipts";
        }
        return names.contains("opened")
                ? "VERIFIED: the edition, its statements and receipts"
                : "VERIFIED: the statement and its receipts, nothing else was looked at";
    }
}
