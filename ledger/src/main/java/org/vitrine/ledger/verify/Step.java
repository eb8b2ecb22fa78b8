package org.vitrine.ledger.verify;

/// One step of verifying: its name, how it came out, and why.
///
/// @param name a word of `docs/reference/receipt.md`, such as `inclusion`
/// @param outcome how it came out
/// @param reason one line in printable ASCII
public record Step(String name, Outcome outcome, String reason) {
    /// Makes the reason fit for a line: texts of receipts may hold anything.
    public Step {
        reason = Listing.plain(reason.replaceAll("\\s+", " "));
        if (reason.length() > 400) {
            reason = reason.substring(0, 400) + " [...]";
        }
    }

    /// How a step can come out.
    public enum Outcome {
        /// It holds.
        PASSED,
        /// It doesn't.
        FAILED,
        /// It was not looked at, and the reason says why.
        SKIPPED
    }

    /// The step as a line.
    public String line() {
        return "%-7s  %-18s %s".formatted(outcome.name().toLowerCase(java.util.Locale.ROOT), name, reason);
    }
}
