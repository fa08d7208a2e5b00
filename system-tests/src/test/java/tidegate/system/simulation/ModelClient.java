package tidegate.system.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.MergePatch;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Patch;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.client.WriteMode;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.Refusal;
import tidegate.simulator.port.Line;

/** The real controller's calls, answered by the model. */
final class ModelClient implements KubeClient {
    private final Line line;

    ModelClient(Line line) {
        this.line = line;
    }

    private interface Call<R> {
        R make(Kind kind);
    }

    private static <R> R asking(String what, Resource resource, Call<R> call) {
        Kind kind = Kind.ofPlural(resource.plural())
                .orElseThrow(() -> new IllegalArgumentException("the model has no " + resource));
        try {
            return call.make(kind);
        } catch (Refusal refused) {
            throw new KubeException(what, error(refused));
        }
    }

    private static KubeError error(Refusal refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case CONFLICT -> new KubeError.Conflict(message);
            case ALREADY_EXISTS -> new KubeError.AlreadyExists(message);
            case NOT_FOUND -> new KubeError.NotFound(message);
            case INVALID -> new KubeError.Invalid(message, List.of());
            case FORBIDDEN -> new KubeError.Forbidden(message);
            case TOO_MANY_REQUESTS -> new KubeError.TooManyRequests(message, refused.retryAfter());
            case NO_ANSWER -> new KubeError.Transient(message, Optional.empty());
        };
    }

    @Override
    public Json get(ObjectRef ref) {
        String what = "get " + ref;
        return asking(
                what,
                ref.resource(),
                kind -> line.find(kind, ref.name())
                        .orElseThrow(() -> new KubeException(what, new KubeError.NotFound(ref + " not found"))));
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        var selector = Selection.of(request);
        List<Json> items = asking("list " + resource, resource, line::list).stream()
                .filter(selector::selects)
                .toList();
        return new ListPage(items, new ResourceVersion(""), "");
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        throw new AssertionError("not expected: watch " + resource + ", as the model fills caches itself");
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        boolean dryRun = mode != WriteMode.STORE;
        return asking("create " + resource, resource, kind -> line.create(kind, body, dryRun));
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        PatchType type = patch instanceof MergePatch ? PatchType.MERGE : PatchType.JSON;
        Part where = part == Subresource.STATUS ? Part.STATUS : Part.MAIN;
        return asking("patch " + ref, ref.resource(), kind -> line.patch(kind, ref.name(), where, type, patch.body()));
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        asking("delete " + ref, ref.resource(), kind -> {
            line.delete(kind, ref.name(), request.uid(), request.version().text());
            return true;
        });
        return new Deletion.Removed(request.uid());
    }

    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        asking("evict " + pod, pod.resource(), _ -> {
            line.evict(pod.name(), request.uid(), request.version().text());
            return true;
        });
    }

    @Override
    public Json document(String path) {
        throw new AssertionError("not expected: get " + path);
    }

    /** The label selector of a list, as the API writes it: terms with commas in between. */
    record Selection(List<String> terms) {
        static Selection of(ListRequest request) {
            String text = request.labelSelector();
            return new Selection(text.isEmpty() ? List.of() : List.of(text.split(",")));
        }

        boolean selects(Json object) {
            var labels = object.at("metadata", "labels").strings();
            return terms.stream().allMatch(term -> holds(term, labels));
        }

        private static boolean holds(String term, Map<String, String> labels) {
            if (term.startsWith("!")) return !labels.containsKey(term.substring(1));
            int equals = term.indexOf('=');
            if (equals < 0) return labels.containsKey(term);
            return term.substring(equals + 1).equals(labels.get(term.substring(0, equals)));
        }
    }
}
