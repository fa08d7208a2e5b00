package tidegate.system.faults;

import static tidegate.system.bench.Expect.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.fault.Calls;
import tidegate.playground.fault.FaultLayer;
import tidegate.playground.fault.FaultyControlPlane;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.FinalState;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.Shard;

/** A controller of a test class's own that reaches the bench's API through faults. */
final class FaultyController implements AutoCloseable {
    private final Bench bench;
    private final FaultyControlPlane plane;
    private final Shard shard;
    private final Map<Release, Undisturbed> undisturbed = new ConcurrentHashMap<>();
    private final Map<ObjectKey, String> settled = new ConcurrentHashMap<>();

    /** @param told as {@link FinalState#reasonsOf} */
    private record Undisturbed(FinalState end, List<String> told) {}

    private FaultyController(Bench bench, FaultyControlPlane plane, Shard shard) {
        this.bench = bench;
        this.plane = plane;
        this.shard = shard;
    }

    /** A call of it fails after two seconds without an answer. */
    static FaultyController start(String title) {
        Bench bench = Bench.shared();
        var plane = FaultyControlPlane.before(bench.controlPlane());
        return new FaultyController(bench, plane, Shard.start(bench, plane, title, "--request-timeout=2s"));
    }

    FaultLayer faults() {
        return plane.faults();
    }

    Shard shard() {
        return shard;
    }

    /** Its calls, in one namespace. */
    static Calls callsIn(Scenario on) {
        return Calls.any().by(Shard.USER_AGENT).in(on.namespace());
    }

    /** How this release ends without a fault; run at the first request for it. */
    void undisturbed(Release release) {
        runUndisturbed(release);
    }

    private Undisturbed runUndisturbed(Release release) {
        return undisturbed.computeIfAbsent(release, one -> {
            try (Scenario on = bench.newScenario("undisturbed-" + one)) {
                one.create(on, shard::own);
                Release.update(on);
                release.awaitEnd(on);
                on.then(events("RolloutCompleted", 2));
                return new Undisturbed(FinalState.of(on.state(), shard.instanceId()), FinalState.reasonsOf(on.state()));
            }
        });
    }

    /** What differs in this namespace from the end of an undisturbed release. */
    List<String> differences(Scenario on, Release release) {
        return FinalState.of(on.state(), shard.instanceId())
                .differencesFrom(runUndisturbed(release).end());
    }

    /** Reasons of Events that an undisturbed release writes and this one has not. */
    List<String> untold(ClusterState state, Release release) {
        var left = new ArrayList<>(runUndisturbed(release).told());
        for (String reason : FinalState.reasonsOf(state)) left.remove(reason);
        return left;
    }

    /** From here on nobody has a reason to write to this Rollout. */
    void settled(Scenario on, String rollout) {
        settled.put(new ObjectKey(on.namespace(), rollout), versionOf(new ObjectKey(on.namespace(), rollout)));
    }

    /** Settled Rollouts that were written to since, with both versions. */
    List<String> disturbed() {
        return settled.entrySet().stream()
                .filter(one -> !versionOf(one.getKey()).equals(one.getValue()))
                .map(one -> one.getKey() + " was " + one.getValue() + " and is " + versionOf(one.getKey()))
                .toList();
    }

    private String versionOf(ObjectKey rollout) {
        return bench.api()
                .get(Scenario.ROLLOUTS, rollout)
                .at("metadata", "resourceVersion")
                .stringOrEmpty();
    }

    @Override
    public void close() {
        shard.close();
        plane.close();
    }
}
