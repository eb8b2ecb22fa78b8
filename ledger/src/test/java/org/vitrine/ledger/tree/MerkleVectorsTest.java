package org.vitrine.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.testing.Corpus;

/// The cases that transparency-dev/merkle wrote, good ones and bad ones: what it refuses is refused.
final class MerkleVectorsTest {
    @Test
    void inclusion() throws Exception {
        judge("inclusion", 98, sample -> {
            InclusionProof proof =
                    new InclusionProof(sample.number("leafIdx"), sample.number("treeSize"), sample.proof());
            proof.check(sample.hash("leafHash"), sample.hash("root"));
        });
    }

    @Test
    void consistency() throws Exception {
        judge("consistency", 98, sample -> {
            ConsistencyProof proof =
                    new ConsistencyProof(sample.number("size1"), sample.number("size2"), sample.proof());
            proof.check(sample.hash("root1"), sample.hash("root2"));
        });
    }

    @Test
    void subtreeInclusion() throws Exception {
        judge("subtreeinclusion", 204, sample -> {
            Subtree subtree = Subtree.of(sample.number("start"), sample.number("end"));
            InclusionProof proof =
                    new InclusionProof(sample.number("leafIdx") - subtree.start(), subtree.size(), sample.proof());
            proof.check(sample.hash("leafHash"), sample.hash("root"));
        });
    }

    @Test
    void subtreeConsistency() throws Exception {
        judge("subtreeconsistency", 118, sample -> {
            long start = sample.number("start");
            long end = sample.number("end");
            Subtree subtree = start == end ? new Subtree(start, end) : Subtree.of(start, end);
            SubtreeProof proof = new SubtreeProof(subtree, sample.number("size"), sample.proof());
            proof.check(sample.hash("root1"), sample.hash("root2"));
        });
    }

    private static void judge(String kind, int count, Judgement judgement) throws IOException {
        List<Path> files = Corpus.files("vectors/merkle/testdata/" + kind);
        assertThat(files).hasSize(count);
        for (Path file : files) {
            Sample sample = new Sample(Files.readString(file));
            ThrowingCallable trial = () -> judgement.of(sample);
            if (sample.isBad()) {
                assertThatThrownBy(trial).as("%s", file).isInstanceOf(Refused.class);
            } else {
                assertThatCode(trial).as("%s", file).doesNotThrowAnyException();
            }
        }
    }

    private interface Judgement {
        void of(Sample sample) throws Refused;
    }

    /// One case: a flat JSON object.
    private record Sample(String json) {
        String field(String name) {
            Matcher field = Pattern.compile("\"" + name + "\": (\\[[^]]*]|\"[^\"]*\"|[^,\\s}]+)")
                    .matcher(json);
            assertThat(field.find()).as("%s in %s", name, json).isTrue();
            return field.group(1);
        }

        boolean isBad() {
            return field("wantErr").equals("true");
        }

        /// Some are as large as unsigned numbers become, and then negative here.
        long number(String name) {
            return Long.parseUnsignedLong(field(name));
        }

        Hash hash(String name) throws Refused {
            return hashOf(field(name));
        }

        List<Hash> proof() throws Refused {
            List<Hash> hashes = new ArrayList<>();
            Matcher each = Pattern.compile("\"[^\"]*\"").matcher(field("proof"));
            while (each.find()) {
                hashes.add(hashOf(each.group()));
            }
            return hashes;
        }

        /// Some roots say in words that they don't matter; as long as they aren't hashed, any hash can
        /// stand for them.
        private static Hash hashOf(String quoted) throws Refused {
            byte[] bytes = Base64.getDecoder().decode(quoted.replace("\"", ""));
            if (bytes.length == Hash.SIZE) {
                return Hash.of(bytes);
            }
            if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).startsWith("don't care")) {
                return Hash.ofContent(bytes);
            }
            throw new Refused("a hash of " + bytes.length + " bytes");
        }
    }
}
