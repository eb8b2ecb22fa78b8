package org.vitrine.inspect.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;

/// What a content inspector finds in some bytes, and whether it gave up.
record Found(List<Fact> facts, boolean problem) {
    static Found in(ContentInspector inspector, byte[] bytes) {
        Bytes content = Bytes.of(bytes);
        List<Fact> facts = new ArrayList<>();
        try {
            inspector.inspect(Digest.ofContent(content), content, facts::add);
        } catch (Unreadable e) {
            return new Found(facts, true);
        }
        return new Found(facts, false);
    }

    static List<PrivateKey> keys(byte[] bytes) {
        return in(new PrivateKeyInspector(), bytes).facts.stream()
                .map(PrivateKey.class::cast)
                .toList();
    }

    static List<PrivateKey> keys(String text) {
        return keys(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static List<Certificate> certificates(byte[] bytes) {
        return in(new CertificateInspector(), bytes).facts.stream()
                .map(Certificate.class::cast)
                .toList();
    }
}
