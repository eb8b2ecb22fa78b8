package org.vitrine.inspect.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.account.Account.Password;
import org.vitrine.inspect.account.Account.Scheme;
import org.vitrine.testing.Extracted;

/// Accounts of real root file systems, whose answers were read by hand.
class RealAccountsTest {
    private static Account one(List<Account> accounts, String name) {
        List<Account> found =
                accounts.stream().filter(a -> a.name().equals(name)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @CsvSource({"TL-WR841Nv14_EU.bin", "firmware-backdoored.bin"})
    void tplinkCopiesItsPasswdAtStart(String image) throws IOException {
        HandMadeTree tree = HandMadeTree.of(Extracted.squashfs("tplink-wr841n-v14/" + image, 1049088));
        List<Account> accounts = tree.inspect(Account.class, new AccountInspector());
        assertThat(accounts).extracting(Account::name).containsExactly("admin", "dropbear", "nobody");
        Account admin = one(accounts, "admin");
        assertThat(admin.uid()).isZero();
        assertThat(admin.shell()).isEqualTo("/bin/sh");
        assertThat(admin.scheme()).isEqualTo(Scheme.MD5);
        assertThat(admin.hash()).isEqualTo("$1$$iC.dUsGpxNNJGeOm1dFio/");
        assertThat(admin.salt()).isEmpty();
        assertThat(admin.password()).isEqualTo(Password.KNOWN);
        assertThat(admin.known()).isEqualTo("1234");
        assertThat(admin.state()).isEqualTo(State.COPY);
        assertThat(admin.reason()).isEqualTo("copied to var/passwd, which etc/passwd leads to, by etc/init.d/rcS:20");
        assertThat(tree.build().artifact(admin.artifact()).path()).isEqualTo("etc/passwd.bak");
        assertThat(one(accounts, "dropbear").password()).isEqualTo(Password.UNKNOWN);
        assertThat(one(accounts, "nobody").password()).isEqualTo(Password.LOCKED);
        assertThat(one(accounts, "nobody").uid()).isZero();
        List<Group> groups = tree.inspect(Group.class, new GroupInspector());
        assertThat(groups).hasSize(65).allMatch(group -> group.state() == State.ACTIVE);
        assertThat(groups.get(1).members()).isEqualTo("root,bin,daemon");
    }

    @Test
    void zteHasAnAccountOfItsVendorForRoot() throws IOException {
        List<Account> accounts =
                HandMadeTree.of(Extracted.rootfs("zte-zxhn-h298n-jazz")).inspect(Account.class, new AccountInspector());
        assertThat(accounts).hasSize(15).allMatch(a -> a.state() == State.ACTIVE);
        Account vendor = one(accounts, "helei10067407");
        assertThat(vendor.uid()).isZero();
        assertThat(vendor.scheme()).isEqualTo(Scheme.MD5);
        assertThat(vendor.salt()).isEqualTo("nNWElzjs");
        assertThat(vendor.password()).isEqualTo(Password.SET);
        assertThat(vendor.reason()).isEqualTo("etc/passwd is the file the system reads; password from etc/shadow:1");
        assertThat(one(accounts, "ntp").password()).isEqualTo(Password.LOCKED);
    }

    @Test
    void femtocellKeepsHashesInPasswd() throws IOException {
        List<Account> accounts = HandMadeTree.of(Extracted.rootfs("cisco-dph153-femtocell-fs1"))
                .inspect(Account.class, new AccountInspector());
        assertThat(accounts).hasSize(19).allMatch(a -> a.state() == State.ACTIVE);
        Account root = one(accounts, "root");
        assertThat(root.scheme()).isEqualTo(Scheme.SHA256);
        assertThat(root.salt()).isEqualTo("VcwirTQ6x");
        assertThat(root.password()).isEqualTo(Password.SET);
        assertThat(one(accounts, "sshd").password()).isEqualTo(Password.UNKNOWN);
        assertThat(one(accounts, "operator").password()).isEqualTo(Password.LOCKED);
    }

    @ParameterizedTest
    @CsvSource({"0439", "0462"})
    void technicolorHoldsAContainersRoot(String release) throws IOException {
        List<Account> accounts = HandMadeTree.of(Extracted.rootfs("technicolor-dga4131-18.3." + release + ""))
                .inspect(Account.class, new AccountInspector());
        List<Account> active =
                accounts.stream().filter(a -> a.state() == State.ACTIVE).toList();
        assertThat(active).hasSize(7).allMatch(a -> a.password() == Password.LOCKED);
        List<Account> others =
                accounts.stream().filter(a -> a.state() != State.ACTIVE).toList();
        assertThat(others).hasSize(1);
        assertThat(others.get(0).state()).isEqualTo(State.COPY);
        assertThat(others.get(0).reason())
                .startsWith("the passwd of another root inside this one, srv/lxc/lxc_ee/rootfs");
    }

    @ParameterizedTest
    @CsvSource({
        "openwrt-ar71xx/openwrt-18.06.9-ar71xx-tiny-tl-wr740n-v5-squashfs-factory.bin, 1367632, 6",
        "openwrt-ar71xx/openwrt-15.05.1-ar71xx-generic-tl-wr841n-v9-squashfs-factory.bin, 1177120, 5",
    })
    void openwrtAsksNoPasswordOfRoot(String image, long offset, int count) throws IOException {
        List<Account> accounts =
                HandMadeTree.of(Extracted.squashfs(image, offset)).inspect(Account.class, new AccountInspector());
        assertThat(accounts).hasSize(count).allMatch(a -> a.state() == State.ACTIVE);
        assertThat(one(accounts, "root").password()).isEqualTo(Password.EMPTY);
        assertThat(one(accounts, "ftp").password()).isEqualTo(Password.LOCKED);
    }

    @Test
    void olderTplinkHasAShadowLineWithoutPasswd() throws IOException {
        List<Account> accounts = HandMadeTree.of(Extracted.squashfs("tplink-wr841n-v11/wr841n_v11_160325.bin", 1180160))
                .inspect(Account.class, new AccountInspector());
        assertThat(accounts).hasSize(1);
        assertThat(accounts.get(0).known()).isEqualTo("sohoadmin");
        assertThat(accounts.get(0).uid()).isEqualTo(-1);
        assertThat(accounts.get(0).state()).isEqualTo(State.UNKNOWN);
        assertThat(accounts.get(0).reason())
                .isEqualTo("etc/shadow is the file the system reads;"
                        + " etc/passwd leads to tmp/passwd, which is not in the image");
    }
}
