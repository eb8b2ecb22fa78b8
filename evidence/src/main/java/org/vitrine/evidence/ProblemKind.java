package org.vitrine.evidence;

/// The kinds of [Problem], as the table `problem` names them.
public enum ProblemKind {
    MALFORMED,
    UNSUPPORTED,
    LIMIT_REACHED,
    UNSAFE,
    UNAVAILABLE
}
