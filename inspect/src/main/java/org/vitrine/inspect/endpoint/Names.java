package org.vitrine.inspect.endpoint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells hosts that are only named from those that something may connect to. A table, and a few forms of paths.
final class Names {
    /// Whose addresses are names of namespaces, document types, standards, licences, or pages for people to read.
    private static final Set<String> NAMING = Set.of("""
            w3.org xmlsoap.org schemas.upnp.org schemas.microsoft.com schemas.android.com openxmlformats.org
            purl.org xmlns.com ns.adobe.com xml.org relaxng.org json-schema.org oasis-open.org dlna.org schema.org
            iana.org ietf.org rfc-editor.org iso.org itu.int ieee.org 3gpp.org broadband-forum.org etsi.org
            gnu.org fsf.org opensource.org creativecommons.org spdx.org apache.org mozilla.org unicode.org
            sourceforge.net sf.net sourceware.org github.com github.io gitlab.com bitbucket.org savannah.gnu.org code.google.com
            googlecode.com launchpad.net freedesktop.org kernel.org man7.org linux.org linuxfoundation.org tldp.org
            openssl.org busybox.net uclibc.org musl-libc.org gcc.gnu.org llvm.org python.org lua.org perl.org php.net
            sqlite.org zlib.net libpng.org ijg.org netfilter.org tcpdump.org isc.org thekelleys.org.uk samba.org
            roaringpenguin.com nginx.org nginx.com lighttpd.net curl.se curl.haxx.se haxx.se haproxy.org hostap.epitest.fi w1.fi
            wikipedia.org wikimedia.org stackoverflow.com readthedocs.io readthedocs.org debian.org redhat.com
            ubuntu.com pcre.org xmlsoft.org gnupg.org libsdl.org opengroup.org open-std.org zeroconf.org goessner.net matt.ucc.asn.au
            net-snmp.org gnutls.org strongswan.org strongswan.com jabber.org xmpp.org snowman.net libusb.info mosquitto.org
            oclc.org ascc.net kroah.com webdav.org ntfs-3g.org lsof.itap.purdue.edu upnp.org
            """.strip().split("\\s+", -1));

    private static final List<String> READING =
            List.of("bugs.", "bugzilla.", "docs.", "doc.", "wiki.", "lists.", "help.", "support.", "man.", "manual.");

    private static final Pattern PAGE = Pattern.compile(
            "(?i).*(?:\\.(?:dtd|xsd|xsl|rng|pdf)|/(?:licen[sc]es?|docs?|documentation|wiki|faq|bugs?|manual|rfc|man|dtds?|xmlns?|schemas?|ns)(?:[/.].*)?|/licen[sc]e[^/]*)$");

    private static final Pattern OWN = Pattern.compile(
            "localhost|.*\\.localhost|127\\..*|0\\.0\\.0\\.0|::1?|255\\.255\\.255\\.255|1\\.2\\.3\\.4|22[4-9]\\..*|23\\d\\..*|ff[0-9a-f]{2}:.*|fe80:.*");

    private static final Pattern EXAMPLE = Pattern.compile(
            "(?:.*\\.)?example(?:\\.(?:com|net|org|edu))?|.*\\.(?:example|test|invalid|tld)|(?:.*\\.)?(?:mydomain|domain|foo|foobar|host|somewhere|server)\\.(?:com|org|net|tld)|(?:.*\\.)?your[a-z-]*\\..*|192\\.0\\.2\\..*|198\\.51\\.100\\..*|203\\.0\\.113\\..*|2001:db8:.*");

    private Names() {}

    /// Whether nobody connects to a host by this: the element itself, a group, or an example.
    static boolean leadsNowhere(String host) {
        return OWN.matcher(host).matches() || EXAMPLE.matcher(host).matches();
    }

    /// Whether a URL in a program only names something.
    static boolean isName(Url url) {
        return leadsNowhere(url.host()) || isRead(url) && !url.text().contains("/releases/download/");
    }

    private static boolean isRead(Url url) {
        String host = url.host();
        for (int dot = 0; dot >= 0; dot = host.indexOf('.', dot) + 1) {
            if (NAMING.contains(host.substring(dot))) {
                return true;
            }
            if (host.indexOf('.', dot) < 0) {
                break;
            }
        }
        int path = url.text().indexOf('/', url.text().indexOf("//") + 2);
        boolean home =
                host.startsWith("www.") && (path < 0 || path == url.text().length() - 1);
        return home
                || READING.stream().anyMatch(host::startsWith)
                || path > 0 && PAGE.matcher(url.text().substring(path)).matches();
    }
}
