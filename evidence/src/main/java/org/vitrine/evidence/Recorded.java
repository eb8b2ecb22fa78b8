package org.vitrine.evidence;

/// Which of mode, owner and time the container itself recorded for an artifact. What it did not record stands as 0.
public enum Recorded {
    NOTHING,
    TIME,
    MODE,
    MODE_TIME,
    MODE_OWNER,
    MODE_OWNER_TIME;

    /// Whether a mode was recorded.
    public boolean hasMode() {
        return switch (this) {
            case MODE, MODE_TIME, MODE_OWNER, MODE_OWNER_TIME -> true;
            case NOTHING, TIME -> false;
        };
    }

    /// Whether an owner was recorded.
    public boolean hasOwner() {
        return this == MODE_OWNER || this == MODE_OWNER_TIME;
    }

    /// Whether a time was recorded.
    public boolean hasTime() {
        return switch (this) {
            case TIME, MODE_TIME, MODE_OWNER_TIME -> true;
            case NOTHING, MODE, MODE_OWNER -> false;
        };
    }
}
