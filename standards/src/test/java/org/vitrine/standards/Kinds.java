package org.vitrine.standards;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Content;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Table;
import org.vitrine.evidence.Xattr;
import org.vitrine.inspect.account.Account;
import org.vitrine.inspect.account.Group;
import org.vitrine.inspect.component.Component;
import org.vitrine.inspect.elf.ElfFact;
import org.vitrine.inspect.elf.Fortify;
import org.vitrine.inspect.elf.Import;
import org.vitrine.inspect.elf.Needed;
import org.vitrine.inspect.key.AuthorizedKey;
import org.vitrine.inspect.key.Certificate;
import org.vitrine.inspect.key.KeyUse;
import org.vitrine.inspect.key.PrivateKey;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.spi.RootFsFact;

/// The kinds of fact that catalogues are written for, and facts made of an example's rows.
final class Kinds {
    static final List<Class<? extends Fact>> ALL = List.of(
            Artifact.class,
            Content.class,
            Region.class,
            ProblemFact.class,
            Header.class,
            Xattr.class,
            RootFsFact.class,
            ElfFact.class,
            Import.class,
            Needed.class,
            Fortify.class,
            Account.class,
            Group.class,
            PrivateKey.class,
            KeyUse.class,
            AuthorizedKey.class,
            Certificate.class,
            Service.class,
            Setting.class,
            Component.class);

    private Kinds() {}

    static Class<? extends Fact> of(String table) {
        return ALL.stream()
                .filter(kind -> name(kind).equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + table));
    }

    static String name(Class<? extends Fact> kind) {
        Table table = kind.getAnnotation(Table.class);
        if (table == null) {
            throw new IllegalArgumentException(kind + " is no table");
        }
        return table.name();
    }

    static int version(Class<? extends Fact> kind) {
        Table table = kind.getAnnotation(Table.class);
        return table == null ? 0 : table.version();
    }

    static List<Fact> facts(Example example) {
        List<Fact> facts = new ArrayList<>();
        example.tables().forEach((table, rows) -> rows.forEach(row -> facts.add(fact(of(table), row))));
        return facts;
    }

    /// A fact of these values; what is not among them is 0, empty, UNKNOWN or an enum's first constant.
    static Fact fact(Class<? extends Fact> kind, Map<String, String> row) {
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
            throw new IllegalArgumentException(name(kind) + " has no column " + left.keySet());
        }
        try {
            return kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
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
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /// A digest by its first hex digits; zeros follow.
    private static Digest digest(String text) {
        return text.isEmpty() ? Digest.NONE : Digest.parse(text + "0".repeat(64 - text.length()));
    }

    private static Object value(Class<?> type, String text) {
        if (type == long.class) {
            return number(text);
        } else if (type == int.class) {
            return Math.toIntExact(number(text));
        } else if (type == String.class) {
            return text;
        } else if (type == Digest.class) {
            return digest(text);
        } else if (type == Name.class) {
            return Name.of(text);
        }
        Object first = null;
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(text) || text.isEmpty() && name.equals("UNKNOWN")) {
                return constant;
            }
            first = first == null ? constant : first;
        }
        if (first == null || !text.isEmpty()) {
            throw new IllegalArgumentException(type + " has no constant " + text);
        }
        return first;
    }
}
