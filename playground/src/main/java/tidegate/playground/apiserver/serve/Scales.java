package tidegate.playground.apiserver.serve;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.resource.ScalePaths;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code autoscaling/v1 Scale}: an object's replicas behind one shape for every kind. Pure. */
final class Scales {
    private Scales() {}

    static ObjectNode of(ResourceType type, ObjectNode object) {
        ScalePaths paths = type.scale().orElseThrow(ApiFailure::noSuchResource);
        ObjectNode scale = Tree.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        for (String key : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            JsonNode value = Tree.at(object, "metadata", key);
            if (value != null) meta.set(key, value);
        }
        ObjectNode spec = scale.putObject("spec");
        long wanted = Tree.longAt(object, 0, path(paths.specReplicas()));
        if (wanted != 0) spec.set("replicas", Tree.number(wanted));
        ObjectNode status = scale.putObject("status");
        status.set("replicas", Tree.number(Tree.longAt(object, 0, path(paths.statusReplicas()))));
        String selector = selectorText(paths.selector().isEmpty() ? null : Tree.at(object, path(paths.selector())));
        if (!selector.isEmpty()) status.put("selector", selector);
        return scale;
    }

    private static String[] path(List<String> parts) {
        return parts.toArray(String[]::new);
    }

    private static String selectorText(@Nullable JsonNode selector) {
        if (selector == null) return "";
        if (selector.isString()) return selector.stringValue();
        return Meta.strings(Tree.at(selector, "matchLabels")).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** The object with the scale's replicas, and its version as the precondition of the write. Changes the object. */
    static ObjectNode into(ResourceType type, ObjectNode object, ObjectNode scale) {
        ScalePaths paths = type.scale().orElseThrow(ApiFailure::noSuchResource);
        long replicas = Tree.longAt(scale, 0, "spec", "replicas");
        List<String> path = paths.specReplicas();
        ObjectNode parent = Tree.make(object, path(path.subList(0, path.size() - 1)));
        parent.set(path.getLast(), Tree.number(replicas));
        String version = Meta.resourceVersion(scale);
        if (version.isEmpty()) Meta.of(object).remove("resourceVersion");
        else Meta.of(object).put("resourceVersion", version);
        return object;
    }
}
