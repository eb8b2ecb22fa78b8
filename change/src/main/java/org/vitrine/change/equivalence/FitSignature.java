package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Dtb;
import org.vitrine.structure.DtbNode;
import org.vitrine.structure.DtbProperty;

/// The signatures of a FIT image (U-Boot, "FIT signature"): in nodes `signature…` of images and configurations the
/// value, and the time of signing. Whose key it is, and what is signed, has to be the same.
final class FitSignature implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "fit-signature",
            1,
            Risk.N3,
            "Who rebuilds does not hold the key that the image is signed with.",
            "U-Boot, doc/usage/fit/signature.rst");

    private static final byte[] MAGIC = {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed};
    private static final List<String> GROUPS = List.of("images", "configurations");
    /// As many bytes as a signature with RSA of 16384 bits.
    private static final long LONGEST = 2048;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        if (!old.matches(0, MAGIC) || !current.matches(0, MAGIC)) {
            return List.of();
        }
        List<Cut> cuts = new ArrayList<>();
        DtbNode left = Dtb.open(old).root();
        DtbNode right = Dtb.open(current).root();
        for (String group : GROUPS) {
            Optional<DtbNode> before = left.child(group);
            Optional<DtbNode> after = right.child(group);
            if (before.isPresent() && after.isPresent()) {
                children(before.get(), after.get(), cuts);
            }
        }
        return cuts;
    }

    private static void children(DtbNode before, DtbNode after, List<Cut> cuts) {
        int both = Math.min(before.children().size(), after.children().size());
        for (int i = 0; i < both; i++) {
            List<DtbNode> was = before.children().get(i).children();
            List<DtbNode> is = after.children().get(i).children();
            for (int k = 0; k < Math.min(was.size(), is.size()); k++) {
                String name = was.get(k).name().toString();
                if ((name.equals("signature") || name.startsWith("signature-") || name.startsWith("signature@"))
                        && was.get(k).name().equals(is.get(k).name())) {
                    field(was.get(k), is.get(k), "value", LONGEST, cuts);
                    field(was.get(k), is.get(k), "timestamp", 4, cuts);
                }
            }
        }
    }

    private static void field(DtbNode was, DtbNode is, String name, long most, List<Cut> cuts) {
        Optional<DtbProperty> before = was.property(name);
        Optional<DtbProperty> after = is.property(name);
        if (before.isPresent() && after.isPresent()) {
            long length = before.get().value().size();
            if (length > 0 && length <= most && length == after.get().value().size()) {
                cuts.add(Cut.field(before.get().at(), after.get().at(), length));
            }
        }
    }
}
