package org.vitrine.inspect.account;

import java.util.EnumSet;
import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.account.AccountFile.Kind;
import org.vitrine.inspect.account.AccountFile.Line;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Reads the groups of a root file system from etc/group, and from the copies that are kept beside it.
public final class GroupInspector implements TreeInspector {
    private static final Card CARD = new Card(
            "account_group",
            "Groups: group, and copies of it",
            List.of("group(5)"),
            List.of("Passwords of groups (the second field, and gshadow) are not read."));

    /// An inspector of groups; it keeps nothing.
    public GroupInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        for (AccountFile file :
                AccountFiles.of(root, EnumSet.of(Kind.GROUP), facts).of(Kind.GROUP)) {
            for (Line line : file.lines()) {
                facts.add(new Group(
                        root.root().id(),
                        file.artifact().id(),
                        line.number(),
                        Display.text(line.raw(0)),
                        AccountFile.number(line.field(2)),
                        Display.text(line.raw(3)),
                        file.state(),
                        file.reason(),
                        line.location()));
            }
        }
    }
}
