package org.vitrine.inspect.kernel;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// A Linux kernel, in its own words.
@Table(name = "kernel", version = 1, about = "A Linux kernel, by the string in which it names itself.")
public record Kernel(
        @Column("What `uname -r` says.") String release,

        @Column("The machine it is built for; UNKNOWN where neither header nor strings say.")
        Architecture architecture,

        @Column("User and host that built it, as the string says.")
        String builder,

        @Column("Compiler, and in later kernels linker, as the string says; empty where it doesn't.")
        String compiler,

        @Column("Number, flags and time of the build, as the string says: `#1 SMP Thu Jan 1 …`.")
        String build,

        @Column("What its modules must have been built for; empty where it says nothing of modules.")
        String vermagic,

        @Column("BANNER: the line it prints first. BOOT_HEADER: the text for boot loaders in an x86 image.")
        Source source,

        @Column("The exact string, printable.") String banner,
        @Column("The string's bytes.") Location location)
        implements Fact {

    /// Where the string stands.
    public enum Source {
        /// `linux_banner`, in the decompressed kernel.
        BANNER,
        /// `kernel_version` of the x86 boot protocol, before the compressed kernel.
        BOOT_HEADER
    }

    /// Families of machines.
    public enum Architecture {
        /// 32-bit ARM.
        ARM,
        /// AArch64.
        ARM64,
        /// MIPS, 32 and 64 bit.
        MIPS,
        /// PowerPC, 32 and 64 bit.
        POWERPC,
        /// RISC-V.
        RISCV,
        /// 32-bit x86.
        X86,
        /// 64-bit x86.
        X86_64,
        /// Another one, or not said.
        UNKNOWN
    }
}
