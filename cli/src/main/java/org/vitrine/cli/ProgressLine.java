package org.vitrine.cli;

import java.util.concurrent.atomic.AtomicLong;
import org.vitrine.evidence.Progress;

/// One line on the error stream that rewrites itself: phase, share, rate, what it is on, time left when it can be
/// known.
final class ProgressLine implements Progress {
    private static final long PAUSE = 100_000_000;
    private static final int WIDTH = 78;

    private final long start = System.nanoTime();
    private final AtomicLong shown = new AtomicLong(start - PAUSE);
    private volatile String phase = "";
    private volatile long phaseStart = start;

    @Override
    public void at(String nowPhase, long done, long total, String on) {
        long now = System.nanoTime();
        if (!nowPhase.equals(phase)) {
            phase = nowPhase;
            phaseStart = now;
        }
        long last = shown.get();
        if (now - last < PAUSE || !shown.compareAndSet(last, now)) {
            return;
        }
        Terminal.ERR.print("\r\u001b[K" + line(nowPhase, done, total, on, (now - phaseStart) / 1e9));
        Terminal.ERR.flush();
    }

    private static String line(String phase, long done, long total, String on, double seconds) {
        StringBuilder line = new StringBuilder(String.format("%-8s", phase));
        if (total > 0) {
            line.append(String.format("%3d %%  ", done * 100 / total));
            if (seconds > 1 && done > 0) {
                line.append(String.format("%.0f s left  ", seconds * (total - done) / done));
            }
        } else if (done > 0) {
            line.append(Amounts.size(done)).append("  ");
            if (seconds > 0.5) {
                line.append(String.format("%.0f MB/s  ", done / seconds / 1e6));
            }
        }
        int room = WIDTH - line.length();
        line.append(on.length() <= room ? on : "…" + on.substring(on.length() - Math.max(0, room - 1)));
        return line.toString();
    }

    /// Takes the line away, if there is one.
    static void clear(Progress progress) {
        if (progress instanceof ProgressLine) {
            Terminal.ERR.print("\r\u001b[K");
            Terminal.ERR.flush();
        }
    }
}
