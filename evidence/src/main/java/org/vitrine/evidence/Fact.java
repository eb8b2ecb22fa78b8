package org.vitrine.evidence;

/// One row of one table. A kind of fact is a record with a [Table] annotation; its components are the columns,
/// each with a [Column]. Open on purpose: whoever looks for something new adds a record.
///
/// Component types are `long`, `int`, `String`, `byte[]`, an enum, [Digest], [Name], and [Location] (which
/// becomes the columns `content`, `offset` and `length`). There is no null: what is not known is an enum's
/// constant or an absent row.
public interface Fact {}
