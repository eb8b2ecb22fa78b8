package org.vitrine.unpack.format.flash;

import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;

/// A name in a folder, and the number of what it names.
///
/// @param type what the folder says it is
public record Named(Name name, long inode, ArtifactType type) {}
