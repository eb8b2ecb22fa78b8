package org.vitrine.unpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;

class LeafTest {
    private static String of(String text) {
        return Leaf.of(Bytes.of(text.getBytes(UTF_8)));
    }

    private static String ofHex(String hex) {
        return Leaf.of(Bytes.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void contentsWithoutAFormatOfTheirOwn() {
        assertThat(of("")).isEqualTo("empty");
        assertThat(of("root:x:0:0:root:/root:/bin/ash\n")).isEqualTo("text");
        assertThat(of("grüß Gott, 東京 🗼\r\n\t\f\u001b[0m")).isEqualTo("text");
        assertThat(of("a\u0000b")).isEqualTo("data");
        assertThat(of("a\u0085b")).isEqualTo("data");
        assertThat(Leaf.of(Bytes.of("grüß".getBytes(ISO_8859_1)))).isEqualTo("data");
        assertThat(ofHex("c080")).isEqualTo("data");
        assertThat(ofHex("eda080")).isEqualTo("data");
        assertThat(ofHex("f4908080")).isEqualTo("data");
        assertThat(ofHex("e282")).isEqualTo("data");
        assertThat(ofHex("00")).isEqualTo("data");
    }

    @Test
    void kindsOfText() {
        assertThat(of("#!/bin/sh\necho\n")).isEqualTo("script");
        assertThat(of("#! /usr/bin/env lua\n")).isEqualTo("script");
        assertThat(of("#!/bin/sh\n\u0000\u0001payload")).isEqualTo("script");
        assertThat(of("#!define X\n")).isEqualTo("text");
        assertThat(of("#!/bin/\u0001\n")).isEqualTo("data");
        assertThat(of("-----BEGIN CERTIFICATE-----\nMIIB\n")).isEqualTo("pem");
        assertThat(of("Bundle of CA\n\n-----BEGIN CERTIFICATE-----\n")).isEqualTo("pem");
        assertThat(of("grep -----BEGIN key\n")).isEqualTo("text");
        assertThat(of("\n<!DOCTYPE HTML PUBLIC>\n")).isEqualTo("html");
        assertThat(of("\ufeff<html lang=en>")).isEqualTo("html");
        assertThat(of("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>")).isEqualTo("html");
        assertThat(of("<!-- menu -->\n<META http-equiv=x>")).isEqualTo("html");
        assertThat(of("echo '<html>'\n")).isEqualTo("text");
        assertThat(of("<?xml version='1.0'?><a/>")).isEqualTo("xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " [ ] \n",
                "{\"a\":1}",
                "[1,-2.5e+3,true,false,null,\"\\u00e9\\n\"]",
                "[[],{},[[{\"a\":[{}]}]]]",
                "{\"a\" : { \"b\" : [ 0 , 0.1 ] } , \"c\":\"é\"}"
            })
    void json(String text) {
        assertThat(of(text)).isEqualTo("json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1",
                "[1,]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[01]",
                "[1.]",
                "[-]",
                "[1e]",
                "[tru]",
                "[\"\\x\"]",
                "[\"\\u12g4\"]",
                "[\"a\nb\"]",
                "[1] 2",
                "[1]]",
                "{1:2}",
                "[1}",
                "[Interface]\nAddress=1\n",
                "[\"a",
                "[\"\\"
            })
    void notJson(String text) {
        assertThat(of(text)).isEqualTo("text");
    }

    @Test
    void deepNestingIsBounded() {
        assertThat(of("[".repeat(1000) + "]".repeat(1000))).isEqualTo("json");
        assertThat(of("[".repeat(1001) + "]".repeat(1001))).isEqualTo("text");
        assertThat(of("[".repeat(1_000_000))).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource({
        "elf, 7f454c46 0201 0100",
        "data, 7f454c46 0301 0100",
        "png, 89504e470d0a1a0a 0000000d",
        "jpeg, ffd8ffe0 0010",
        "gif, 474946383961 0100",
        "sqlite, 53514c69746520666f726d6174203300",
        "java-class, cafebabe 00000034 00",
        "data, cafebabe 00000002 00",
        "dtb, d00dfeed 00000028 0000000000000000000000000000000000000000000000000000000000000000",
        "data, d00dfeed 00000029 0000000000000000000000000000000000000000000000000000000000000000",
        "wav, 52494646 00000000 57415645",
        "data, 52494646 00000000 57415646",
        "data, 52494646 00000000",
        "ogg, 4f676753 0002",
        "woff, 774f4646 00010000",
        "timezone, 545a6966 32000000",
        "lua-bytecode, 1b4c7561 51",
        "python-bytecode, 03f30d0a 00000000",
        "python-bytecode, a70d0d0a 00000000",
        "data, 00000d0a 00000000",
        "der, 30820004 02020102",
        "data, 30820005 02020102",
        "bmp, 424d 20000000 00000000 1a000000 0c000000 0100 0100 0100 1800",
        "ico, 00000100 0100 10 10 00 00 0100 2000 01000000 16000000 ff",
        "data, 00000100 0100 10 10 00 00 0100 2000 02000000 16000000 ff",
        "text, 424d",
        "data, 4d5a0000",
    })
    void byTheirBytes(String name, String hex) {
        assertThat(ofHex(hex)).isEqualTo(name);
    }

    @Test
    void portableExecutables() {
        ByteBuffer image =
                ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN).put(0, new byte[] {'M', 'Z'});
        image.putInt(60, 70).put(70, new byte[] {'P', 'E', 0, 0});
        assertThat(Leaf.of(Bytes.of(image.array()))).isEqualTo("pe");
        assertThat(Leaf.of(Bytes.of(image.putInt(60, 79).array()))).isEqualTo("data");
        assertThat(Leaf.of(Bytes.of(image.putInt(60, -1).array()))).isEqualTo("data");
    }

    @ParameterizedTest
    @CsvSource({"4,true", "5,true", "4,false"})
    void environmentsOfUBoot(int start, boolean little) {
        ByteBuffer image = ByteBuffer.allocate(4096).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        image.put(start, "bootdelay=1\0baudrate=115200\0\0".getBytes(UTF_8));
        CRC32 crc = new CRC32();
        crc.update(image.array(), start, 4096 - start);
        image.putInt(0, (int) crc.getValue());
        assertThat(Leaf.of(Bytes.of(image.array()))).isEqualTo("u-boot-environment");
        image.put(100, (byte) 1);
        assertThat(Leaf.of(Bytes.of(image.array()))).isEqualTo("data");
    }

    @Test
    void anythingHasAName() {
        Random random = new Random(23);
        String[] magics = {
            "7f454c46", "424d", "00000100", "4d5a", "d00dfeed", "52494646", "00010000", "3082", "030d0d0a", "2321"
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] content = new byte[random.nextInt(100)];
            random.nextBytes(content);
            byte[] magic = HexFormat.of().parseHex(magics[i % magics.length]);
            System.arraycopy(magic, 0, content, 0, Math.min(magic.length, content.length));
            assertThat(Leaf.of(Bytes.of(content))).isNotEmpty();
        }
    }

    @Test
    void theVirtualMachinesOwnFiles() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        assertThat(Leaf.of(Bytes.map(home.resolve("release")))).isEqualTo("text");
        Path library = home.resolve("lib").resolve("libjava.so");
        if (Files.exists(library)) {
            assertThat(Leaf.of(Bytes.map(library))).isEqualTo("elf");
            byte[] head = Arrays.copyOf(Files.readAllBytes(library), 7);
            assertThat(Leaf.of(Bytes.of(head))).isEqualTo("data");
        }
    }
}
