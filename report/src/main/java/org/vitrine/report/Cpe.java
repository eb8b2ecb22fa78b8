package org.vitrine.report;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that the National Vulnerability Database gives to products (CPE 2.3, NIST IR 7695), as its records use
/// them. A table: what isn't in it has no such name here.
final class Cpe {
    private static final Pattern UPDATE = Pattern.compile("([0-9.]+)-?((?:p|rc|test|beta)[0-9]+)");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("avahi", "a:avahi:avahi"),
            Map.entry("bash", "a:gnu:bash"),
            Map.entry("busybox", "a:busybox:busybox"),
            Map.entry("curl", "a:haxx:curl"),
            Map.entry("dnsmasq", "a:thekelleys:dnsmasq"),
            Map.entry("dropbear", "a:dropbear_ssh_project:dropbear_ssh"),
            Map.entry("expat", "a:libexpat_project:libexpat"),
            Map.entry("glibc", "a:gnu:glibc"),
            Map.entry("hostapd", "a:w1.fi:hostapd"),
            Map.entry("iptables", "a:netfilter:iptables"),
            Map.entry("libcurl", "a:haxx:libcurl"),
            Map.entry("libpng", "a:libpng:libpng"),
            Map.entry("libupnp", "a:libupnp_project:libupnp"),
            Map.entry("lighttpd", "a:lighttpd:lighttpd"),
            Map.entry("linux", "o:linux:linux_kernel"),
            Map.entry("lua", "a:lua:lua"),
            Map.entry("mbedtls", "a:arm:mbed_tls"),
            Map.entry("miniupnpd", "a:miniupnp_project:miniupnpd"),
            Map.entry("mosquitto", "a:eclipse:mosquitto"),
            Map.entry("musl", "a:musl-libc:musl"),
            Map.entry("nginx", "a:f5:nginx"),
            Map.entry("ntp", "a:ntp:ntp"),
            Map.entry("openssh", "a:openbsd:openssh"),
            Map.entry("openssl", "a:openssl:openssl"),
            Map.entry("openvpn", "a:openvpn:openvpn"),
            Map.entry("ppp", "a:point-to-point_protocol_project:point-to-point_protocol"),
            Map.entry("samba", "a:samba:samba"),
            Map.entry("sqlite", "a:sqlite:sqlite"),
            Map.entry("u-boot", "a:denx:u-boot"),
            Map.entry("uclibc", "a:uclibc:uclibc"),
            Map.entry("vsftpd", "a:vsftpd_project:vsftpd"),
            Map.entry("wpa_supplicant", "a:w1.fi:wpa_supplicant"),
            Map.entry("zlib", "a:zlib:zlib"));

    private Cpe() {}

    /// The name of a product in a version, where both are known.
    static Optional<String> of(String product, String version) {
        String name = NAMES.getOrDefault(product, "");
        if (name.isEmpty() || !version.matches("[0-9A-Za-z][0-9A-Za-z._-]{0,60}")) {
            return Optional.empty();
        }
        Matcher update = UPDATE.matcher(version);
        String numbered = update.matches() ? update.group(1) + ":" + update.group(2) : version + ":*";
        return Optional.of("cpe:2.3:" + name + ":" + numbered + ":*:*:*:*:*:*");
    }
}
