package org.vitrine.inspect.kernel;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// A choice that was made when a kernel was built.
@Table(name = "kernel_option", version = 1, about = "An option in a Linux kernel's build configuration.")
public record KernelOption(
        @Column("Its name in full: `CONFIG_STACKPROTECTOR`.")
        String option,

        @Column("`y`, `m`, `n` where it is not set, a number, or a text without its quotes.")
        String value,

        @Column("Version of the kernel as the configuration's heading says it; empty where it doesn't.")
        String kernel,

        @Column("The line's bytes.") Location location)
        implements Fact {}
