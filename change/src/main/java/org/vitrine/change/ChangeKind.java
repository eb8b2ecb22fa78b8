package org.vitrine.change;

/// What became of a path from one release to the next. Every path of both is of exactly one kind.
public enum ChangeKind {
    /// Content and everything that is recorded about it are the same.
    IDENTICAL,
    /// The content is the same; mode, owner, time or an attribute isn't.
    METADATA,
    /// It has another name or place; its content may differ, too.
    MOVED,
    /// The content differs: the bytes, a link's target, a device's number, or the type.
    CHANGED,
    /// Only the newer release has it.
    ADDED,
    /// Only the older release has it.
    REMOVED,
    /// The bytes differ, and in one of the releases they could not be read to their end.
    UNREADABLE
}
