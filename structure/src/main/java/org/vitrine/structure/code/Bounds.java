package org.vitrine.structure.code;

/// What a function's start and length were taken from, the most trusted first.
public enum Bounds {
    /// A symbol of type STT_FUNC, of the full or of the dynamic symbol table.
    SYMBOL,
    /// A frame description of `.eh_frame`.
    EH_FRAME,
    /// An entry of ARM's table of exception indices, which names starts only; it ends where the next one
    /// starts.
    EXIDX,
    /// The target of a call, or a prologue behind an end; it ends where the next one starts. Functions
    /// that are reached through pointers only may hang on the one before.
    CALL,
    /// Code between functions that nothing names.
    GAP
}
