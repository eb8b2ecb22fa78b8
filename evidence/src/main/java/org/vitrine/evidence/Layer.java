package org.vitrine.evidence;

/// A layer of a container image, and who put it there according to the image.
@Table(name = "layer", version = 1, about = "A layer of a container image, lowest first.")
public record Layer(
        @Column("The artifact that shows the image's merged file system.")
        long artifact,

        @Column("The image in the layout: its first tag, else its digest.")
        String image,

        @Column("Its place, from 1 for the lowest.") int number,

        @Column("SHA-256 of the layer as it is stored, compressed or not.")
        Digest digest,

        @Column("SHA-256 of its tar archive as the image's configuration gives it; empty where it doesn't.")
        Digest diff,

        @Column("Its media type; empty where the layout gives none.")
        String media,

        @Column("The build step that made it, as the image's history says; empty where it doesn't.")
        String created)
        implements Fact {}
