/// Settings of the programs a network element runs, one reader for each, all as rows of [Setting].
///
/// **`service`** is the program's usual name in lower case: `apache` `boa` `cwmp` `dropbear` `firewall`
/// `frr` `fstab` `goahead` `httpd` (BusyBox) `kernel` `lighttpd` `login.defs` `logrotate` `mini_httpd`
/// `nginx` `pam` `proftpd` `rsyslog` `securetty` `shell` `snmpd` `sshd` `sudoers` `syslog-ng` `syslogd`
/// `system` (OpenWrt) `telnetd` `thttpd` `uhttpd` `vsftpd` `xinetd`.
///
/// **`key`** is the directive's name, spelled as the program's manual spells it. The blocks it stands
/// in come before it, outermost first, each with its arguments, joined by ` > `; quotes around an
/// argument are taken off and blanks between words are one space. An option of a command line is the
/// option with its dashes (`-p`), and a section of a UCI file is a block: its type, then its name or,
/// where it has none, its option `name` (`zone wan > input`); one without any is its type alone.
/// lighttpd's conditions keep their quotes. What only asks whether a module is there (`IfModule`,
/// `IfDefine`, `IfVersion` of apache and proftpd) is no part of a key.
///
/// **`value`** is what follows the name, as it stands, in one line; quotes around the whole are taken
/// off. It is empty for a directive without a value. A directive that takes a list of its own lines
/// gives a row for each.
///
/// **`state`** is ACTIVE where the program starts, or is in the image, and reads the file; INACTIVE
/// where it is commented out, overruled or its program is switched off; TEMPLATE in samples and
/// packaged defaults (below `usr/share`, `rom`; `*.default`, `*.example`, `*.sample`, `*.dpkg-dist` …);
/// COPY in copies kept beside the file (`*.bak`, `*.old`, `*~`, `etc_ro`); UNKNOWN where no such
/// program was found, where a condition is not decided, or where the value is a variable's. An include
/// that leads to nothing is a row of its own with the state UNKNOWN: what it would have set isn't
/// known.
///
/// - apache: `ServerTokens` = `Prod`
/// - apache: `VirtualHost *:443 > SSLProtocol` = `all -SSLv3`
/// - apache: `Directory /var/www > Options` = `Indexes FollowSymLinks`
/// - apache: `LoadModule` = `status_module modules/mod_status.so`
/// - boa: `User`, `Port`, `ScriptAlias` = `nobody`, `80`, `/cgi-bin/ /www/cgi-bin/`
/// - cwmp: `cwmpd cwmpd_config > acs_url` (the file's own section and option names) =
///   `https://acs.example/`
/// - firewall: `defaults > input`, `zone wan > input`, `rule Allow-Ping > target` = `REJECT`
/// - frr: `password`, `enable password` = `8 Xy…`, `zebra`
/// - frr: `service password-encryption`, `no service password-encryption`
/// - frr: `log file`, `log syslog` = `/var/log/frr.log`, `informational`
/// - frr: `line vty > access-class`, `line vty > exec-timeout`, `line vty > no login` = `vty-only`, `5
///   0`
/// - frr: `router bgp 65000 > neighbor` = `192.0.2.1 password secret`
/// - frr: `bgpd`, `bgpd_options` (the file `daemons`) = `yes`, `-A 127.0.0.1`
/// - fstab: `/tmp > options`, `/tmp > type`, `/tmp > device` = `rw,nosuid,nodev`, `tmpfs`, `tmpfs`
/// - goahead: `route /cgi-bin/` (route.txt) = `auth=basic abilities=manage handler=cgi`
/// - goahead: `user admin`, `role manager`, `--log`, `documents`, `listen` = `password=… roles=manager`
/// - httpd: `-p`, `-h`, `A`, `D`, `/cgi-bin` (httpd.conf) = `80`, `/www`, `10.`, `*`, `admin:secret`
/// - lighttpd: `server.port`, `server.modules`, `dir-listing.activate` = `80`, `( "mod_cgi" )`,
///   `enable`
/// - lighttpd: `$SERVER["socket"] == ":443" > ssl.engine`, `$HTTP["url"] =~ "^/x" >
///   dir-listing.activate` = `enable`
/// - login.defs: `PASS_MAX_DAYS`, `ENCRYPT_METHOD`, `UMASK` = `99999`, `SHA512`, `022`
/// - logrotate: `rotate`, `/var/log/syslog > rotate`, `/var/log/a /var/log/b > create` = `4`, `7`,
///   `0640 root adm`
/// - mini_httpd, thttpd: `port`, `user`, `cgipat`, `nochroot` (file), `-p`, `-u`, `-c` (command line) =
///   `80`
/// - nginx: `user`, `http > server_tokens`, `http > server > listen` = `www-data`, `off`, `443 ssl`
/// - nginx: `http > server > location /x > autoindex`, `http > server > location ~ \.php$ >
///   fastcgi_pass` = `on`
/// - pam: `sshd auth`, `common-password password`, `login @include` = `required pam_unix.so nullok`
/// - pam: `pwquality.conf > minlen`, `faillock.conf > deny` (below etc/security) = `12`, `5`
/// - proftpd: `ServerIdent`, `RootLogin`, `Anonymous ~ftp > User`, `VirtualHost x > TLSEngine` = `off`
/// - rsyslog, syslogd: `rule auth,authpriv.*` (selector and action of syslog.conf) =
///   `/var/log/auth.log`, `@@loghost:514`
/// - rsyslog: `$ModLoad`, `$FileCreateMode` (legacy) = `imudp`, `0640`
/// - rsyslog: `action omfwd > target`, `action omfwd > protocol`, `input imtcp > port`, `module imtcp >
///   load` = `10.0.0.1`
/// - rsyslog: `ruleset remote > action omfile > file`, `if EXPRESSION > action omfwd > target`, `global
///   > …`
/// - securetty: `tty` (one row for each) = `ttyS0`
/// - shell: `TMOUT`, `umask`, `PATH` = `300`, `022`
/// - snmpd: `rocommunity`, `rwcommunity`, `com2sec`, `rouser`, `createUser`, `agentaddress`, `view` =
///   `public 10.0.0.0/8`
/// - snmpd: `com2sec public > community` (UCI) = `public`
/// - sudoers: `user %sudo`, `user joe` = `ALL=(ALL) NOPASSWD: ALL`
/// - sudoers: `Defaults`, `Defaults:joe` (a row for each), `User_Alias ADMINS` = `!authenticate`, `joe,
///   jim`
/// - syslog-ng: `destination d_net > network`, `source s_src > system`, `options > use_dns` =
///   `"10.0.0.1" port(514)`
/// - syslog-ng: `log > source`, `log > filter`, `log > destination`, `filter f_auth` = `s_src`, …,
///   `facility(auth)`
/// - syslogd: `-R`, `-O`, `-L` (command line) = `10.0.0.1:514`, `/var/log/messages`
/// - system: `system > log_ip`, `system > log_proto`, `timeserver ntp > server` = `10.0.0.1`
/// - uhttpd: `uhttpd main > listen_http`, `uhttpd main > no_dirlists` (UCI), `-p`, `-h`, `-D` =
///   `0.0.0.0:80`, `1`
/// - vsftpd: `anonymous_enable`, `ssl_enable` (defaults too, line 0) = `YES`
/// - xinetd: `defaults > only_from`, `service telnet > disable` = `10.0.0.0/8`, `no`
///
/// To ask who sends logs elsewhere: rsyslog and syslogd `rule %` with a value like `@%`, rsyslog
/// `%action omfwd > target`, syslog-ng `destination % > network` (or `tcp`, `udp`, `syslog`), syslogd
/// `-R`, system `system > log_ip`, frr `log syslog`.
package org.vitrine.inspect.setting;
