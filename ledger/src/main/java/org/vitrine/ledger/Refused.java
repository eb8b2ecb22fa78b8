package org.vitrine.ledger;

import java.io.Serial;

/// Bytes that are not what they claim to be: malformed, too large, or signed by nobody who is trusted. The
/// message is one line for a person, and says which step refused them and why.
public final class Refused extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /// A refusal.
    ///
    /// @param reason one line, without the bytes themselves
    public Refused(String reason) {
        super(reason);
    }

    /// A refusal that another one caused.
    public Refused(String reason, Throwable cause) {
        super(reason, cause);
    }
}
