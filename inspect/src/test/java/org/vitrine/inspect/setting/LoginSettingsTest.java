package org.vitrine.inspect.setting;

import static org.vitrine.inspect.setting.SettingRows.row;
import static org.vitrine.inspect.setting.SettingRows.settings;

import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;

class LoginSettingsTest {
    @Test
    void pamHasStacks() {
        HandMadeTree tree = new HandMadeTree()
                .programs("lib/libpam.so.0")
                .file("etc/pam.d/sshd", """
                        # auth is asked first
                        #auth required pam_securetty.so
                        @include common-auth
                        -session  optional pam_x.so a=b \\
                            c
                        password [success=1 default=ignore] pam_unix.so sha512
                        """)
                .file("etc/pam.d/common-auth", "auth sufficient pam_unix.so nullok\n")
                .file("etc/pam.d/login.bak", "auth sufficient pam_permit.so\n")
                .file("etc/pam.conf", "login auth required pam_permit.so\n")
                .file(
                        "etc/security/pwquality.conf",
                        "# minlen = 8\nminlen = 12\n# Prose about minlen\nenforce_for_root\n");
        settings(new PamSettings(), tree)
                .containsExactly(
                        row("common-auth auth", "sufficient pam_unix.so nullok", 1, State.ACTIVE),
                        row("login.bak auth", "sufficient pam_permit.so", 1, State.COPY),
                        row("sshd auth", "required pam_securetty.so", 2, State.INACTIVE),
                        row("sshd @include", "common-auth", 3, State.ACTIVE),
                        row("sshd session", "optional pam_x.so a=b c", 4, State.ACTIVE),
                        row("sshd password", "[success=1 default=ignore] pam_unix.so sha512", 6, State.ACTIVE),
                        row("login auth", "required pam_permit.so", 1, State.INACTIVE),
                        row("pwquality.conf > minlen", "8", 1, State.INACTIVE),
                        row("pwquality.conf > minlen", "12", 2, State.ACTIVE),
                        row("pwquality.conf > enforce_for_root", "", 4, State.ACTIVE));
    }

    @Test
    void withoutItsLibraryPamIsNotInForce() {
        HandMadeTree tree = new HandMadeTree().file("etc/pam.d/su", "auth sufficient pam_rootok.so\n");
        settings(new PamSettings(), tree).containsExactly(row("su auth", "sufficient pam_rootok.so", 1, State.UNKNOWN));
    }

