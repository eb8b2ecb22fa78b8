package org.vitrine.change.deployed;

import java.util.List;

/// A form in which an element says what files it has. Lines come as the bytes they are, each a character.
public interface ManifestFormat {
    /// Its name, such as `sha256sum`.
    String id();

    /// Whether a line is of this form; asked of the first lines that aren't empty.
    boolean recognises(String line);

    /// Whether it lists all files of the element, so that what it doesn't list is missing there.
    boolean isComplete();

    /// What the lines say.
    ///
    /// @throws ManifestRefused when a line isn't of the form
    List<ManifestLine> read(List<String> lines) throws ManifestRefused;
}
