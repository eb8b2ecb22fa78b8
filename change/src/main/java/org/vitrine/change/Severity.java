package org.vitrine.change;

/// How much a change asks for somebody's attention. It sorts a work list; it is no verdict on the change.
public enum Severity {
    /// Who may log in or replace the software changed.
    CRITICAL,
    /// What runs, listens or runs with more rights changed.
    HIGH,
    /// What protects, or what is talked to, changed.
    MEDIUM,
    /// It should be known.
    LOW,
    /// It is a change for the better, or of no consequence for security by itself.
    INFO
}
