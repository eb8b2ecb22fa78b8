package org.vitrine.inspect.kernel;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// A loadable module of a Linux kernel, by what its `.modinfo` section says.
@Table(name = "kernel_module", version = 1, about = "A kernel module, in the words of its .modinfo section.")
public record KernelModule(
        @Column("Its own name; empty before Linux 4.13, which didn't write it.")
        String name,

        @Column("Its version, where its author gave it one.")
        String version,

        @Column("Kernel release and options it must be loaded into.")
        String vermagic,

        @Column("Its licence, as it says.") String license,
        @Column("Modules it needs, separated by commas.") String depends,

        @Column("YES: it was built with the kernel's own sources. UNKNOWN: it doesn't say.")
        Answer intree,

        @Column("YES: a signature is appended; whose it is and whether it is right, is not looked at.")
        Answer signature,

        @Column("The .modinfo section.") Location location)
        implements Fact {

    /// An answer that can be missing.
    public enum Answer {
        /// It is so.
        YES,
        /// It is not.
        NO,
        /// Nothing says.
        UNKNOWN
    }
}
