package org.vitrine.inspect.component;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A product that is recognised without a package.
///
/// @param name the usual name, lower case
/// @param catalogued `vendor:product` of its CPE name; empty where none is known
record Product(String name, String catalogued) {
    /// Patch levels and early releases, which a CPE name keeps apart from the version: `8.0p1`, `2.84rc2`.
    private static final Pattern UPDATE = Pattern.compile("([0-9.]*[0-9])[-.]?((?:p|rc|beta|alpha)[0-9]*)");

    /// The package URL of a version; of the product alone when it is empty.
    String purl(String version) {
        return PackageUrl.of("generic", "", name, version, "", "");
    }

    /// The CPE 2.3 name of a version, of all versions when it is empty; empty where the product has none.
    String cpe(String version) {
        if (catalogued.isEmpty()) {
            return "";
        }
        Matcher update = UPDATE.matcher(version);
        boolean parted = update.matches();
        String number = parted ? update.group(1) : version;
        String part = name.equals("linux") ? "o" : "a";
        return "cpe:2.3:" + part + ":" + catalogued + ":" + (number.isEmpty() ? "*" : quoted(number)) + ":"
                + (parted ? quoted(update.group(2)) : "*") + ":*:*:*:*:*:*";
    }

    /// All but letters, digits and `-._` stands behind a backslash (NISTIR 7695, 6.2).
    private static String quoted(String value) {
        return value.toLowerCase(java.util.Locale.ROOT).replaceAll("[^-._a-z0-9]", "\\\\$0");
    }
}
