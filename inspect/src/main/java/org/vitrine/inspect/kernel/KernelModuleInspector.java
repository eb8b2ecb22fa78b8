package org.vitrine.inspect.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.SectionHeader;

/// Kernel modules by their `.modinfo` section, as `modinfo` reads it: rows of [KernelModule].
public final class KernelModuleInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "kernel-module",
            "Linux kernel modules",
            List.of(
                    "Linux, include/linux/module.h (MODULE_INFO)",
                    "Linux, Documentation/admin-guide/module-signing.rst"),
            List.of(
                    "A module that lost the names of its sections is not recognised.",
                    "Parameters, aliases and firmware names are left out.",
                    "That a signature is appended is told; it is not verified."));

    private static final long LARGEST = 1 << 20;
    private static final byte[] SIGNED = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ET_REL = 1;

    /// An inspector; it keeps nothing between contents.
    public KernelModuleInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        if (!ElfHeader.startsWithMagic(content)) {
            return;
        }
        Optional<SectionHeader> section = section(content);
        if (section.isEmpty()) {
            return;
        }
        long at = section.get().offset();
        long size = section.get().size();
        if (size > LARGEST || !content.holds(at, size)) {
            throw new Malformed(section.get().at(), ".modinfo", size + " bytes at " + at + " are not inside");
        }
        Map<String, String> fields = fields(content.array(at, size, ".modinfo"));
        if (!fields.containsKey("vermagic") && !fields.containsKey("license")) {
            return;
        }
        facts.add(new KernelModule(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("version", ""),
                fields.getOrDefault("vermagic", ""),
                fields.getOrDefault("license", ""),
                fields.getOrDefault("depends", ""),
                switch (fields.getOrDefault("intree", "")) {
                    case "Y" -> KernelModule.Answer.YES;
                    case "N" -> KernelModule.Answer.NO;
                    default -> KernelModule.Answer.UNKNOWN;
                },
                content.matches(content.size() - SIGNED.length, SIGNED)
                        ? KernelModule.Answer.YES
                        : KernelModule.Answer.NO,
                new Location(sha256, at, size)));
    }

    /// A relocatable file with sections that can be read; what can't be is told by the inspector of ELF files.
    private static Optional<SectionHeader> section(Bytes content) {
        try {
            Elf elf = Elf.open(content);
            if (elf.header().type() == ET_REL) {
                for (SectionHeader section : elf.sections()) {
                    if (elf.name(section).is(".modinfo")) {
                        return Optional.of(section);
                    }
                }
            }
            return Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    /// `name=value`, each ended by a zero; of a name that comes twice the first one.
    private static Map<String, String> fields(byte[] section) {
        Map<String, String> fields = new LinkedHashMap<>();
        int start = 0;
        for (int i = 0; i <= section.length; i++) {
            if (i == section.length || section[i] == 0) {
                String field = new String(Arrays.copyOfRange(section, start, i), StandardCharsets.ISO_8859_1);
                int equals = field.indexOf('=');
                if (equals > 0) {
                    byte[] value = Arrays.copyOfRange(section, start + equals + 1, i);
                    fields.putIfAbsent(
                            field.substring(0, equals), Display.text(value).strip());
                }
                start = i + 1;
            }
        }
        return fields;
    }
}
