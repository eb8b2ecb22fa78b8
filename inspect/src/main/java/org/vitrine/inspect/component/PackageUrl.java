package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;

/// Package URLs (purl-spec): `pkg:TYPE/NAMESPACE/NAME@VERSION?arch=ARCH&distro=DISTRO`.
final class PackageUrl {
    private PackageUrl() {}

    /// The URL of what is known; empty parts are left out.
    static String of(String type, String namespace, String name, String version, String arch, String distro) {
        StringBuilder url = new StringBuilder("pkg:").append(type).append('/');
        if (!namespace.isEmpty()) {
            url.append(quoted(namespace)).append('/');
        }
        url.append(quoted(name));
        if (!version.isEmpty()) {
            url.append('@').append(quoted(version));
        }
        char mark = '?';
        if (!arch.isEmpty()) {
            url.append(mark).append("arch=").append(quoted(arch));
            mark = '&';
        }
        if (!distro.isEmpty()) {
            url.append(mark).append("distro=").append(quoted(distro));
        }
        return url.toString();
    }

    private static String quoted(String part) {
        StringBuilder text = new StringBuilder();
        for (byte value : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (value & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "-._~:".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return text.toString();
    }
}
