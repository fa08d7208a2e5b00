package tidegate.rollout.observe;

import java.util.HashMap;
import java.util.Map;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.Resource;
import tidegate.kube.informer.Informer;
import tidegate.kube.informer.ManualInformer;
import tidegate.kube.informer.Watched;

/** Caches of every namespace that a test fills itself. */
public final class FilledCaches implements Caches.Informers {
    public final Caches caches;
    private final Map<Resource, ManualInformer<?>> informers = new HashMap<>();

    /** Empty, and without a first list. */
    public FilledCaches(KubeClient api) {
        caches = new Caches(api, new Scope("", ""), this);
    }

    @Override
    public <T> Watched<T> build(Informer.Builder<T> plan) {
        ManualInformer<T> made = plan.buildManual();
        // ReplicaSets as workloads, beside those of Rollouts
        if (!made.selection().labelSelector().startsWith("!" + Labels.POD_TEMPLATE_HASH))
            informers.put(made.resource(), made);
        return made;
    }

    /** What fills the cache of that kind. */
    public ManualInformer<?> of(Resource kind) {
        ManualInformer<?> found = informers.get(kind);
        if (found == null) throw new AssertionError("no informer of " + kind);
        return found;
    }
}
