package tidegate.cli.command;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tidegate.api.json.Json;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.Following.Need;
import tidegate.cli.client.Resource;
import tidegate.cli.view.RolloutObjects;

/** Reads all that one tree shows, once: the root, then everything else side by side. */
final class TreeLook {
    private final Session session;

    TreeLook(Session session) {
        this.session = session;
    }

    /** @throws ApiFailure if the root does not exist, or something that the tree cannot do without may not be listed */
    RolloutObjects at(Resource resource, String name) throws InterruptedException {
        List<Json> roots = list(TreePart.root(resource, name));
        if (roots.isEmpty()) throw ApiFailure.notFound(resource.singularName(), name);
        Json root = roots.getFirst();
        return TreePart.assembled(root, together(TreePart.below(resource, root)));
    }

    private Map<Resource, List<Json>> together(List<TreePart> parts) throws InterruptedException {
        var answers = new EnumMap<Resource, Future<List<Json>>>(Resource.class);
        // no virtual threads: the one that polls their sockets stays in native code, and the JVM waits 0.3 s for it at
        // its end
        try (var threads = Executors.newCachedThreadPool()) {
            for (TreePart part : parts) answers.put(part.resource(), threads.submit(() -> listOrWarn(part)));
        }
        var found = new EnumMap<Resource, List<Json>>(Resource.class);
        for (var answer : answers.entrySet()) found.put(answer.getKey(), resultOf(answer.getValue()));
        return found;
    }

    private static List<Json> resultOf(Future<List<Json>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw new IllegalStateException(e);
        }
    }

    private List<Json> listOrWarn(TreePart part) {
        try {
            return list(part);
        } catch (ApiFailure failure) {
            if (part.need() == Need.REQUIRED || !failure.isForbidden() && !failure.isUnknownResource()) throw failure;
            session.err().println(part.doneWithout());
            return List.of();
        }
    }

    private List<Json> list(TreePart part) {
        return session.api()
                .list(part.resource(), session.namespace(), part.options())
                .get("items")
                .elements();
    }
}
