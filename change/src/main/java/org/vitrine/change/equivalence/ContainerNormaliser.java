package org.vitrine.change.equivalence;

/// What may differ in a container of which both sides were opened, and of which every entry is held against its
/// counterpart by itself. Where it stands in a format is said by its [PackingRule] and its records.
enum ContainerNormaliser implements Normaliser {
    /// Encoded data and tables that are made anew with each packing.
    PACKING(
            "container-packing",
            Risk.N0,
            "Another compressor, another block size or another order gives other bytes for the same entries."),
    /// The order of an archive's entries.
    ENTRY_ORDER("entry-order", Risk.N0, "Archives keep the order in which a folder was read."),
    /// Fields that follow from how the container was packed.
    HEADER_SUMS(
            "container-sums",
            Risk.N0,
            "Sizes, offsets, checksums and parameters of compression in a header follow from the packing."),
    /// Runs of zeros or of erased flash.
    PADDING("padding", Risk.N0, "What is filled up to a block's end follows from the sizes before it."),
    /// When a container was made.
    HEADER_TIMES("container-time", Risk.N1, "The header records when the container was made."),
    /// When an entry was last changed.
    ENTRY_TIMES("entry-time", Risk.N1, "An entry records when its file was written."),
    /// A number by which containers are told apart.
    IDENTITY(
            "container-identity",
            Risk.N2,
            "Who packs draws a number by chance or from the clock, or writes down on which machine it was done.");

    private final NormaliserCard card;

    ContainerNormaliser(String name, Risk risk, String reason) {
        this.card = new NormaliserCard(name, 1, risk, reason, "The specification of the container's format");
    }

    @Override
    public NormaliserCard card() {
        return card;
    }
}
