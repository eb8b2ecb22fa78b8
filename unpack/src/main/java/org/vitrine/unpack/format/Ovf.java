package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Sink;

/// A virtual appliance: whether the files that its manifest lists are there with the digests that it gives.
public final class Ovf implements Composition {
    private static final int LARGEST = 1 << 20;
    private static final int MOST_FILES = 10_000;
    private static final Pattern LINE =
            Pattern.compile("(SHA1|SHA256|SHA512) ?\\(([^)]{1,1024})\\) ?= ?([0-9a-fA-F]{40,128})");

    @Override
    public Card card() {
        return new Card(
                "ovf",
                "Open Virtualization Format package",
                List.of("DMTF DSP0243 2.1.1, Open Virtualization Format Specification, sections 5.1 and 6"),
                List.of("The descriptor's hardware is not read.", "A certificate is said to be there, not verified."));
    }

    @Override
    public boolean claim(Member folder) {
        return folder.members().stream().anyMatch(file -> ends(file, ".ovf"));
    }

    private static boolean ends(Member file, String ending) {
        return file.type() == ArtifactType.FILE
                && file.name().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        for (Member file : folder.members()) {
            if (ends(file, ".ovf")) {
                out.header("descriptor", file.name().toString(), -1, 0);
            } else if (ends(file, ".mf")) {
                manifest(folder, file, out);
            } else if (ends(file, ".cert")) {
                out.header("certificate", file.name() + ", not verified", -1, 0);
            }
        }
    }

    private static void manifest(Member folder, Member manifest, Sink out) throws Malformed {
        if (manifest.content().size() > LARGEST) {
            throw new Malformed(-1, "manifest", "longer than " + LARGEST + " bytes");
        }
        byte[] text = manifest.content().array(0, manifest.content().size(), "manifest");
        int files = 0;
        int right = 0;
        for (String line : new String(text, StandardCharsets.UTF_8)
                .lines()
                .limit(MOST_FILES)
                .toList()) {
            Matcher entry = LINE.matcher(line.strip());
            if (entry.matches()) {
                files++;
                right += compare(folder, entry, out) ? 1 : 0;
            } else if (!line.isBlank()) {
                out.problem(new Problem.Unsupported(-1, "manifest", "a line that gives no digest"));
            }
        }
        out.header("manifest digests", right + " of " + files + " right", -1, 0);
    }

    private static boolean compare(Member folder, Matcher entry, Sink out) throws Malformed {
        Optional<Member> file = folder.member(Name.of(entry.group(2)));
        if (file.isEmpty()) {
            out.problem(new Problem.Malformed(-1, "manifest", Name.of(entry.group(2)) + " isn't there"));
            return false;
        }
        String computed = switch (entry.group(1)) {
            case "SHA256" -> file.get().sha256().toString();
            case "SHA1" -> digest("SHA-1", file.get().content());
            default -> digest("SHA-512", file.get().content());
        };
        if (!computed.equals(entry.group(3).toLowerCase(Locale.ROOT))) {
            out.problem(new Problem.Malformed(
                    -1, "manifest", file.get().name() + ": " + entry.group(3) + " stored, " + computed + " computed"));
            return false;
        }
        return true;
    }

    private static String digest(String algorithm, Bytes content) {
        return HexFormat.of().formatHex(ContentHash.of(algorithm, content));
    }
}
