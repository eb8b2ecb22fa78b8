package org.vitrine.change;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The natural order of version numbers: runs of digits count as numbers, what announces a release (`rc`, `beta`, a
/// tilde) comes before it, and what follows one (`p1`, a letter, a further number) after it.
///
/// It is the order of Debian's policy (section 5.6.12), with the words for what announces a release added. Versions
/// that are marks of a source tree, such as a commit's digits, have none.
final class VersionOrder {
    private static final Pattern EPOCH = Pattern.compile("([0-9]{1,9}):(.*)");
    private static final Pattern PARTS = Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");
    private static final Pattern COMMIT =
            Pattern.compile("(?<![0-9a-z])g?(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,40}(?![0-9a-z])");
    private static final List<String> BEFORE = List.of("~", "dev", "alpha", "beta", "pre", "rc");
    private static final int MAXIMUM = 200;

    private VersionOrder() {}

    /// Below 0 where the left one is older, above where it is newer; empty where nobody can tell.
    static OptionalInt compare(String left, String right) {
        if (left.equals(right)) {
            return OptionalInt.of(0);
        }
        if (!isOrdered(left) || !isOrdered(right)) {
            return OptionalInt.empty();
        }
        int order = order(left, right);
        return order == 0 ? OptionalInt.empty() : OptionalInt.of(order);
    }

    /// Every version in one order: those that have none behind the others, equal ones by their text.
    static int total(String left, String right) {
        boolean mine = isOrdered(left);
        if (mine != isOrdered(right)) {
            return mine ? 1 : -1;
        }
        int order = mine ? order(left, right) : 0;
        return order != 0 ? order : left.compareTo(right);
    }

    private static boolean isOrdered(String version) {
        return version.length() <= MAXIMUM && without(version).chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /// A version without the mark of the commit it was made of, which says nothing of which is newer.
    private static String without(String version) {
        return COMMIT.matcher(version.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static int order(String left, String right) {
        Matcher mine = EPOCH.matcher(without(left));
        Matcher theirs = EPOCH.matcher(without(right));
        boolean epoch = mine.matches();
        boolean other = theirs.matches();
        int order =
                Long.compare(epoch ? Long.parseLong(mine.group(1)) : 0, other ? Long.parseLong(theirs.group(1)) : 0);
        return order != 0
                ? order
                : parts(epoch ? mine.group(2) : without(left), other ? theirs.group(2) : without(right));
    }

    private static int parts(String left, String right) {
        String[] lefts = PARTS.split(left, -1);
        String[] rights = PARTS.split(right, -1);
        for (int i = 0; i < Math.max(lefts.length, rights.length); i++) {
            int order = part(i < lefts.length ? lefts[i] : "", i < rights.length ? rights[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int part(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        int order = Integer.compare(rank(left), rank(right));
        return order != 0 || isNumber(left) ? order : left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }

    /// What announces a release, its end, what goes on after it.
    private static int rank(String part) {
        if (part.isEmpty()) {
            return BEFORE.size();
        }
        String letters = part.startsWith("~") ? "~" : part.replaceFirst("^[^a-z]+", "");
        for (int i = 0; i < BEFORE.size(); i++) {
            if (letters.startsWith(BEFORE.get(i))) {
                return i;
            }
        }
        return isNumber(part) ? BEFORE.size() + 3 : part.matches("[^a-z]+") ? BEFORE.size() + 2 : BEFORE.size() + 1;
    }
}
