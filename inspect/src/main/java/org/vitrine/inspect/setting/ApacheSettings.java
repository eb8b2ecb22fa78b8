package org.vitrine.inspect.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of Apache's web server, called `apache2` or `httpd`: includes followed, blocks before the directives.
public final class ApacheSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "apache",
            "Settings of Apache HTTP Server",
            List.of("Apache HTTP Server 2.4 documentation, Directive Index and Configuration Files"),
            List.of(
                    "IfModule is decided for modules that a LoadModule before it loads; else its directives are UNKNOWN.",
                    "Files .htaccess are not read; which block rules over which is not computed."));

    private static final List<String> FILES = List.of(
            "etc/apache2/apache2.conf",
            "etc/httpd/conf/httpd.conf",
            "etc/apache2/httpd.conf",
            "usr/local/apache2/conf/httpd.conf",
            "usr/local/apache/conf/httpd.conf",
            "etc/apache/apache.conf",
            "etc/apache/httpd.conf");

    private static final List<String> NAMES = List.of("""
            AccessFileName Action AddEncoding AddHandler AddOutputFilter AddOutputFilterByType AddType Alias AliasMatch
            Allow AllowEncodedSlashes AllowMethods AllowOverride AllowOverrideList AuthBasicProvider AuthDigestProvider
            AuthGroupFile AuthName AuthType AuthUserFile BrowserMatch CustomLog DefaultRuntimeDir Define Deny Directory
            DirectoryIndex DirectoryMatch DocumentRoot Else ElseIf ErrorDocument ErrorLog ErrorLogFormat ExecCGI
            ExpiresActive ExtendedStatus FileETag Files FilesMatch ForceType Group Header HostnameLookups HttpProtocolOptions
            If IfDefine IfFile IfModule IfVersion Include IncludeOptional IndexIgnore IndexOptions KeepAlive
            KeepAliveTimeout LanguagePriority Limit LimitExcept LimitRequestBody LimitRequestFields
            LimitRequestFieldSize LimitRequestLine Listen LoadModule Location LocationMatch LogFormat LogLevel
            MaxConnectionsPerChild MaxKeepAliveRequests MaxRequestWorkers MinSpareThreads Mutex NameVirtualHost Options
            Order PidFile Protocols Proxy ProxyPass ProxyPassReverse ProxyRequests Redirect RedirectMatch
            RequestHeader RequestReadTimeout Require RequireAll RequireAny RewriteCond RewriteEngine RewriteRule
            Satisfy ScriptAlias ScriptAliasMatch ScriptLog ServerAdmin ServerAlias ServerName ServerPath ServerRoot
            ServerSignature ServerTokens SetEnv SetEnvIf SetHandler SSLCACertificateFile SSLCertificateChainFile
            SSLCertificateFile SSLCertificateKeyFile SSLCipherSuite SSLCompression SSLEngine SSLHonorCipherOrder
            SSLInsecureRenegotiation SSLOptions SSLProtocol SSLProxyEngine SSLProxyVerify SSLRandomSeed SSLRequire
            SSLRequireSSL SSLSessionCache SSLSessionTickets SSLStrictSNIVHostCheck SSLUseStapling SSLVerifyClient
            SSLVerifyDepth StartServers ThreadsPerChild Timeout TraceEnable TransferLog TypesConfig UnDefine
            UseCanonicalName User UserDir VirtualHost XBitHack
            """.strip().split("\\s+", -1));

    private static final Set<String> WORTH = Set.of(
            "servertokens",
            "serversignature",
            "traceenable",
            "user",
            "listen",
            "sslengine",
            "sslprotocol",
            "sslciphersuite",
            "errorlog",
            "customlog",
            "fileetag");

    /// Directives of which the last one outside of all blocks holds.
    private static final Set<String> SINGLE = Set.of(
            "ServerTokens",
            "ServerSignature",
            "TraceEnable",
            "User",
            "Group",
            "Timeout",
            "KeepAlive",
            "LogLevel",
            "ErrorLog",
            "DocumentRoot",
            "ServerName",
            "ServerRoot",
            "FileETag",
            "SSLProtocol",
            "SSLCipherSuite",
            "SSLHonorCipherOrder",
            "SSLSessionTickets",
            "LimitRequestBody");

    /// The inspector; it keeps nothing.
    public ApacheSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon apache = Daemon.of(
                root,
                CommandOptions.letters("DdfCcEek"),
                path -> !path.contains("busybox"),
                "apache2",
                "httpd",
                "apache",
                "apache2ctl",
                "apachectl");
        Rows rows = new Rows(root, "apache");
        List<ConfigFile> files = apache.files(Set.of("-f"), FILES);
        if (files.isEmpty()) {
            return;
        }
        apache.options(rows);
        for (ConfigFile file : files) {
            new ApacheConfig(rows, NAMES, WORTH, variables(root), Includes.folderOf(root, file.file()))
                    .withBuiltIn()
                    .read(file);
        }
        rows.lastWins(SINGLE::contains);
        rows.put(facts);
    }

    /// What Debian's `envvars` gives the server: `export APACHE_RUN_USER=www-data`.
    private static Map<String, String> variables(RootFs root) {
        Map<String, String> variables = new HashMap<>();
        root.findFile("etc/apache2/envvars").ifPresent(file -> {
            for (Lines.Line line : Lines.of(root.content(file))) {
                String text = line.text().strip();
                int equals = text.indexOf('=');
                if (text.startsWith("export ") && equals > 0 && variables.size() < 200) {
                    variables.put(
                            text.substring("export ".length(), equals).strip(),
                            Rows.unquoted(text.substring(equals + 1).strip()));
                }
            }
        });
        return variables;
    }
}
