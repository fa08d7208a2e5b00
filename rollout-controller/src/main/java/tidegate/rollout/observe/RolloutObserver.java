package tidegate.rollout.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Freshness.Behind;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.RolloutSnapshot;

/** Makes snapshots. Safe for use by many threads. */
public final class RolloutObserver {
    private static final int PAGE = 500;

    private final Caches caches;
    private final WriteLedger<ObjectKey> ledger;
    private final KubeClient live;
    private final Scope scope;

    /** @param ledger of the writes that snapshots must contain */
    public RolloutObserver(Caches caches, WriteLedger<ObjectKey> ledger, KubeClient live, Scope scope) {
        this.caches = caches;
        this.ledger = ledger;
        this.live = live;
        this.scope = scope;
    }

    /** Where ReplicaSets are taken from. */
    public enum Source {
        CACHE,
        /** The API itself, so that what is missing does not exist. */
        API
    }

    /**
     * What there is under the key.
     *
     * @throws tidegate.kube.client.KubeException if the API had to be asked and did not answer
     */
    public Sight look(ObjectKey key, Source source) {
        Optional<Rollout> cached = caches.rollout(key);
        return cached.isPresent() ? new Sight.Seen(snapshot(key, cached.get(), source)) : lookCloser(key);
    }

    /** Not in the cache: only the API can say that it does not exist. */
    private Sight lookCloser(ObjectKey key) {
        Optional<Json> found = live.find(Caches.ROLLOUTS.named(key.namespace(), key.name()));
        boolean ours = found.map(object -> ObjectMeta.of(object.get("metadata")))
                .filter(meta -> scope.selects(meta.labels()))
                .isPresent();
        return ours ? new Sight.NotYet("rollout " + key + " in the cache") : new Sight.Gone();
    }

    private RolloutSnapshot snapshot(ObjectKey key, Rollout rollout, Source source) {
        if (ledger.freshness(key) instanceof Behind behind)
            return of(rollout, List.of(), new Freshness.Behind(behind.written() + " at version " + behind.version()));
        return switch (source) {
            case CACHE -> of(rollout, caches.setsOf(rollout.meta()), new Freshness.Cached());
            case API -> of(rollout, listedSets(rollout.meta()), new Freshness.Live());
        };
    }

    private static RolloutSnapshot of(Rollout rollout, List<ReplicaSet> sets, Freshness freshness) {
        return RolloutSnapshot.of(rollout, sets).with(freshness);
    }

    private List<ReplicaSet> listedSets(ObjectMeta rollout) {
        var request = ListRequest.in(rollout.namespace())
                .withLabels(Labels.POD_TEMPLATE_HASH)
                .withLimit(PAGE);
        var sets = new ArrayList<ReplicaSet>();
        ListPage page = live.list(Caches.REPLICA_SETS, request);
        addTo(sets, page, rollout);
        while (!page.isLast()) {
            page = live.list(Caches.REPLICA_SETS, request.continuedBy(page.continueToken()));
            addTo(sets, page, rollout);
        }
        return sets;
    }

    private static void addTo(List<ReplicaSet> sets, ListPage page, ObjectMeta rollout) {
        page.items().stream()
                .map(ReplicaSet::of)
                .filter(set -> set.meta()
                        .controller()
                        .map(owner -> owner.uid().equals(rollout.uid()))
                        .orElse(true))
                .forEach(sets::add);
    }
}
