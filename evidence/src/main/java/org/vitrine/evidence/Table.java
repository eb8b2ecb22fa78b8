package org.vitrine.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The table that a kind of [Fact] is a row of. Feeds the schema and the reference page.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Table {
    /// Its name: a noun of the field, in the singular.
    String name();

    /// Raised when a column is added; columns are never removed.
    int version();

    /// What one row is, in a sentence.
    String about();
}
