package tidegate.rollout.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tidegate.api.json.Json;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Patch;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.client.WriteMode;
import tidegate.playground.apiserver.select.LabelSelector;

/** What an API server has, for reading; dry runs add a field to the pod template, as defaults would. */
public final class StoredObjects implements KubeClient {
    public final List<String> calls = new ArrayList<>();
    private final Map<ObjectRef, Json> objects = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Runnable during = () -> {};

    private record Refusal(Predicate<String> call, KubeError error) {}

    public void put(Resource resource, Json object) {
        objects.put(resource.refOf(object), object);
    }

    public void refuse(Predicate<String> call, KubeError error) {
        refusals.add(new Refusal(call, error));
    }

    /** Happens between the reading of each object and the answer. */
    void during(Runnable event) {
        during = event;
    }

    void refuseNothing() {
        refusals.clear();
    }

    private void call(String text) {
        calls.add(text);
        for (Refusal refusal : refusals) if (refusal.call.test(text)) throw new KubeException(text, refusal.error);
    }

    @Override
    public Json get(ObjectRef ref) {
        call("get " + ref);
        Json found = objects.get(ref);
        during.run();
        if (found == null) throw new KubeException("get " + ref, new KubeError.NotFound(ref + " not found"));
        return found;
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        call("list " + resource + " " + request.namespace() + " " + request.labelSelector());
        LabelSelector labels = LabelSelector.parse(request.labelSelector());
        List<Json> found = objects.entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals(resource))
                .filter(entry -> request.namespace().isEmpty()
                        || entry.getKey().namespace().equals(request.namespace()))
                .map(Map.Entry::getValue)
                .filter(object -> labels.matches(object.at("metadata", "labels").strings()))
                .toList();
        return new ListPage(found, new ResourceVersion("1"), "");
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        if (mode != WriteMode.DRY_RUN) throw new AssertionError("looking must not write: " + body);
        call("dry run of " + resource);
        return body.withAt(List.of("spec", "template", "spec", "dnsPolicy"), "ClusterFirst");
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        throw new AssertionError("not expected: watch " + resource);
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        throw new AssertionError("looking must not write");
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        throw new AssertionError("looking must not write");
    }

    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        throw new AssertionError("looking must not write");
    }

    @Override
    public Json document(String path) {
        throw new AssertionError("not expected: get " + path);
    }
}
