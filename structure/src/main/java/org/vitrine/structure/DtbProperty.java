package org.vitrine.structure;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// A property of a devicetree's node: a name and bytes whose meaning the name decides.
///
/// @param name as the strings block spells it
/// @param at where its value starts, in bytes from the start of the blob
/// @param value its bytes, which share those of the blob
public record DtbProperty(Name name, long at, Bytes value) {
    /// Longer values aren't text that somebody reads.
    private static final long LONGEST_TEXT = 1 << 16;

    /// Its strings, each ended by a zero, made safe to show; empty when the value isn't of that form. Specification
    /// v0.4, section 2.2.4, `<stringlist>`.
    public List<String> strings() {
        List<String> strings = new ArrayList<>();
        try {
            byte[] raw = value.size() > LONGEST_TEXT ? new byte[0] : value.array(0, value.size(), "value");
            if (raw.length == 0 || raw[raw.length - 1] != 0) {
                return List.of();
            }
            int start = 0;
            for (int i = 0; i < raw.length; i++) {
                if (raw[i] == 0) {
                    byte[] one = Arrays.copyOfRange(raw, start, i);
                    if (one.length == 0 && raw.length > 1 || !isText(one)) {
                        return List.of();
                    }
                    strings.add(Display.text(one));
                    start = i + 1;
                }
            }
            return List.copyOf(strings);
        } catch (Malformed e) {
            throw new IllegalStateException("a value is as long as it is", e);
        }
    }

    /// Bytes above 0x7f stand in no name, but some writers put UTF-8 in descriptions.
    private static boolean isText(byte[] raw) {
        for (byte one : raw) {
            if (one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r' || one == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Its strings joined by `, `; empty when it has none.
    public String text() {
        return String.join(", ", strings());
    }

    /// Its value as one unsigned number of one or two cells.
    ///
    /// @throws Malformed when the value is neither 4 nor 8 bytes long, or not below 2⁶³; the offset is the blob's
    public long number() throws Malformed {
        long number = value.size() == 4
                ? value.u32(0, ByteOrder.BIG_ENDIAN, "cell")
                : value.size() == 8 ? value.i64(0, ByteOrder.BIG_ENDIAN, "cells") : -1;
        if (number < 0) {
            throw new Malformed(at, label(), "a number of one or two cells expected, " + value.size() + " bytes stand");
        }
        return number;
    }

    /// Its name as text, for a field's name.
    public String label() {
        return new String(name.bytes(), StandardCharsets.ISO_8859_1);
    }
}
