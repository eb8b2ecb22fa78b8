package org.vitrine.ledger.attestation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// A claim about software artifacts (in-toto Attestation Framework, Statement v1).
///
/// ```text
/// { "_type": "https://in-toto.io/Statement/v1",
///   "subject": [ { "name": …, "digest": { "sha256": … } }, … ],
///   "predicateType": URI,
///   "predicate": { … } }
/// ```
/// Members that the specification doesn't name are passed over when one is read, as it asks, and
/// are lost when it is written anew: what was signed are its bytes, in a [Dsse] envelope or a
/// signed statement.
///
/// @param subjects what it is about, one at least
/// @param predicateType what the predicate's members mean, a URI
/// @param predicate what is claimed
public record Statement(List<Subject> subjects, String predicateType, Json.Object predicate) {
    /// The type of statements that are written and read.
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    /// The media type of a statement's bytes, which envelopes name.
    public static final String MEDIA_TYPE = "application/vnd.in-toto+json";
    /// How many subjects a statement may have.
    public static final int MAXIMUM_SUBJECTS = 65_536;

    /// Copies the subjects.
    ///
    /// @throws IllegalArgumentException when there are none
    public Statement {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("a statement is about something");
        }
    }

    /// An artifact that a statement is about.
    ///
    /// @param name what tells it from the statement's others, or nothing
    /// @param digests its digests, one at least
    public record Subject(Optional<String> name, List<Digest> digests) {
        /// Copies the digests.
        ///
        /// @throws IllegalArgumentException when there are none
        public Subject {
            digests = List.copyOf(digests);
            if (digests.isEmpty()) {
                throw new IllegalArgumentException("a subject has a digest");
            }
        }

        /// A subject with a SHA-256.
        public static Subject of(String name, Hash sha256) {
            return new Subject(Optional.of(name), List.of(new Digest("sha256", sha256.toString())));
        }

        /// Its digest by an algorithm.
        public Optional<String> digest(String algorithm) {
            return digests.stream()
                    .filter(digest -> digest.algorithm().equals(algorithm))
                    .map(Digest::value)
                    .findFirst();
        }

        private Json json() {
            List<Json.Member> members = new ArrayList<>();
            name.ifPresent(text -> members.add(Json.member("name", Json.of(text))));
            members.add(Json.member(
                    "digest",
                    new Json.Object(digests.stream()
                            .map(digest -> Json.member(digest.algorithm(), Json.of(digest.value())))
                            .toList())));
            return new Json.Object(members);
        }

        private static Subject of(Json json) throws Refused {
            Json.Object object = json.asObject("in-toto: a subject");
            List<Digest> digests = new ArrayList<>();
            for (Json.Member member : object.require("digest", "in-toto: a subject")
                    .asObject("in-toto: a digest set")
                    .members()) {
                digests.add(Digest.of(member.name(), member.value().text("in-toto: a digest")));
            }
            if (digests.isEmpty()) {
                throw new Refused("in-toto: a subject has an empty digest set");
            }
            Optional<Json> name = object.get("name");
            return new Subject(
                    name.isEmpty() ? Optional.empty() : Optional.of(name.get().text("in-toto: a subject's name")),
                    digests);
        }
    }

    /// A digest of an artifact.
    ///
    /// @param algorithm `sha256`, `sha512`, `gitCommit`, …
    /// @param value lower-case hex for those that are hashes of bytes, else what the algorithm says
    public record Digest(String algorithm, String value) {
        private static Digest of(String algorithm, String value) throws Refused {
            int digits = switch (algorithm) {
                case "sha256", "sha3_256" -> 64;
                case "sha384", "sha3_384" -> 96;
                case "sha512", "sha3_512" -> 128;
                case "sha224" -> 56;
                case "sha1" -> 40;
                default -> 0;
            };
            boolean hex = value.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
            if (digits > 0 && (value.length() != digits || !hex)) {
                throw new Refused("in-toto: a " + algorithm + " is not " + digits + " lower-case hex digits");
            }
            if (algorithm.isEmpty() || value.isEmpty()) {
                throw new Refused("in-toto: a digest is empty");
            }
            return new Digest(algorithm, value);
        }
    }

    /// The statement that these bytes are.
    ///
    /// @throws Refused when they are none
    public static Statement decode(byte[] bytes) throws Refused {
        Json.Object object = Json.decode(bytes).asObject("in-toto: the statement");
        String type = object.require("_type", "in-toto: the statement").text("in-toto: _type");
        if (!type.equals(TYPE)) {
            throw new Refused("in-toto: _type is not " + TYPE);
        }
        List<Json> items = object.require("subject", "in-toto: the statement").items("in-toto: subject");
        if (items.isEmpty() || items.size() > MAXIMUM_SUBJECTS) {
            throw new Refused("in-toto: it has " + items.size() + " subjects, not 1 to " + MAXIMUM_SUBJECTS);
        }
        List<Subject> subjects = new ArrayList<>();
        for (Json item : items) {
            subjects.add(Subject.of(item));
        }
        String predicateType =
                object.require("predicateType", "in-toto: the statement").text("in-toto: predicateType");
        if (predicateType.isEmpty()) {
            throw new Refused("in-toto: predicateType is empty");
        }
        Optional<Json> predicate = object.get("predicate");
        return new Statement(
                subjects,
                predicateType,
                predicate.isEmpty()
                        ? new Json.Object(List.of())
                        : predicate.get().asObject("in-toto: predicate"));
    }

    /// Its canonical bytes. An empty predicate is left out.
    public byte[] encode() {
        List<Json.Member> members = new ArrayList<>(List.of(
                Json.member("_type", Json.of(TYPE)),
                Json.member(
                        "subject",
                        new Json.Array(subjects.stream().map(Subject::json).toList())),
                Json.member("predicateType", Json.of(predicateType))));
        if (!predicate.members().isEmpty()) {
            members.add(Json.member("predicate", predicate));
        }
        return new Json.Object(members).encode();
    }
}
