package org.vitrine.ledger.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.SealSecret.Use;
import org.vitrine.ledger.verify.Steps.Found;

/// The steps from a verified statement to the dossier whose folder it lies in.
final class DossierCheck {
    /// The member of `dossier.json` that says the dossier's identity: the first, since they are sorted.
    private static final Pattern IDENTITY = Pattern.compile("\\A\\{\n  \"digest\": \"([0-9a-f]{64})\"");

    private static final int MOST_SECRET = 128;
    private static final int MOST_MANIFEST = 1 << 20;

    private final Steps steps;
    private final Path folder;

    DossierCheck(Steps steps, Path folder) {
        this.steps = steps;
        this.folder = folder;
    }

    /// Takes the steps `listing`, `files` and `dossier`.
    ///
    /// @param needs the steps of the receipt
    /// @param verified what was said, when they passed
    void take(List<String> needs, Optional<ReceiptCheck.Verified> verified) {
        Optional<Listing> listing = steps.take(
                "listing", needs, () -> listing(verified.orElseThrow().said()));
        steps.take("files", List.of("listing"), () -> files(listing.orElseThrow()));
        steps.take(
                "dossier",
                List.of("listing"),
                () -> dossier(verified.orElseThrow().said()));
        steps.skip("rows", "salted roots need a reader of Parquet: 'vitrine verify' computes them");
    }

    /// What a statement says a commitment is.
    static Hash stated(Statement said, String name) throws Refused {
        String text = said.predicate().require(name, "statement").text("statement: " + name);
        if (!text.matches("[0-9a-f]{64}")) {
            throw new Refused("statement: " + name + " is no SHA-256");
        }
        return Hash.of(HexFormat.of().parseHex(text));
    }

    /// The secret that lies in a sealed folder.
    static SealSecret secret(Path folder) throws Refused, IOException {
        return SealSecret.parse(
                new String(ReceiptFiles.read(folder, SealSecret.FILE, MOST_SECRET), StandardCharsets.ISO_8859_1));
    }

    private Found<Listing> listing(Statement said) throws Refused, IOException {
        byte[] text = ReceiptFiles.read(folder, Listing.FILE, Listing.MAX_SIZE);
        Listing listing = Listing.parse(text);
        if (!secret(folder).hide(Use.LISTING, text).equals(stated(said, "listing"))) {
            throw new Refused(Listing.FILE + " and " + SealSecret.FILE + " are not those that were sealed");
        }
        return new Found<>(
                listing,
                Listing.FILE + " is what was sealed: " + listing.files().size() + " files");
    }

    private Found<Listing> files(Listing sealed) throws Refused, IOException {
        Listing now = Listing.of(folder);
        List<String> differences = sealed.differences(now);
        if (!differences.isEmpty()) {
            String more = differences.size() > 1 ? " (and " + (differences.size() - 1) + " more)" : "";
            throw new Refused(differences.getFirst() + more);
        }
        return new Found<>(now, "all " + now.files().size() + " have their SHA-256, and there is no other");
    }

    private Found<Hash> dossier(Statement said) throws Refused, IOException {
        byte[] bytes = ReceiptFiles.read(folder, "dossier.json", MOST_MANIFEST);
        Matcher identity = IDENTITY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!identity.find()) {
            throw new Refused("dossier.json does not begin with its digest");
        }
        Hash digest = Hash.of(HexFormat.of().parseHex(identity.group(1)));
        if (!secret(folder).hide(Use.DOSSIER, digest.bytes()).equals(stated(said, "dossier"))) {
            throw new Refused("dossier.json names another dossier than was sealed");
        }
        return new Found<>(digest, "its identity is " + digest);
    }
}
