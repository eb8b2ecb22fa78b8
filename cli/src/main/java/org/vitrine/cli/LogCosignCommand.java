package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrine.centre.Cosigning;
import org.vitrine.ledger.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `log cosign`: a witness's cosignature, attached.
@Command(
        name = "cosign",
        mixinStandardHelpOptions = true,
        description = "Attaches a witness's cosignature to the log's checkpoint, or to a receipt.",
        footer = {
            "",
            "The file holds signature lines, as a witness answers them (C2SP tlog-cosignature). Each must be of",
            "a witness of the policy and right for the checkpoint. Receipts made afterwards carry it, as long as",
            "the log has not grown.",
            "Exit codes: 0 attached; 2 wrong call; 3 unreadable, or not a cosignature of this checkpoint.",
            "",
            "Examples:",
            "  vitrine log cosign /srv/log cosignature.txt",
            "  vitrine log cosign fw.dossier/receipt.tlog-proof cosignature.txt --policy policy"
        })
final class LogCosignCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR|RECEIPT", description = "The log's folder, or a receipt.tlog-proof.")
    private Path target = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "The cosignature's lines.")
    private Path lines = Path.of("");

    @Option(names = "--policy", paramLabel = "FILE", description = "Names the witnesses; the log's own otherwise.")
    private Path policy = Path.of("");

    @Override
    public Integer call() throws IOException, Refused {
        boolean isLog = Files.isDirectory(target);
        if (policy.toString().isEmpty() && !isLog) {
            return Vitrine.complain(Vitrine.USAGE, "a receipt's witnesses are named by --policy");
        }
        Path trusted = policy.toString().isEmpty() ? target.resolve("policy") : policy;
        int attached = isLog ? Cosigning.checkpoint(target, lines, trusted) : Cosigning.receipt(target, lines, trusted);
        Terminal.OUT.println("attached    " + Amounts.of(attached, "cosignature", "cosignatures") + " to " + target);
        return Vitrine.OK;
    }
}
