package org.vitrine.inspect.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the FTP server ProFTPD, whose file has the form of Apache's.
public final class ProftpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "proftpd",
            "Settings of ProFTPD",
            List.of("ProFTPD Directives"),
            List.of("What stands in IfModule is UNKNOWN unless a LoadModule before it loads the module."));

    private static final List<String> FILES =
            List.of("etc/proftpd/proftpd.conf", "etc/proftpd.conf", "usr/local/etc/proftpd.conf");

    private static final List<String> NAMES = List.of("""
            AllowAll AllowOverwrite AllowUser Anonymous AnonRequirePassword AuthOrder AuthPAM AuthUserFile Bind
            DefaultRoot DefaultServer DeferWelcome DenyAll DenyFilter DenyUser Directory DisplayConnect DisplayLogin
            ExtendedLog Global Group IdentLookups IfDefine IfModule Include Limit ListOptions LoadModule LogFormat
            MaxClients MaxInstances MaxLoginAttempts ModulePath MultilineRFC2228 PassivePorts PersistentPasswd Port
            RequireValidShell RootLogin ServerIdent ServerName ServerType ShowSymlinks SyslogFacility SystemLog
            TimeoutIdle TimeoutLogin TimeoutNoTransfer TimeoutStalled TLSCipherSuite TLSEngine TLSProtocol TLSRequired
            TLSRSACertificateFile TLSRSACertificateKeyFile TLSVerifyClient TransferLog Umask UseFtpUsers UseIPv6
            UseReverseDNS User UserAlias UserPassword VirtualHost WtmpLog
            """.strip().split("\\s+", -1));

    private static final Set<String> WORTH =
            Set.of("rootlogin", "serverident", "tlsengine", "tlsrequired", "defaultroot", "requirevalidshell", "user");

    private static final Set<String> SINGLE = Set.of(
            "ServerIdent",
            "ServerName",
            "RootLogin",
            "User",
            "Group",
            "Port",
            "TLSEngine",
            "TLSRequired",
            "TLSProtocol");

    /// The inspector; it keeps nothing.
    public ProftpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon proftpd = Daemon.of(root, CommandOptions.letters("cdDlpSN"), "proftpd", "in.proftpd");
        Rows rows = new Rows(root, "proftpd");
        proftpd.options(rows);
        for (ConfigFile file : proftpd.files(Set.of("-c", "--config"), FILES)) {
            new ApacheConfig(rows, NAMES, WORTH, new HashMap<>(), Includes.folderOf(root, file.file())).read(file);
        }
        rows.lastWins(SINGLE::contains);
        rows.put(facts);
    }
}
