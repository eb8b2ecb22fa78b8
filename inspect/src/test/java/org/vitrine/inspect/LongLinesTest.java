package org.vitrine.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.component.Component;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.RootFs;

/// Texts of a quarter of a megabyte on which a reader that goes back, again and again, would spend minutes or its
/// stack.
class LongLinesTest {
    private static final int LENGTH = 250_000;

    /// What once was too much: a file, what stands before its one long line, what the line is made of, what it ends
    /// with.
    record Text(String path, String head, String piece, String tail) {
        byte[] bytes() {
            return (head + piece.repeat(LENGTH / piece.length()) + tail).getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return path + ": " + (head + piece + " … " + tail).replaceAll("\\s+", " ");
        }
    }

    static Stream<Text> texts() {
        return Stream.of(
                new Text("etc/init.d/rcS", "#!/bin/sh\necho \"\t", " ", "x\"\ntelnetd\n"),
                new Text("etc/sudoers", "# Defaults a", "_a", "\n"),
                new Text("etc/rsyslog.conf", "action(a", " ", "\n"),
                new Text("etc/rsyslog.conf", "$A b", " ", "c\n"),
                new Text("etc/xinetd.conf", "service x\n{\n a", " ", "b = c\n}\n"),
                new Text("etc/agent.conf", "", "stun:a.bc ", "\n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    @Timeout(10)
    void takeTimeByTheirLength(Text text) throws Unreadable {
        assertThat(facts(text.path, text.bytes()))
                .allSatisfy(fact -> assertThat(fact.toString()).hasSizeLessThan(20_000));
    }

    @Test
    void aNameMayBeLong() throws Unreadable {
        String version = "1" + ".1".repeat(30_000);
        assertThat(facts("lib/libuClibc-" + version + ".so", new byte[1]))
                .filteredOn(Component.class::isInstance)
                .hasSize(1);
    }

    private static List<Fact> facts(String path, byte[] bytes) throws Unreadable {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/sh", "sbin/init", "sbin/rsyslogd", "sbin/xinetd")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n::respawn:/sbin/rsyslogd\n::respawn:/sbin/xinetd\n")
                .file(path, bytes);
        List<Fact> facts = new ArrayList<>();
        for (ContentInspector inspector : Inspectors.CONTENT) {
            inspector.inspect(Digest.NONE, Bytes.of(bytes), facts::add);
        }
        RootFs root = tree.root();
        Inspectors.TREE.forEach(inspector -> inspector.inspect(root, facts::add));
        List<Fact> told = new ArrayList<>(facts);
        Inspectors.DEDUCED.forEach(inspector -> inspector.deduce(root, facts, told::add));
        return told;
    }
}
