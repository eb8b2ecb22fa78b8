package org.vitrine.unpack.format.image;

import java.util.List;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.spi.Sink;

/// The images of one layout.
public final class Images {
    private Images() {}

    /// Gives a single image as it is; several each in a folder of its name.
    ///
    /// @throws LimitReached when no more entries are allowed
    public static void give(List<Image> images, Sink out) throws LimitReached {
        for (Image image : images) {
            image.give(images.size() == 1 ? List.of() : List.of(Name.of(image.name())), out);
        }
    }
}
