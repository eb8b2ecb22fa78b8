package org.vitrine.inspect.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrine.inspect.HandMadeTree;

class RootFsTest {
    private record Outer(Inner inner) {}

    private record Inner(RootFs root) {}

    @Test
    void makesOneOfAKindForARootHoweverManyAsk() {
        RootFs first = new HandMadeTree().file("etc/passwd", "a").root();
        RootFs second = new HandMadeTree().file("etc/passwd", "b").root();
        AtomicInteger made = new AtomicInteger();
        for (RootFs root : new RootFs[] {first, second}) {
            made.set(0);
            Set<Outer> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            IntStream.range(0, 64)
                    .parallel()
                    .forEach(_ -> seen.add(root.once(Outer.class, of -> {
                        made.incrementAndGet();
                        return new Outer(of.once(Inner.class, Inner::new));
                    })));
            assertThat(made).hasValue(1);
            assertThat(seen)
                    .singleElement()
                    .satisfies(one -> assertThat(one.inner().root()).isSameAs(root));
        }
    }
}
