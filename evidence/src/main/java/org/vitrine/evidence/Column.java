package org.vitrine.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a column holds: meaning, unit, range. Feeds the reference page.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
    /// Meaning, unit, range, in a sentence.
    String value();

    /// Whether a public edition may leave it out: its digest is salted.
    boolean confidential() default false;
}
