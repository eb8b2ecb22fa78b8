package org.vitrine.inspect.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.groups.Tuple;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// The settings that an inspector finds, as tests compare them.
final class SettingRows {
    private SettingRows() {}

    static List<Setting> of(TreeInspector inspector, RootFs root) {
        List<Setting> rows = new ArrayList<>();
        inspector.inspect(root, fact -> rows.add((Setting) fact));
        return rows;
    }

    static Tuple row(String key, String value, int line, State state) {
        return Tuple.tuple(key, value, line, state);
    }

    static AbstractListAssert<?, ?, Tuple, ?> settings(TreeInspector inspector, HandMadeTree tree) {
        return settings(inspector, tree.root());
    }

    static AbstractListAssert<?, ?, Tuple, ?> settings(TreeInspector inspector, RootFs root) {
        return assertThat(of(inspector, root)).extracting(Setting::key, Setting::value, Setting::line, Setting::state);
    }
}
