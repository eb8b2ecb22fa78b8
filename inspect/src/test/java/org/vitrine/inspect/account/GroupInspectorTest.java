package org.vitrine.inspect.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;

class GroupInspectorTest {
    @Test
    void readsGroupsAndCopies() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/group", "root:x:0:\nwheel:x:10:root,admin\nodd:x:ten:\n+\n")
                .file("etc/group.old", "root:x:0:\n")
                .file("etc/gshadow", "root:*::\n")
                .file("etc/passwd", "root:x:0:0::/:\n");
        assertThat(tree.inspect(Group.class, new GroupInspector()))
                .extracting(Group::name, Group::gid, Group::members, Group::state)
                .containsExactly(
                        tuple("root", 0L, "", State.ACTIVE),
                        tuple("wheel", 10L, "root,admin", State.ACTIVE),
                        tuple("odd", -1L, "", State.ACTIVE),
                        tuple("+", -1L, "", State.ACTIVE),
                        tuple("root", 0L, "", State.COPY));
    }
}
