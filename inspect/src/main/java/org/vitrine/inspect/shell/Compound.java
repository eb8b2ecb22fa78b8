package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compound command that is still open: its closing word and where in the list of commands it began.
final class Compound {
    final String closer;
    final @Nullable Block list;
    final int pipelineStart;
    final List<List<String>> branches = new ArrayList<>();
    Block block;
    int conditionStart;

    Compound(String closer, Block block, @Nullable Block list, int pipelineStart) {
        this.closer = closer;
        this.block = block;
        this.list = list;
        this.pipelineStart = pipelineStart;
    }

    Block branch(Block.Kind kind) {
        return new Block(kind, block.subject(), branches, branches.size() - 1, block.outer());
    }
}
