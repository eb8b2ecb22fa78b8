package org.vitrine.ledger.log;

/// Sizes that tests make small.
///
/// @param segment how many bytes a segment of the journal takes before the next one is begun
/// @param table binary logarithm of the words of the index's first table
/// @param settle after how many entries tiles and index are made durable, which bounds what an opening
///     replays
record Settings(long segment, int table, long settle) {
    static final Settings STANDARD = new Settings(Journal.SEGMENT, Index.FIRST, 1 << 16);
}
