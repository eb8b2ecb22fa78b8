package org.vitrine.evidence;

/// Which of mode, owner and time the container itself recorded for an artifact. What it did not record stands as 0.
public enum Recorded {
    NOTHING,
    TIME,
    MODE,
    MODE_TIME,
    MODE_OWNER,
    MODE_OWNER_TIME
}
