package org.vitrine.centre;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Tree;

/// The bytes that a fact rests on, shown from the release itself, and how to see them with tools of others.
public final class Explanation {
    private static final int BEFORE = 16;
    private static final int MOST = 256;
    private static final int ROW = 16;

    private final Tree tree;
    private final Path release;

    private Explanation(Tree tree, Path release) {
        this.tree = tree;
        this.release = release;
    }

    /// Explains facts of an opened release.
    public static Explanation of(Opening opening) {
        return new Explanation(opening.tree(), opening.release());
    }

    /// The artifact that a fact is about: the one with the id if it has the content, else the first that
    /// has.
    ///
    /// @param artifact its id, or -1
    /// @param content SHA-256 of the content, or [Digest#NONE]
    public Optional<Artifact> artifact(long artifact, Digest content) {
        List<Artifact> all = tree.artifacts();
        if (artifact >= 0 && artifact < all.size()) {
            Artifact named = all.get((int) artifact);
            if (content.equals(Digest.NONE) || named.sha256().equals(content)) {
                return Optional.of(named);
            }
        }
        return content.equals(Digest.NONE)
                ? Optional.empty()
                : all.stream().filter(each -> each.sha256().equals(content)).findFirst();
    }

    /// The bytes around a place, 16 a line: offset, hex, text. What belongs to the place is in brackets.
    public String hex(Artifact artifact, long offset, long length) {
        Bytes bytes = tree.content(artifact);
        long start = Math.max(0, Math.max(0, offset) - BEFORE) / ROW * ROW;
        long wanted = offset < 0 ? 4L * ROW : Math.min(length, MOST) + 2L * BEFORE;
        long end = Math.min(bytes.size(), start + (wanted + ROW - 1) / ROW * ROW);
        StringBuilder text = new StringBuilder();
        byte[] row = new byte[ROW];
        for (long at = start; at < end; at += ROW) {
            int count = bytes.copyAvailable(at, row, 0, ROW);
            text.append("%08x ".formatted(at));
            for (int i = 0; i < ROW; i++) {
                boolean inside = offset >= 0 && at + i >= offset && at + i < offset + length;
                boolean before = offset >= 0 && at + i > offset && at + i <= offset + length;
                text.append(inside && at + i == offset ? '[' : before && at + i == offset + length ? ']' : ' ');
                text.append(i < count ? "%02x".formatted(row[i] & 0xff) : "  ");
            }
            text.append(offset >= 0 && at + ROW == offset + length ? ']' : ' ').append(' ');
            for (int i = 0; i < count; i++) {
                text.append(row[i] >= ' ' && row[i] < 0x7f ? (char) row[i] : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// Shell lines that show the same bytes with tools that others wrote; one line that says why not where
    /// there are none.
    public List<String> shell(Artifact artifact, long offset, long length) {
        Optional<List<String>> lines = Recipe.of(tree, artifact, release.toString());
        if (lines.isEmpty()) {
            return List.of("# no tool of others is known here for " + Recipe.obstacle(tree, artifact));
        }
        String last = lines.get().getLast();
        String view = offset < 0
                ? (artifact.format().equals("elf") ? " > elf; readelf -hldW elf" : " | sha256sum")
                : " | tail -c +" + (offset + 1) + " | head -c " + length + " | xxd -o " + offset;
        List<String> all = new ArrayList<>(lines.get().subList(0, lines.get().size() - 1));
        all.add(last + view);
        return all;
    }
}
