package tidegate.rollout.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.kube.election.ElectionListener;
import tidegate.kube.election.LeaseElection;
import tidegate.kube.write.Fence;

/** Whether this process may write: by a lease, or always where there is no election. */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final ElectionFactory factory;
    private volatile @Nullable LeaseElection election;
    private volatile boolean alone;
    private boolean ended;

    /** Makes the election once it is known whom to tell; empty if there is none. */
    interface ElectionFactory {
        Optional<LeaseElection> make(ElectionListener listener);
    }

    Leadership(ElectionFactory factory) {
        this.factory = factory;
    }

    /** Shut before the start, and after the end. */
    Fence fence() {
        return () -> {
            LeaseElection running = election;
            return running == null ? alone : running.fence().allows();
        };
    }

    /**
     * Takes part from now on.
     *
     * @param leading told once, when this process may write
     * @param lost told once, when it may not any more
     */
    synchronized void start(Runnable leading, Runnable lost) {
        if (ended) return;
        Optional<LeaseElection> made = factory.make(new Told(leading, lost));
        alone = made.isEmpty();
        made.ifPresent(running -> {
            election = running;
            running.start();
        });
        if (alone) leading.run();
    }

    /** Lets go, so that another process need not wait. Nothing begins after this. */
    synchronized void release() {
        ended = true;
        alone = false;
        LeaseElection running = election;
        if (running != null) running.release();
    }

    private record Told(Runnable begin, Runnable end) implements ElectionListener {
        @Override
        public void leading() {
            LOG.atInfo().log("Leading");
            begin.run();
        }

        @Override
        public void lost(String why) {
            LOG.atWarn().addKeyValue("why", why).log("No longer leading");
            end.run();
        }

        @Override
        public void following(String holder) {
            LOG.atInfo().addKeyValue("leader", holder).log("Standing by");
        }
    }
}
