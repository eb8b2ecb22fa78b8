/// What tests share: the corpus of real releases, the tools that others wrote, and what those tools extract.
@NullMarked
package org.vitrine.testing;

import org.jspecify.annotations.NullMarked;
