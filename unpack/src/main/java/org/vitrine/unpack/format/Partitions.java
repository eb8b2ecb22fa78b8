package org.vitrine.unpack.format;

import java.util.Map;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The partitions of one disk on their way out: each gets a row, and each that lies on the disk is a
/// part of it, no byte in two of them.
final class Partitions {
    private final Bytes disk;
    private final Sink out;
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    Partitions(Bytes disk, Sink out) {
        this.disk = disk;
        this.out = out;
    }

    /// Bytes that the table itself takes: no partition may lie there.
    void reserve(long offset, long length) {
        long start = offset;
        long end = offset + length;
        for (Map.Entry<Long, Long> each = taken.lowerEntry(end);
                each != null && each.getValue() > start;
                each = taken.lowerEntry(end)) {
            start = Math.min(start, each.getKey());
            end = Math.max(end, each.getValue());
            taken.remove(each.getKey());
        }
        taken.put(start, end);
    }

    /// A row, without a part.
    void row(long number, String name, String type, String identifier, long offset, long length, String attributes) {
        out.fact(id -> new Partition(id, number, name, type, identifier, offset, length, attributes));
    }

    /// A partition that makes no sense.
    void refuse(long at, long number, String reason) {
        out.problem(new Problem.Malformed(at, "partition", "number " + number + ": " + reason));
    }

    /// The part of a partition.
    ///
    /// @param at where the table names it
    /// @throws LimitReached when no more entries are allowed
    void part(long at, long number, long offset, long length) throws LimitReached {
        if (offset >= disk.size()) {
            out.problem(new Problem.Malformed(
                    at, "partition", "number " + number + " lies behind the end of the disk, at " + offset));
            return;
        }
        long there = Math.min(length, disk.size() - offset);
        if (there < length) {
            out.problem(new Problem.Malformed(
                    at, "partition", "number " + number + " has " + length + " bytes, " + there + " are there"));
        }
        Map.Entry<Long, Long> before = taken.lowerEntry(offset + there);
        if (before != null && before.getValue() > offset) {
            out.problem(new Problem.Unsafe(
                    at, "partition", "number " + number + " overlaps what the table or another one takes"));
            return;
        }
        reserve(offset, there);
        try {
            out.part("partition", offset, disk.slice(offset, there, "partition"));
        } catch (Malformed e) {
            throw new IllegalStateException("a partition inside and outside of the disk", e);
        }
    }
}
