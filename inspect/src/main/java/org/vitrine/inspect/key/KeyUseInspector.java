package org.vitrine.inspect.key;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.key.PrivateKey.Encoding;
import org.vitrine.inspect.shell.PathMentions;
import org.vitrine.inspect.shell.PathMentions.Mention;
import org.vitrine.inspect.shell.ShellCopies;
import org.vitrine.inspect.shell.ShellCopy;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Says of each private key that lies in a root file system what it is for, and whether the system uses it.
/// The keys themselves are what [PrivateKeyInspector] found.
public final class KeyUseInspector implements TreeInspector {
    private static final Card CARD = new Card(
            "key_use",
            "Private keys in a root file system: purpose and use",
            List.of("sshd_config(5), HostKey", "dropbear(8), -r"),
            List.of(
                    "Only keys in files are looked at, not those in archives inside the root file system.",
                    "A key counts as used where its path stands in a line or a program, or where its server looks by"
                            + " itself; whether that line or program ever runs is not asked.",
                    "Of more than " + PathMentions.MAXIMUM_PATHS + " keys in one root only the first are looked for."));

    private static final Pattern HOST = Pattern.compile(".*(?:host[-_]?key|ssh_host_|hostkey).*");
    private static final Pattern LOGIN =
            Pattern.compile("(?:.*/)?(?:\\.ssh/.*|id_(?:rsa|dsa|ecdsa|ed25519|dropbear)[^/]*)");
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:usr/share|rom)/.*|(?:.*/)?(?:examples?|samples?|templates?|skel|docs?|tests?|demos?)/.*"
                    + "|.*\\.(?:sample|example|dist)");
    private static final Pattern DROPBEAR_PLACE =
            Pattern.compile("etc/dropbear/dropbear_(?:rsa|dss|ecdsa|ed25519)_host_key");
    private static final Pattern OPENSSH_PLACE = Pattern.compile("etc/ssh/ssh_host_(?:rsa|dsa|ecdsa|ed25519)_key");

    /// An inspector of keys' uses; it keeps nothing.
    public KeyUseInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Map<Digest, List<PrivateKey>> keys = new HashMap<>();
        Map<String, Boolean> authorities = new HashMap<>();
        Map<Digest, Boolean> certified = new HashMap<>();
        for (Fact fact : root.contentFacts()) {
            if (fact instanceof PrivateKey key) {
                keys.computeIfAbsent(key.location().content(), _ -> new ArrayList<>())
                        .add(key);
            } else if (fact instanceof Certificate certificate) {
                boolean authority = certificate.authority() == 1;
                authorities.merge(certificate.publicKey(), authority, Boolean::logicalOr);
                certified.merge(certificate.location().content(), authority, Boolean::logicalOr);
            }
        }
        List<Artifact> holders = root.all().stream()
                .filter(file -> RootFs.isFile(file) && keys.containsKey(file.sha256()))
                .toList();
        if (holders.isEmpty()) {
            return;
        }
        Map<String, ShellCopy> copies = new HashMap<>();
        for (ShellCopy copy : ShellCopies.of(root).all()) {
            copy.sources().forEach(source -> copies.putIfAbsent(source, copy));
        }
        PathMentions mentions =
                PathMentions.of(root, holders.stream().map(root::pathOf).toList());
        for (Artifact holder : holders) {
            String path = root.pathOf(holder);
            Use use = use(root, path, mentions.of(path), Optional.ofNullable(copies.get(path)));
            for (PrivateKey key : keys.getOrDefault(holder.sha256(), List.of())) {
                Optional<Boolean> authority = key.fingerprint().isEmpty()
                        ? Optional.ofNullable(certified.get(holder.sha256()))
                        : Optional.ofNullable(authorities.get(key.fingerprint()));
                facts.add(new KeyUse(
                        root.root().id(),
                        holder.id(),
                        key.fingerprint(),
                        purpose(path, key, authority),
                        use.state,
                        use.reason,
                        key.location()));
            }
        }
    }

    private static String purpose(String path, PrivateKey key, Optional<Boolean> authority) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (LOGIN.matcher(path).matches()) {
            return "ssh login key";
        }
        if (key.encoding() == Encoding.DROPBEAR || HOST.matcher(name).matches()) {
            return "ssh host key";
        }
        return authority
                .map(isAuthority -> isAuthority ? "certificate authority key" : "certificate key")
                .orElse("unknown");
    }

    private record Use(State state, String reason) {}

    private static Use use(RootFs root, String path, Optional<Mention> mention, Optional<ShellCopy> copy) {
        if (mention.isPresent() && mention.get().how() == PathMentions.How.LINE) {
            return new Use(State.ACTIVE, "its path stands in " + mention.get().where());
        }
        Set<String> servers = DROPBEAR_PLACE.matcher(path).matches()
                ? Set.of("dropbear", "dropbearmulti")
                : OPENSSH_PLACE.matcher(path).matches() ? Set.of("sshd") : Set.of();
        Optional<String> server = servers.isEmpty() ? Optional.empty() : SshServer.find(root, servers);
        if (server.isPresent()) {
            return new Use(State.ACTIVE, "where " + server.get() + " looks by itself");
        }
        if (mention.isPresent() && mention.get().how() == PathMentions.How.STRING) {
            return new Use(State.ACTIVE, "its path stands in " + mention.get().where());
        }
        if (copy.isPresent()) {
            String where = root.pathOf(copy.get().script()) + ":" + copy.get().line();
            return new Use(State.COPY, "copied to " + copy.get().target() + " by " + where);
        }
        if (TEMPLATE.matcher(path).matches()) {
            return new Use(State.TEMPLATE, "a sample by its place or name");
        }
        return mention.map(named -> new Use(State.UNKNOWN, "its name stands behind a variable in " + named.where()))
                .orElseGet(() -> new Use(State.UNKNOWN, "nothing seen that names it"));
    }
}