    @Test
    void loginDefsTakesTheLastValue() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/login")
                .file("etc/login.defs", """
                        # PASS_MAX_DAYS is the maximum number of days
                        #PASS_MIN_DAYS 1
                        PASS_MAX_DAYS\t99999
                        PASS_MAX_DAYS\t90
                        ENCRYPT_METHOD SHA512
                        UMASK 022
                        """)
                .file("etc/login.defs.rpmnew", "PASS_MAX_DAYS 1\n");
        settings(new LoginDefsSettings(), tree)
                .containsExactly(
                        row("PASS_MIN_DAYS", "1", 2, State.INACTIVE),
                        row("PASS_MAX_DAYS", "99999", 3, State.INACTIVE),
                        row("PASS_MAX_DAYS", "90", 4, State.ACTIVE),
                        row("ENCRYPT_METHOD", "SHA512", 5, State.ACTIVE),
                        row("UMASK", "022", 6, State.ACTIVE),
                        row("PASS_MAX_DAYS", "1", 1, State.TEMPLATE));
    }

    @Test
    void busyBoxReadsNoLoginDefs() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/busybox")
                .link("bin/login", "busybox")
                .file("etc/login.defs", "UMASK 077\n");
        settings(new LoginDefsSettings(), tree).containsExactly(row("UMASK", "077", 1, State.UNKNOWN));
    }

    @Test
    void sudoersShowsRightsAndDefaults() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/bin/sudo")
                .file("etc/sudoers", """
                        ## Defaults specification
                        # Defaults log_output
                        Defaults env_reset, !authenticate
                        Defaults:joe secure_path="/bin,/sbin", timestamp_timeout=0 # minutes
                        User_Alias ADMINS = joe, jim : OPS = ann
                        root ALL=(ALL:ALL) ALL
                        # %wheel ALL=(ALL) NOPASSWD: ALL
                        %sudo, joe\tALL = (ALL) \\
                            NOPASSWD: /bin/ls
                        #1000 ALL=(ALL) ALL
                        #includedir /etc/sudoers.d
                        #include files are read here
                        @include /etc/gone
                        """)
                .file("etc/sudoers.d/one", "ann ALL=NOPASSWD: ALL\n")
                .file("etc/sudoers.d/one.off", "eve ALL=NOPASSWD: ALL\n")
                .file("usr/share/doc/sudo/examples/sudoers", "ALL ALL=(ALL) NOPASSWD: ALL\n");
        settings(new SudoersSettings(), tree)
                .containsExactly(
                        row("Defaults", "log_output", 2, State.INACTIVE),
                        row("Defaults", "env_reset", 3, State.ACTIVE),
                        row("Defaults", "!authenticate", 3, State.ACTIVE),
                        row("Defaults:joe", "secure_path=\"/bin,/sbin\"", 4, State.ACTIVE),
                        row("Defaults:joe", "timestamp_timeout=0", 4, State.ACTIVE),
                        row("User_Alias ADMINS", "joe, jim", 5, State.ACTIVE),
                        row("User_Alias OPS", "ann", 5, State.ACTIVE),
                        row("user root", "ALL=(ALL:ALL) ALL", 6, State.ACTIVE),
                        row("user %wheel", "ALL=(ALL) NOPASSWD: ALL", 7, State.INACTIVE),
                        row("user %sudo, joe", "ALL = (ALL) NOPASSWD: /bin/ls", 8, State.ACTIVE),
                        row("user #1000", "ALL=(ALL) ALL", 10, State.ACTIVE),
                        row("user ann", "ALL=NOPASSWD: ALL", 1, State.ACTIVE),
                        row("@include", "/etc/gone", 13, State.UNKNOWN));
    }

    @Test
    void securettyHoldsWhereLoginAsks() {
        String terminals = "# root may come from\nconsole\n#ttyS1\nttyS0\npts/0\n";
        settings(
                        new SecurettySettings(),
                        new HandMadeTree().programs("bin/login").file("etc/securetty", terminals))
                .containsExactly(
                        row("tty", "console", 2, State.ACTIVE),
                        row("tty", "ttyS1", 3, State.INACTIVE),
                        row("tty", "ttyS0", 4, State.ACTIVE),
                        row("tty", "pts/0", 5, State.ACTIVE));
        HandMadeTree pam = new HandMadeTree()
                .programs("bin/login", "lib/libpam.so.0")
                .file("etc/pam.d/login", "#auth requisite pam_securetty.so\n")
                .file("etc/securetty", "console\n");
        settings(new SecurettySettings(), pam).containsExactly(row("tty", "console", 1, State.INACTIVE));
        settings(new SecurettySettings(), pam.file("etc/pam.d/login", "auth requisite pam_securetty.so\n"))
                .containsExactly(row("tty", "console", 1, State.ACTIVE));
    }

    @Test
    void shellsGetATimeLimit() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/sh")
                .file("etc/profile", """
                        PATH=/bin:/sbin
                        # TMOUT=600
                        # The TMOUT=0 turns it off, umask 000 too
                        if [ "$x" ]; then
                            umask 000
                        fi
                        umask 027
                        for f in /etc/profile.d/*.sh; do . $f; done
                        MYTMOUT=3
                        """)
                .file("etc/profile.d/t.sh", "readonly TMOUT=300; export TMOUT\n")
                .file("etc/profile.d/t.sh.bak", "TMOUT=9\n")
                .file("usr/share/base-files/profile", "umask 022\n");
        settings(new ShellSettings(), tree)
                .containsExactly(
                        row("PATH", "/bin:/sbin", 1, State.ACTIVE),
                        row("TMOUT", "600", 2, State.INACTIVE),
                        row("umask", "000", 5, State.UNKNOWN),
                        row("umask", "027", 7, State.ACTIVE),
                        row("TMOUT", "300", 1, State.ACTIVE));
    }
}
