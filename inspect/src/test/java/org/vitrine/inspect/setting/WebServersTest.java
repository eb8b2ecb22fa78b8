package org.vitrine.inspect.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.inspect.setting.SettingRows.row;
import static org.vitrine.inspect.setting.SettingRows.settings;

import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;

class WebServersTest {
    @Test
    void nginxHasBlocks() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/nginx")
                .file("etc/nginx/nginx.conf", """
                        user  root;
                        http {
                            # server_tokens off;
                            # deny is what a guest gets; listen too.
                            types { text/html html; }
                            add_header X "a; b { c";
                            include conf.d/*.conf;
                            include gone.conf;
                        }
                        """)
                .file("etc/nginx/conf.d/a.conf", """
                        server { listen 80; listen [::]:443 ssl;
                          location ~ \\.php$ { autoindex on; }
                          location /x { internal; } }
                        """)
                .file("etc/nginx/conf.d/b.conf.off", "server { listen 8080; }\n")
                .file("usr/share/doc/nginx/nginx.conf", "http { server_tokens on; }\n");
        settings(new NginxSettings(), tree)
                .containsExactly(
                        row("user", "root", 1, State.ACTIVE),
                        row("http > server_tokens", "off", 3, State.INACTIVE),
                        row("http > add_header", "X \"a; b { c\"", 6, State.ACTIVE),
                        row("http > server > listen", "80", 1, State.ACTIVE),
                        row("http > server > listen", "[::]:443 ssl", 1, State.ACTIVE),
                        row("http > server > location ~ \\\\.php$ > autoindex", "on", 2, State.ACTIVE),
                        row("http > server > location /x > internal", "", 3, State.ACTIVE),
                        row("http > include", "gone.conf", 8, State.UNKNOWN),
                        row("http > server_tokens", "on", 1, State.TEMPLATE));
    }

    @Test
    void nginxThatIncludesItselfEnds() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/nginx")
                .file("etc/nginx/nginx.conf", "a { include nginx.conf; include *.conf; }\nuser x;\n");
        settings(new NginxSettings(), tree).contains(row("user", "x", 2, State.ACTIVE));
    }

    @Test
    void theStartNamesTheFile() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/nginx", "usr/sbin/lighttpd")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\nnginx -c /opt/n.conf\n#lighttpd -f /etc/lighttpd.conf &\n")
                .file("opt/n.conf", "user a;\n")
                .file("etc/nginx/nginx.conf", "user b;\n")
                .file("etc/lighttpd.conf", "server.port = 80\n");
        settings(new NginxSettings(), tree)
                .containsExactly(
                        row("-c", "/opt/n.conf", 2, State.ACTIVE),
                        row("user", "a", 1, State.ACTIVE),
                        row("user", "b", 1, State.INACTIVE));
        settings(new LighttpdSettings(), tree)
                .containsExactly(
                        row("-f", "/etc/lighttpd.conf", 3, State.INACTIVE),
                        row("server.port", "80", 1, State.INACTIVE));
    }

    @Test
    void lighttpdHasConditions() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/lighttpd")
                .file("etc/lighttpd/lighttpd.conf", """
                        var.confdir = "/etc/lighttpd"
                        server.modules = (
                            "mod_cgi", # "mod_webdav",
                            "mod_auth" )
                        #dir-listing.activate = "enable"
                        # dir-listing is never a good idea
                        include confdir + "/more.conf"
                        include_shell "/bin/list"
                        $HTTP["url"] =~ "^/x{1}" {
                          dir-listing.activate = "enable" }
                        else $HTTP["host"] == "a" { server.tag = "x" }
                        server.errorlog = confdir +
                            "/e"
                        """)
                .file("etc/lighttpd/more.conf", "$ SERVER [\"socket\"] == \":443\" { ssl.engine = \"enable\" }\n")
                .file("etc/lighttpd/lighttpd.conf.bak", "server.port = 8080\n#server.tag = \"y\"\n");
        settings(new LighttpdSettings(), tree)
                .containsExactly(
                        row("var.confdir", "/etc/lighttpd", 1, State.ACTIVE),
                        row("server.modules", "( \"mod_cgi\", \"mod_auth\" )", 2, State.ACTIVE),
                        row("dir-listing.activate", "enable", 5, State.INACTIVE),
                        row("$SERVER[\"socket\"] == \":443\" > ssl.engine", "enable", 1, State.ACTIVE),
                        row("include_shell", "/bin/list", 8, State.UNKNOWN),
                        row("$HTTP[\"url\"] =~ \"^/x{1}\" > dir-listing.activate", "enable", 10, State.ACTIVE),
                        row("else $HTTP[\"host\"] == \"a\" > server.tag", "x", 11, State.ACTIVE),
                        row("server.errorlog", "confdir + \"/e\"", 12, State.ACTIVE),
                        row("server.port", "8080", 1, State.COPY));
    }

    @Test
    void apacheHasCanonicalNames() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/apache2")
                .file("etc/apache2/envvars", "export APACHE_RUN_USER=www-data\n")
                .file("etc/apache2/apache2.conf", """
                        servertokens OS
                        ServerTokens Prod
                        #ServerSignature Off
                        # ServerTokens is what this line says about the server
                        User ${APACHE_RUN_USER}
                        LoadModule ssl_module modules/mod_ssl.so
                        <IfModule ssl_module>
                          SSLProtocol all \\
                             -SSLv3
                        </IfModule>
                        <IfModule !mod_dir.c>
                          Options None
                        </IfModule>
                        <Directory "/www">
                          options Indexes
                        </Directory>
                        Include sites/
                        Include gone.conf
                        IncludeOptional none.conf
                        """)
                .file("etc/apache2/sites/a", "<VirtualHost *:443>\nSSLEngine on\n<Location />\nRequire all denied\n");
        settings(new ApacheSettings(), tree)
                .containsExactly(
                        row("ServerTokens", "OS", 1, State.INACTIVE),
                        row("ServerTokens", "Prod", 2, State.ACTIVE),
                        row("ServerSignature", "Off", 3, State.INACTIVE),
                        row("User", "www-data", 5, State.ACTIVE),
                        row("LoadModule", "ssl_module modules/mod_ssl.so", 6, State.ACTIVE),
                        row("SSLProtocol", "all -SSLv3", 8, State.ACTIVE),
                        row("Options", "None", 12, State.UNKNOWN),
                        row("Directory /www > Options", "Indexes", 15, State.ACTIVE),
                        row("VirtualHost *:443 > SSLEngine", "on", 2, State.ACTIVE),
                        row("VirtualHost *:443 > Location / > Require", "all denied", 4, State.ACTIVE),
                        row("Include", "gone.conf", 18, State.UNKNOWN));
    }

    @Test
    void withoutTheProgramNothingIsInForce() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/apache2/apache2.conf", "ServerTokens Full\n")
                .file("etc/boa/boa.conf", "User root\n")
                .file("etc/nginx/nginx.conf", "user root;\n")
                .file("etc/snmp/snmpd.conf", "rwcommunity private\n");
        settings(new ApacheSettings(), tree).containsExactly(row("ServerTokens", "Full", 1, State.UNKNOWN));
        settings(new BoaSettings(), tree).containsExactly(row("User", "root", 1, State.UNKNOWN));
        settings(new NginxSettings(), tree).containsExactly(row("user", "root", 1, State.UNKNOWN));
        settings(new SnmpdSettings(), tree).containsExactly(row("rwcommunity", "private", 1, State.UNKNOWN));
    }

    @Test
    void boaTakesTheLastValue() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/boa")
                .file("etc/boa/boa.conf", """
                        Port 80
                        #Port 8080
                        # User: the name or UID the server should run as.
                        #User of the web pages have the rights of boa
                        user nobody
                        User root
                        ScriptAlias /cgi-bin/ /www/cgi-bin/
                        """)
                .file("etc/boa/boa.conf.default", "User admin\n");
        settings(new BoaSettings(), tree)
                .containsExactly(
                        row("Port", "80", 1, State.ACTIVE),
                        row("Port", "8080", 2, State.INACTIVE),
                        row("User", "nobody", 5, State.INACTIVE),
                        row("User", "root", 6, State.ACTIVE),
                        row("ScriptAlias", "/cgi-bin/ /www/cgi-bin/", 7, State.ACTIVE),
                        row("User", "admin", 1, State.TEMPLATE));
    }

    @Test
    void goAheadHasRoutesAndUsers() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/goahead")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\ngoahead -v --home /etc/web /www 0.0.0.0:80 &\n")
                .file("etc/web/route.txt", """
                        # route uri=/old handler=cgi
                        # A route says which handler a request gets
                        route uri=/cgi-bin handler=cgi
                        route uri=/admin auth=basic abilities=manage
                        """)
                .file(
                        "etc/web/auth.txt",
                        "role name=manager abilities=manage\nuser name=admin password=x roles=manager\n")
                .file("usr/share/doc/goahead/route.txt", "route uri=/ auth=form\n");
        settings(new GoAheadSettings(), tree)
                .containsExactlyInAnyOrder(
                        row("-v", "", 2, State.ACTIVE),
                        row("--home", "/etc/web", 2, State.ACTIVE),
                        row("documents", "/www", 2, State.ACTIVE),
                        row("listen", "0.0.0.0:80", 2, State.ACTIVE),
                        row("route /old", "handler=cgi", 1, State.INACTIVE),
                        row("route /cgi-bin", "handler=cgi", 3, State.ACTIVE),
                        row("route /admin", "auth=basic abilities=manage", 4, State.ACTIVE),
                        row("role manager", "abilities=manage", 1, State.ACTIVE),
                        row("user admin", "password=x roles=manager", 2, State.ACTIVE),
                        row("route /", "auth=form", 1, State.TEMPLATE));
    }

    @Test
    void miniHttpdsOptionsAreWords() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/mini_httpd", "usr/sbin/thttpd")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\nmini_httpd -p 8080 -nor -C /etc/m.conf\n#thttpd -u root &\n")
                .file("etc/m.conf", "user=root # and so on\nport=80\nport=81\n#chroot\n#dir=/www\nnochroot\n")
                .file("etc/thttpd.conf", "user=root\n");
        settings(new MiniHttpdSettings(), tree)
                .containsExactly(
                        row("-p", "8080", 2, State.ACTIVE),
                        row("-nor", "", 2, State.ACTIVE),
                        row("-C", "/etc/m.conf", 2, State.ACTIVE),
                        row("user", "root", 1, State.ACTIVE),
                        row("port", "80", 2, State.INACTIVE),
                        row("port", "81", 3, State.ACTIVE),
                        row("dir", "/www", 5, State.INACTIVE),
                        row("nochroot", "", 6, State.ACTIVE),
                        row("-u", "root", 3, State.INACTIVE),
                        row("user", "root", 1, State.INACTIVE));
    }

    @Test
    void busyBoxHttpdIsNotApache() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/busybox")
                .link("usr/sbin/httpd", "../../bin/busybox")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\nhttpd -p 80 -h /www\n")
                .file("etc/httpd.conf", "A:10.\nD:*\n#/cgi-bin:root:root\n/cgi-bin:admin:secret\n");
        settings(new HttpdSettings(), tree)
                .containsExactly(
                        row("-p", "80", 2, State.ACTIVE),
                        row("-h", "/www", 2, State.ACTIVE),
                        row("A", "10.", 1, State.ACTIVE),
                        row("D", "*", 2, State.ACTIVE),
                        row("/cgi-bin", "admin:secret", 4, State.ACTIVE));
        assertThat(SettingRows.of(new ApacheSettings(), tree.root())).isEmpty();
    }

    @Test
    void uhttpdReadsSectionsWhereItsScriptRuns() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/uhttpd")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS S boot\n")
                .file("etc/init.d/rcS", "#!/bin/sh\n/etc/init.d/uhttpd start\n")
                .file("etc/init.d/uhttpd", "#!/bin/sh\nuhttpd -f -p 0.0.0.0:80 &\n")
                .file("etc/config/uhttpd", """
                        config uhttpd main
                        \tlist listen_http\t0.0.0.0:80
                        #\toption no_dirlists 0
                        \toption rfc1918_filter '1'
                        #config cert px5g
                        #\toption bits 1024
                        """)
                .file("rom/etc/config/uhttpd", "config uhttpd main\n\toption home /x\n");
        settings(new UhttpdSettings(), tree)
                .containsExactly(
                        row("-f", "", 2, State.ACTIVE),
                        row("-p", "0.0.0.0:80", 2, State.ACTIVE),
                        row("uhttpd main > listen_http", "0.0.0.0:80", 2, State.ACTIVE),
                        row("uhttpd main > no_dirlists", "0", 3, State.INACTIVE),
                        row("uhttpd main > rfc1918_filter", "1", 4, State.ACTIVE),
                        row("uhttpd main > home", "/x", 2, State.TEMPLATE));
    }
}
