package tidegate.rollout.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.Resource;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Freshness.Unseen;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.action.Want;

/** Makes snapshots. Safe for use by many threads. */
public final class RolloutObserver {
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

    /**
     * What there is under the key. A neighbour that the API does not tell about is unknown in the snapshot, and so are
     * ReplicaSets that it does not list; it keeps nothing else from being seen.
     *
     * @param wants what is to be asked of the API itself, besides what the caches have
     * @throws KubeException if the API had to be asked for the Rollout and did not answer
     */
    public Sight look(ObjectKey key, Set<Want> wants, Instant now) {
        // before anything is read: what the caches show after that is no older than what they had then
        List<Unseen> unseen = ledger.freshness(key).unseen();
        Optional<Rollout> cached = caches.rollout(key);
        return cached.isPresent() ? seen(cached.get(), unseen, wants, now) : lookCloser(key);
    }

    /** Not in the cache: only the API can say that it does not exist. */
    private Sight lookCloser(ObjectKey key) {
        Optional<Json> found = live.find(Caches.ROLLOUTS.named(key.namespace(), key.name()));
        boolean ours = found.map(object -> ObjectMeta.of(object.get("metadata")))
                .filter(meta -> scope.selects(meta.labels()))
                .isPresent();
        return ours ? new Sight.NotYet("rollout " + key + " in the cache") : new Sight.Gone();
    }

    /** Nothing is decided before the caches show what was written to the Rollout and its ReplicaSets (law 2). */
    private Sight seen(Rollout rollout, List<Unseen> unseen, Set<Want> wants, Instant now) {
        for (Unseen write : unseen)
            if (isItsOwn(write) && write instanceof Unseen.InDoubt doubt)
                return new Sight.NotYet("whether " + doubt.ref() + " was written: "
                        + doubt.error().message());
        for (Unseen write : unseen)
            if (isItsOwn(write) && write instanceof Unseen.Written(var ref, var version))
                return behind(rollout, ref + " at version " + version);
        var unanswered = new ArrayList<Unanswered>();
        var snapshot = wants.contains(new Want.ReplicaSets())
                ? listed(rollout, unanswered)
                : RolloutSnapshot.of(rollout, caches.setsOf(rollout.meta()));
        return new Neighbourhood(caches, live, rollout, unseen, now).around(snapshot, wants, unanswered);
    }

    private static boolean isItsOwn(Unseen write) {
        Resource resource = write.ref().resource();
        return resource.equals(Caches.ROLLOUTS) || resource.equals(Caches.REPLICA_SETS);
    }

    private static Sight behind(Rollout rollout, String what) {
        var bare = RolloutSnapshot.of(rollout, List.of()).with(new Freshness.Behind(what));
        return new Sight.Seen(bare, Optional.empty(), List.of());
    }

    /** As the API lists the ReplicaSets; without an answer, as the caches show them, and that something is missing. */
    private RolloutSnapshot listed(Rollout rollout, List<Unanswered> unanswered) {
        try {
            return RolloutSnapshot.of(rollout, listedSets(rollout.meta())).with(new Freshness.Live());
        } catch (KubeException e) {
            unanswered.add(new Unanswered(Want.ReplicaSets.SUBJECT, e.error()));
            return RolloutSnapshot.of(rollout, caches.setsOf(rollout.meta()))
                    .with(new Freshness.Unlisted("the API to list the ReplicaSets: one is missing from the cache"));
        }
    }

    private List<ReplicaSet> listedSets(ObjectMeta rollout) {
        var sets = new ArrayList<ReplicaSet>();
        var request = ListRequest.in(rollout.namespace()).withLabels(Labels.POD_TEMPLATE_HASH);
        live.each(Caches.REPLICA_SETS, request, object -> {
            ReplicaSet set = ReplicaSet.of(object);
            boolean owned = set.meta()
                    .controller()
                    .map(owner -> owner.uid().equals(rollout.uid()))
                    .orElse(true);
            if (owned) sets.add(set);
        });
        return sets;
    }
}
