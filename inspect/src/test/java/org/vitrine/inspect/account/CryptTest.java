package org.vitrine.inspect.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.testing.Tool;

class CryptTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String crypt(String password, String setting) {
        String[] parts = setting.split("\\$", -1);
        byte[] key = bytes(password);
        if (setting.startsWith("$1$")) {
            return "$1$" + parts[2] + "$" + Md5Crypt.hash(key, bytes(parts[2]));
        }
        if (setting.startsWith("$5$") || setting.startsWith("$6$")) {
            ShaCrypt sha = setting.startsWith("$5$") ? ShaCrypt.SHA256 : ShaCrypt.SHA512;
            boolean named = parts[2].startsWith("rounds=");
            int rounds = named ? Integer.parseInt(parts[2].substring(7)) : ShaCrypt.STANDARD_ROUNDS;
            String salt = named ? parts[3] : parts[2];
            return "$" + parts[1] + "$" + (named ? parts[2] + "$" : "") + salt + "$"
                    + sha.hash(key, bytes(salt), rounds);
        }
        if (setting.startsWith("_")) {
            int count = DesCrypt.number(setting.substring(1, 5));
            return setting.substring(0, 9) + DesCrypt.extended(key, count, setting.substring(5, 9));
        }
        return setting.substring(0, 2) + DesCrypt.traditional(key, setting);
    }

    @ParameterizedTest
    @CsvSource({
        // Drepper's specification, section "Test vectors".
        "Hello world!, $5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "Hello world!, $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJu"
                + "esI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        // The same root password in three products.
        "1234, $1$$iC.dUsGpxNNJGeOm1dFio/",
        "sohoadmin, $1$GTN.gpri$DlSyKvZKMR9A9Uj9e9wR3/",
        // Of crypt(3)'s manual pages.
        "hello, abl0JrMf6tlhw",
        "hello, _J9..rasmG1gANnusqQA"
    })
    void givesPublishedHashes(String password, String hash) {
        assertThat(crypt(password, hash)).isEqualTo(hash);
    }

    @Test
    void agreesWithOpenssl() {
        Tool.needs("openssl");
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            String password = random(random, 1 + random.nextInt(i % 4 == 0 ? 100 : 20));
            String salt = random(random, 1 + random.nextInt(8));
            for (String scheme : List.of("1", "5", "6")) {
                String expected = Tool.of("openssl", "passwd", "-" + scheme, "-salt", salt, "-stdin")
                        .fed(bytes(password + "\n"))
                        .succeed()
                        .text()
                        .strip();
                assertThat(crypt(password, expected)).isEqualTo(expected);
            }
        }
    }

    @Test
    void agreesWithCryptOfTheSystem() {
        Tool.needs("python3");
        StringBuilder asked = new StringBuilder();
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            String setting = switch (i % 6) {
                case 0, 1 -> random(random, 2);
                case 2 -> "_1..." + random(random, 4);
                case 3 -> "$1$" + random(random, random.nextInt(9)) + "$";
                case 4 -> "$5$rounds=" + (1000 + random.nextInt(2000)) + "$" + random(random, 16) + "$";
                default -> "$6$rounds=" + (1000 + random.nextInt(2000)) + "$" + random(random, 7) + "$";
            };
            asked.append(random(random, random.nextInt(20)))
                    .append(' ')
                    .append(setting)
                    .append('\n');
        }
        String program = """
                import sys, warnings
                warnings.simplefilter('ignore')
                try:
                  import crypt
                except ImportError:
                  sys.exit(0)
                for line in sys.stdin:
                  word, setting = line.rstrip('\\n').split(' ')
                  print(word + ' ' + str(crypt.crypt(word, setting)))
                """;
        String answer = Tool.of("python3", "-c", program)
                .fed(bytes(asked.toString()))
                .succeed()
                .text();
        Assumptions.assumeFalse(answer.isEmpty(), "needs python3 with its module crypt");
        List<String> lines = answer.lines().toList();
        assertThat(lines).hasSize(60);
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            assertThat(crypt(parts[0], parts[1])).as(line).isEqualTo(parts[1]);
        }
    }

    private static String random(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CryptAlphabet.digit(random.nextInt(64)));
        }
        return text.toString();
    }

    @Test
    void theListIsShort() {
        assertThat(KnownPasswords.list()).hasSizeLessThanOrEqualTo(62).doesNotHaveDuplicates();
    }
}
