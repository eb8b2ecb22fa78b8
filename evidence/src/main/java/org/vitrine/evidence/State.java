package org.vitrine.evidence;

/// Whether something seen in an image is in force on the running element. Each fact that carries a state carries the
/// reason beside it.
public enum State {
    /// The system uses it as it stands.
    ACTIVE,
    /// The image itself says it is off: commented out, disabled, linked from nowhere.
    INACTIVE,
    /// A copy under another name, which something may bring into force.
    COPY,
    /// A sample or a skeleton.
    TEMPLATE,
    /// It could not be told.
    UNKNOWN
}
