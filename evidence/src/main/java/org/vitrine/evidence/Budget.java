package org.vitrine.evidence;

/// How much work one examination may take. Counted in work, never in time, and charged in the canonical order of the
/// tree, so that the same limit bites at the same place on any machine with any number of threads.
///
/// @param bytes unpacked bytes in all
/// @param entries artifacts in all
/// @param depth containers within containers
/// @param ratio unpacked bytes for each byte of a container, once it gave more than [#RATIO_FLOOR]
/// @param name bytes of one name, and of one link target
/// @param paths characters of all paths together, which nested folders can multiply
public record Budget(long bytes, long entries, int depth, int ratio, int name, long paths) {
    /// Below so many unpacked bytes no ratio is asked for.
    public static final long RATIO_FLOOR = 64L << 20;

    /// For releases of network products: 64 GiB, half a million entries, sixteen levels, a thousand to one.
    public static Budget standard() {
        return new Budget(64L << 30, 500_000, 16, 1_000, 65_536, 64L << 20);
    }
}
