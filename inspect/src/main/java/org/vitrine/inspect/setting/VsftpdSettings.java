package org.vitrine.inspect.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the FTP server vsftpd, with the defaults that matter where its file is silent.
public final class VsftpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "vsftpd",
            "Settings of vsftpd",
            List.of("vsftpd.conf(5)"),
            List.of("A file that is named on the command line without an option is read where a start shows it."));

    private static final List<String> FILES =
            List.of("etc/vsftpd.conf", "etc/vsftpd/vsftpd.conf", "usr/local/etc/vsftpd.conf");
    private static final Set<String> WORTH = Set.of(
            "anonymous_enable",
            "local_enable",
            "write_enable",
            "anon_upload_enable",
            "anon_mkdir_write_enable",
            "chroot_local_user",
            "ssl_enable",
            "ftpd_banner",
            "xferlog_enable",
            "no_anon_password");
    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("anonymous_enable", "YES");
        defaults.put("local_enable", "NO");
        defaults.put("write_enable", "NO");
        defaults.put("ssl_enable", "NO");
        return defaults;
    }

    /// The inspector; it keeps nothing.
    public VsftpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon vsftpd = Daemon.of(root, VsftpdSettings::operands, "vsftpd");
        Rows rows = new Rows(root, "vsftpd");
        for (ConfigFile file : vsftpd.files(Set.of("file"), FILES)) {
            Rows own = new Rows(root, "vsftpd");
            Assignments.read(own, file, '=', WORTH);
            own.lastWins(_ -> true);
            own.put(facts);
            if (file.state() == State.ACTIVE) {
                DEFAULTS.forEach((key, value) -> {
                    if (!own.sets(key)) {
                        rows.standard(file, key, value);
                    }
                });
            }
        }
        rows.put(facts);
    }

    /// The operands of a command line name files, the options set values.
    private static List<CommandOptions.Option> operands(List<String> words) {
        return words.stream()
                .filter(word -> !word.startsWith("-"))
                .map(word -> new CommandOptions.Option("file", word))
                .toList();
    }
}
