package tidegate.system.replicas;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tidegate.controlplane.ControlPlane;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ControllerProcess;
import tidegate.system.bench.Shard;

/**
 * A leader and one that stands by.
 *
 * @param shard whose Rollouts they look after; its own process leads
 */
record Replicas(Shard shard, ControllerProcess leader, ControllerProcess standby) implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(4);

    private static final Pattern LEADING = Pattern.compile("time=(\\S+) level=\\S+ msg=Leading");
    private static final Pattern STANDING_BY = Pattern.compile("msg=\"Standing by\"");

    /** A lease of {@link #LEASE}, asked for every 200 ms. */
    static final String[] SHORT_LEASE = {
        "--leader-election-lease-duration=4s",
        "--leader-election-renew-deadline=3s",
        "--leader-election-retry-period=200ms"
    };

    /** @param seen the API as the leader sees it; the other one sees it as it is */
    static Replicas start(Bench bench, ControlPlane seen, String title, String... flags) {
        String[] elected = Stream.concat(Stream.of("--leader-elect=true"), Stream.of(flags))
                .toArray(String[]::new);
        Shard shard = Shard.start(bench, seen, title, elected);
        shard.process().awaitLogged(LEADING);
        ControllerProcess standby = shard.startReplica(bench.controlPlane());
        standby.awaitLogged(STANDING_BY);
        return new Replicas(shard, shard.process(), standby);
    }

    /**
     * Lets the leader go in some way; answers how long it took until the other one led. By what the other one logged: it
     * does not count how long it took to be read.
     */
    Duration takeover(Runnable end) {
        Instant began = Instant.now();
        end.run();
        Instant led = Instant.parse(standby.awaitLogged(LEADING).group(1));
        return Duration.between(began, led);
    }

    @Override
    public void close() {
        standby.close();
        shard.close();
    }
}
