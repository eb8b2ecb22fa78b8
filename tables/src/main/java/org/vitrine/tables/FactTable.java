package org.vitrine.tables;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Table;

/// A kind of fact and how its records become rows.
record FactTable(Class<? extends Fact> kind, Schema schema, List<MethodHandle> accessors) {
    private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

    static FactTable of(Class<? extends Fact> kind) {
        Table table = kind.getAnnotation(Table.class);
        RecordComponent @Nullable [] components = kind.getRecordComponents();
        if (table == null || components == null) {
            throw new IllegalArgumentException(kind.getName() + " must be a record with @Table");
        }
        List<SchemaColumn> columns = new ArrayList<>();
        List<MethodHandle> accessors = new ArrayList<>();
        for (RecordComponent component : components) {
            Column column = component.getAnnotation(Column.class);
            if (column == null) {
                throw new IllegalArgumentException(kind.getName() + "." + component.getName() + " needs @Column");
            }
            addColumns(columns, component, column);
            try {
                accessors.add(MethodHandles.publicLookup()
                        .unreflect(component.getAccessor())
                        .asType(READ));
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(kind.getName() + " must be public, in an exported package", e);
            }
        }
        return new FactTable(
                kind, new Schema(table.name(), table.version(), table.about(), columns), List.copyOf(accessors));
    }

    private static void addColumns(List<SchemaColumn> columns, RecordComponent component, Column column) {
        String about = column.value();
        boolean confidential = column.confidential();
        if (component.getType() == Location.class) {
            columns.add(new SchemaColumn(
                    "content", ColumnType.VARCHAR, "SHA-256 of the content it was seen in. " + about, confidential));
            columns.add(new SchemaColumn(
                    "offset", ColumnType.BIGINT, "Where it starts in that content, in bytes.", confidential));
            columns.add(new SchemaColumn("length", ColumnType.BIGINT, "How many bytes it takes.", confidential));
        } else {
            columns.add(new SchemaColumn(snakeCase(component.getName()), type(component), about, confidential));
        }
    }

    private static ColumnType type(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == long.class) {
            return ColumnType.BIGINT;
        }
        if (type == int.class) {
            return ColumnType.INTEGER;
        }
        if (type == String.class || type == Digest.class || type.isEnum()) {
            return ColumnType.VARCHAR;
        }
        if (type == byte[].class || type == Name.class) {
            return ColumnType.BLOB;
        }
        throw new IllegalArgumentException(component.getDeclaringRecord().getName() + "." + component.getName()
                + " is of a type that no column holds: " + type.getName());
    }

    static String snakeCase(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /// The row of a fact: a `Long`, `Integer`, `String` or `byte[]` for each column.
    ///
    /// @throws IllegalArgumentException when a component is null: a mistake in the program
    Object[] row(Fact fact) {
        Object[] row = new Object[schema.columns().size()];
        int at = 0;
        for (MethodHandle accessor : accessors) {
            switch (Objects.requireNonNullElse(read(accessor, fact), this)) {
                case Location location -> {
                    row[at++] = location.content().toString();
                    row[at++] = location.offset();
                    row[at++] = location.length();
                }
                case Name name -> row[at++] = name.bytes();
                case Digest digest -> row[at++] = digest.toString();
                case Enum<?> constant -> row[at++] = constant.toString();
                case FactTable _ ->
                    throw new IllegalArgumentException("null in " + schema.name() + "."
                            + schema.columns().get(at).name());
                case Object plain -> row[at++] = plain;
            }
        }
        return row;
    }

    /// The fact of a row: undoes [#row].
    ///
    /// @throws DossierRefused when a value is none of the kind's, such as an enum's constant that nobody knows
    Fact fact(Object[] row) throws DossierRefused {
        RecordComponent[] components = Objects.requireNonNull(kind.getRecordComponents());
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        int at = 0;
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            if (types[i] == Location.class) {
                values[i] = new Location(digest(row[at]), (long) row[at + 1], (long) row[at + 2]);
                at += 3;
            } else {
                values[i] = value(types[i], row[at++]);
            }
        }
        try {
            return (Fact) kind.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new DossierRefused("a row of " + schema.name() + " is no " + kind.getSimpleName());
        }
    }

    private Object value(Class<?> type, Object value) throws DossierRefused {
        if (type == Digest.class) {
            return digest(value);
        }
        if (type == Name.class) {
            return Name.of((byte[]) value);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (constant.toString().equals(value)) {
                    return constant;
                }
            }
            throw new DossierRefused("table " + schema.name() + " says " + Display.text(value.toString())
                    + ", which is no " + type.getSimpleName());
        }
        return value;
    }

    private Digest digest(Object hex) throws DossierRefused {
        try {
            return Digest.parse((String) hex);
        } catch (IllegalArgumentException e) {
            throw new DossierRefused("table " + schema.name() + " holds a digest that is none");
        }
    }

    private static @Nullable Object read(MethodHandle accessor, Fact fact) {
        try {
            return (Object) accessor.invokeExact((Object) fact);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor of " + fact.getClass().getName() + " failed", e);
        }
    }
}
