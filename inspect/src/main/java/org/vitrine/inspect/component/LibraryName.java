package org.vitrine.inspect.component;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Libraries whose version stands in their file's name only: uClibc, `libuClibc-0.9.33.2.so`.
public final class LibraryName implements TreeInspector {
    private static final Card CARD = new Card(
            "component-name",
            "Libraries by the version in their file's name",
            List.of("uClibc, Rules.mak: VERSION"),
            List.of("Only uClibc and uClibc-ng."));

    private static final Pattern UCLIBC = Pattern.compile("libuClibc-(\\d+\\.\\d+(?:\\.\\d+)*+)\\.so");

    /// The inspector; it keeps nothing.
    public LibraryName() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Set<List<Object>> told = new HashSet<>();
        for (Artifact file : root.all()) {
            Matcher matcher = UCLIBC.matcher(file.name().toString());
            if (RootFs.isFile(file) && matcher.matches()) {
                String version = matcher.group(1);
                // The continuation of uClibc counts from 1.0.
                String product = version.startsWith("0.") ? "uclibc" : "uclibc-ng";
                if (told.add(List.of(version, file.sha256()))) {
                    facts.add(Component.seen(
                            new Product(product, product.equals("uclibc") ? "uclibc:uclibc" : "uclibc-ng:uclibc-ng"),
                            version,
                            Component.Method.FILE_NAME,
                            file.name().toString(),
                            Location.whole(file.sha256(), root.content(file))));
                }
            }
        }
    }
}
