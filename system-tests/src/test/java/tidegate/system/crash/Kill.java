package tidegate.system.crash;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.apiserver.serve.ApiServer.WriteHook;
import tidegate.system.bench.Shard;

/** Kills a controller at one of its writes in a namespace, and starts it again at once. */
final class Kill implements WriteHook {

    /** On which side of the write it dies. */
    enum Side {
        /** The write never happens. */
        BEFORE,
        /** The write is done, and the controller does not learn of it. */
        AFTER
    }

    /** What is counted. */
    enum Of {
        /** Writes in the order of the plans. */
        WORK,
        /** Kubernetes Events, which are written beside the work. */
        EVENT;

        boolean includes(ApiWrite write) {
            return (this == EVENT) == write.resource().equals("events");
        }
    }

    /**
     * The moment of death.
     *
     * @param number of the write, from 1
     */
    record At(Story story, Of of, int number, Side side) {
        @Override
        public String toString() {
            return story + " killed " + side + " " + of + " write " + number;
        }
    }

    private final At at;
    private final String namespace;
    private final Shard shard;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    Kill(At at, String namespace, Shard shard) {
        this.at = at;
        this.namespace = namespace;
        this.shard = shard;
    }

    @Override
    public boolean arrived(ApiWrite write) {
        return at.side() != Side.BEFORE || !strikes(write);
    }

    @Override
    public void answering(ApiWrite write) {
        if (at.side() == Side.AFTER) strikes(write);
    }

    private boolean strikes(ApiWrite write) {
        boolean counts = Shard.isByController(write)
                && write.namespace().equals(namespace)
                && at.of().includes(write);
        if (!counts || seen.incrementAndGet() != at.number()) return false;
        shard.killAndStartAgain();
        done.set(true);
        return true;
    }

    /** Whether there was such a write. */
    boolean isDone() {
        return done.get();
    }
}
