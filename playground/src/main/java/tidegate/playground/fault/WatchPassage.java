package tidegate.playground.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The events of one watch on their way to the client, a line each. */
final class WatchPassage implements AutoCloseable {
    private final FaultLayer layer;
    private final ApiCall call;
    private final InputStream events;
    private volatile boolean cut;

    WatchPassage(FaultLayer layer, ApiCall call, InputStream events) {
        this.layer = layer;
        this.call = call;
        this.events = events;
        layer.opened(this);
    }

    ApiCall call() {
        return call;
    }

    /** Passes on what comes, at once, until the API ends the watch. */
    void pump(OutputStream out) throws IOException, InterruptedException {
        var in = new BufferedInputStream(events, 1 << 16);
        out.flush();
        int passed = 0;
        try {
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                awaitLetThrough();
                if (cut || isCutAfter(passed)) throw new Passage.CutException(call);
                out.write(line);
                if (in.available() == 0) out.flush();
                passed++;
            }
        } catch (IOException e) {
            throw cut ? new Passage.CutException(call) : e;
        }
        if (cut) throw new Passage.CutException(call);
    }

    /** With its line end; empty at the end of the stream. */
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') break;
        }
        return line.toByteArray();
    }

    private void awaitLetThrough() throws InterruptedException {
        Optional<Rule> holding = layer.striking(call, Fault.EventsHeld.class::isInstance);
        while (holding.isPresent()) {
            holding.get().awaitGone();
            holding = layer.striking(call, Fault.EventsHeld.class::isInstance);
        }
    }

    private boolean isCutAfter(int passed) {
        return layer.striking(call, fault -> fault instanceof Fault.WatchCut(var after) && passed >= after)
                .isPresent();
    }

    /** From another thread: the client sees its connection end in the middle. */
    void cut() {
        cut = true;
        close();
    }

    @Override
    public void close() {
        layer.ended(this);
        try {
            events.close();
        } catch (IOException alreadyBroken) {
            // nothing is left to close
        }
    }
}
