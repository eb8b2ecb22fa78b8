package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.PublicKey;

/// Whom a verifier trusts: logs, witnesses, and how many of which witnesses must have cosigned a
/// checkpoint (C2SP tlog-policy). It is all the configuration that a verifier has.
///
/// Names are octets, here one character each, as in ISO 8859-1. A witness is of type 0x04 or 0x06; a
/// log may be of any type.
public final class Policy {
    /// How many bytes of a policy are read.
    public static final int MOST_BYTES = 1 << 20;

    /// How many logs, how many witnesses and how many groups a policy can have; C2SP wants no fewer
    /// than 32 each.
    public static final int MOST_EACH = 256;

    /// The quorum that no witness is needed for.
    public static final String NONE = "none";

    private final List<Log> logs;
    private final List<Witness> witnesses;
    private final List<Group> groups;
    private final String quorum;

    private Policy(Reading read, String quorum) {
        this.logs = List.copyOf(read.logs);
        this.witnesses = List.copyOf(read.witnesses);
        this.groups = List.copyOf(read.groups);
        this.quorum = quorum;
    }

    /// Reads a policy.
    ///
    /// @throws Refused when it is malformed or too large; the message names the line
    public static Policy parse(byte[] policy) throws Refused {
        if (policy.length > MOST_BYTES) {
            throw new Refused("policy: it has " + policy.length + " bytes, at most " + MOST_BYTES + " are read");
        }
        String text = new String(policy, StandardCharsets.ISO_8859_1);
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' || c == 0x7f)) {
            throw new Refused("policy: it holds a control character");
        }
        if (!text.endsWith("\n")) {
            throw new Refused("policy: its last line is not ended");
        }
        Reading reading = new Reading();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            try {
                reading.line(line);
            } catch (Refused e) {
                throw new Refused("policy, line " + number + ": " + e.getMessage(), e);
            }
        }
        return new Policy(reading, reading.quorum.orElseThrow(() -> new Refused("policy: it has no quorum line")));
    }

    /// The logs, in the order of their lines.
    public List<Log> logs() {
        return logs;
    }

    /// The witnesses, in the order of their lines.
    public List<Witness> witnesses() {
        return witnesses;
    }

    /// The groups, in the order of their lines, so that members come first.
    public List<Group> groups() {
        return groups;
    }

    /// The name of the witness or group that must have cosigned, or [#NONE].
    public String quorum() {
        return quorum;
    }

    /// Checks a checkpoint: one of the logs signed it, whose name is its origin; the quorum cosigned
    /// it; and no key of this policy stands below it with a wrong signature.
    ///
    /// @throws Refused when that is not so; the message says what is missing
    public Accepted verify(SignedNote note) throws Refused {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (logs.stream().noneMatch(log -> log.key().name().equals(checkpoint.origin()))) {
            throw new Refused("policy: it trusts no log whose origin is " + Plain.of(checkpoint.origin()));
        }
        List<NoteKey> keys = Stream.concat(
                        logs.stream().map(Log::key), witnesses.stream().map(Witness::key))
                .toList();
        Map<NoteKey, Long> signed =
                note.verify(keys).stream().collect(Collectors.toMap(SignedNote.Signed::key, SignedNote.Signed::time));
        NoteKey log = logs.stream()
                .map(Log::key)
                .filter(key -> key.name().equals(checkpoint.origin()) && signed.containsKey(key))
                .findFirst()
                .orElseThrow(
                        () -> new Refused("policy: no trusted key of " + Plain.of(checkpoint.origin()) + " signed it"));
        List<Cosigner> cosigners = new ArrayList<>();
        for (Witness witness : witnesses) {
            Long time = signed.get(witness.key());
            if (time != null) {
                cosigners.add(new Cosigner(witness, time));
            }
        }
        checkQuorum(cosigners);
        return new Accepted(checkpoint, log, cosigners);
    }

    private void checkQuorum(List<Cosigner> cosigners) throws Refused {
        Set<String> witnessed =
                cosigners.stream().map(each -> each.witness().name()).collect(Collectors.toCollection(HashSet::new));
        for (Group group : groups) {
            if (group.members().stream().filter(witnessed::contains).count() >= group.threshold()) {
                witnessed.add(group.name());
            }
        }
        if (!quorum.equals(NONE) && !witnessed.contains(quorum)) {
            throw new Refused("policy: the quorum " + Plain.of(shown(quorum)) + " is not reached, " + cosigners.size()
                    + " of " + witnesses.size() + " witnesses cosigned");
        }
    }

    /// The same policy in one spelling: without comments, one space between items, definitions first.
    public byte[] encode() {
        StringBuilder lines = new StringBuilder();
        for (Log log : logs) {
            lines.append("log ").append(octets(log.key().vkey()));
            log.url().ifPresent(url -> lines.append(' ').append(url));
            lines.append('\n');
        }
        for (Witness witness : witnesses) {
            lines.append("witness ")
                    .append(witness.name())
                    .append(' ')
                    .append(octets(witness.key().vkey()));
            witness.url().ifPresent(url -> lines.append(' ').append(url));
            lines.append('\n');
        }
        for (Group group : groups) {
            lines.append("group ").append(group.name()).append(' ').append(group.threshold());
            group.members().forEach(member -> lines.append(' ').append(member));
            lines.append('\n');
        }
        return lines.append("quorum ").append(quorum).append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A name as it can be shown: UTF-8 where it is that, and else with a question mark for each
    /// strange octet.
    public static String shown(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace('\ufffd', '?');
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// A log whose checkpoints are accepted.
    ///
    /// @param key its name is the log's origin
    /// @param url where it is, which no verification looks at
    public record Log(NoteKey key, Optional<String> url) {}

    /// A witness whose cosignatures count.
    ///
    /// @param name what groups and the quorum call it; not the key's name
    /// @param key of a type that carries a time
    /// @param url where it is, which no verification looks at
    public record Witness(String name, NoteKey key, Optional<String> url) {}

    /// Some witnesses and groups, enough of which stand for all.
    ///
    /// @param name what other groups and the quorum call it
    /// @param threshold how many of the members are enough, from 1
    /// @param members names defined before
    public record Group(String name, int threshold, List<String> members) {
        /// A group of the policy.
        public Group {
            members = List.copyOf(members);
        }
    }

    /// A witness that cosigned.
    ///
    /// @param witness which one
    /// @param time seconds since 1970, as it says; 0 where it says none
    public record Cosigner(Witness witness, long time) {}

    /// A checkpoint that the policy accepts.
    ///
    /// @param checkpoint what the log says
    /// @param log the key that signed for the log
    /// @param cosigners all witnesses of the policy that cosigned, in its order
    public record Accepted(Checkpoint checkpoint, NoteKey log, List<Cosigner> cosigners) {
        /// A checkpoint that was verified.
        public Accepted {
            cosigners = List.copyOf(cosigners);
        }
    }

    /// What the lines so far have defined.
    private static final class Reading {
        private final List<Log> logs = new ArrayList<>();
        private final List<Witness> witnesses = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private final Map<PublicKey, String> logKeys = new HashMap<>();
        private final Map<PublicKey, String> witnessKeys = new HashMap<>();
        private final Set<String> names = new HashSet<>();
        private final Set<String> members = new HashSet<>();
        private Optional<String> quorum = Optional.empty();

        void line(String line) throws Refused {
            List<String> items = new ArrayList<>();
            Collections.list(new StringTokenizer(line, " \t")).forEach(item -> items.add((String) item));
            if (items.isEmpty() || items.getFirst().startsWith("#")) {
                return;
            }
            String keyword = items.removeFirst();
            switch (keyword) {
                case "log" -> log(items);
                case "witness" -> witness(items);
                case "group" -> group(items);
                case "quorum" -> quorum(items);
                default -> throw new Refused("it defines neither log, witness, group nor quorum");
            }
        }

        private void log(List<String> items) throws Refused {
            checkItems(items, 1, 2, "a log has a verifier key and may have a URL");
            NoteKey key = key(items.getFirst());
            checkRoom(logs, "logs");
            if (logKeys.put(key.key(), "") != null) {
                throw new Refused("a log with the same public key is there already");
            }
            logs.add(new Log(key, items.stream().skip(1).findFirst()));
        }

        private void witness(List<String> items) throws Refused {
            checkItems(items, 2, 3, "a witness has a name and a verifier key and may have a URL");
            NoteKey key = key(items.get(1));
            if (!key.type().isTimed()) {
                throw new Refused("the key " + Plain.of(key.name()) + " signs notes but doesn't cosign");
            }
            checkRoom(witnesses, "witnesses");
            if (witnessKeys.put(key.key(), "") != null) {
                throw new Refused("a witness with the same public key is there already");
            }
            define(items.getFirst());
            witnesses.add(
                    new Witness(items.getFirst(), key, items.stream().skip(2).findFirst()));
        }

        private void group(List<String> items) throws Refused {
            checkItems(items, 3, Integer.MAX_VALUE, "a group has a name, a threshold and members");
            List<String> listed = items.subList(2, items.size());
            for (String member : listed) {
                checkDefined(member);
                if (!members.add(member)) {
                    throw new Refused("the name " + Plain.of(shown(member)) + " is a member already");
                }
            }
            long threshold = switch (items.get(1)) {
                case "any" -> 1;
                case "all" -> listed.size();
                default -> Decimal.parse(items.get(1), "the threshold");
            };
            if (threshold < 1 || threshold > listed.size()) {
                throw new Refused("the threshold is " + threshold + " of " + listed.size() + " members");
            }
            checkRoom(groups, "groups");
            define(items.getFirst());
            groups.add(new Group(items.getFirst(), (int) threshold, listed));
        }

        private void quorum(List<String> items) throws Refused {
            checkItems(items, 1, 1, "a quorum is one name");
            if (quorum.isPresent()) {
                throw new Refused("a quorum is there already");
            }
            if (!items.getFirst().equals(NONE)) {
                checkDefined(items.getFirst());
            }
            quorum = Optional.of(items.getFirst());
        }

        private void define(String name) throws Refused {
            if (name.equals(NONE) || !names.add(name)) {
                throw new Refused("the name " + Plain.of(shown(name)) + " is taken");
            }
        }

        private void checkDefined(String name) throws Refused {
            if (!names.contains(name)) {
                throw new Refused("the name " + Plain.of(shown(name)) + " is not defined before");
            }
        }

        private static void checkItems(List<String> items, int least, int most, String shape) throws Refused {
            if (items.size() < least || items.size() > most) {
                throw new Refused(shape);
            }
        }

        private static void checkRoom(List<?> defined, String what) throws Refused {
            if (defined.size() >= MOST_EACH) {
                throw new Refused("at most " + MOST_EACH + " " + what + " are read");
            }
        }

        private static NoteKey key(String octets) throws Refused {
            try {
                byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
                return NoteKey.parse(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new Refused("the verifier key is not UTF-8", e);
            }
        }
    }
}
