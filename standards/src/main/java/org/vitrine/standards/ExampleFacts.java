package org.vitrine.standards;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Table;

/// Facts made of an example's rows. An example may come from anybody: what no fact can be made of is
/// refused with an [IllegalArgumentException] whose message is one line.
///
/// @param kinds the kinds of fact there are, each a table
record ExampleFacts(List<Class<? extends Fact>> kinds) {
    Class<? extends Fact> kind(String table) {
        return kinds.stream()
                .filter(kind -> name(kind).equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + Display.line(table)));
    }

    static String name(Class<? extends Fact> kind) {
        Table table = kind.getAnnotation(Table.class);
        if (table == null) {
            throw new IllegalArgumentException(kind + " is no table");
        }
        return table.name();
    }

    List<Fact> of(Example example) {
        List<Fact> facts = new ArrayList<>();
        example.tables().forEach((table, rows) -> rows.forEach(row -> facts.add(of(kind(table), row))));
        return facts;
    }

    /// A fact of these values; what is not among them is 0, empty, UNKNOWN or an enum's first constant.
    static Fact of(Class<? extends Fact> kind, Map<String, String> row) {
        Map<String, String> left = new LinkedHashMap<>(row);
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            if (types[i] == Location.class) {
                values[i] = new Location(
                        digest(take(left, "content")), number(take(left, "offset")), number(take(left, "length")));
            } else {
                values[i] = value(types[i], take(left, column(components[i].getName())));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(name(kind) + " has no column "
                    + Display.line(left.keySet().iterator().next()));
        }
        try {
            return kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "no row of " + name(kind) + ": " + Display.line(String.valueOf(e.getCause())));
        }
    }

    static String column(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String take(Map<String, String> row, String column) {
        String value = row.remove(column);
        return value == null ? "" : value;
    }

    private static long number(String text) {
        if (!text.matches("|-?[0-9]{1,18}")) {
            throw new IllegalArgumentException("no number: " + Display.line(text));
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static int integer(String text) {
        long number = number(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("no number of 32 bits: " + text);
        }
        return (int) number;
    }

    /// A digest by its first hex digits; zeros follow.
    private static Digest digest(String text) {
        if (!text.matches("[0-9a-f]{0,64}")) {
            throw new IllegalArgumentException("no digest: " + Display.line(text));
        }
        return text.isEmpty() ? Digest.NONE : Digest.parse(text + "0".repeat(64 - text.length()));
    }

    private static Object value(Class<?> type, String text) {
        if (type == long.class) {
            return number(text);
        } else if (type == int.class) {
            return integer(text);
        } else if (type == String.class) {
            return text;
        } else if (type == Digest.class) {
            return digest(text);
        } else if (type == Name.class) {
            return Name.of(text);
        }
        Object[] constants = type.getEnumConstants();
        if (constants == null) {
            throw new IllegalArgumentException("an example can't give a " + type.getSimpleName());
        }
        Object first = null;
        for (Object constant : constants) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(text) || text.isEmpty() && name.equals("UNKNOWN")) {
                return constant;
            }
            first = first == null ? constant : first;
        }
        if (first == null || !text.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no constant " + Display.line(text));
        }
        return first;
    }
}
