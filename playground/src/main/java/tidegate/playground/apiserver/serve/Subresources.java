package tidegate.playground.apiserver.serve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tidegate.playground.apiserver.resource.ResourceType;

/** The parts of resources that have paths of their own. */
final class Subresources {
    private static final Set<String> OF_PODS = Set.of("binding", "eviction", "log", "exec", "attach", "portforward");

    private Subresources() {}

    /** What a subresource's body is. */
    record Kind(String group, String version, String kind) {}

    static Set<String> of(ResourceType type) {
        var all = new HashSet<>(type.subresources());
        if (type.group().isEmpty() && type.plural().equals("pods")) all.addAll(OF_PODS);
        if (type.group().isEmpty() && type.plural().equals("namespaces")) all.add("finalize");
        return all;
    }

    static Kind kindOf(ResourceType type, String part) {
        return switch (part) {
            case "scale" -> new Kind("autoscaling", "v1", "Scale");
            case "binding" -> new Kind("", "v1", "Binding");
            case "eviction" -> new Kind("policy", "v1", "Eviction");
            case "exec" -> new Kind("", "v1", "PodExecOptions");
            case "attach" -> new Kind("", "v1", "PodAttachOptions");
            case "portforward" -> new Kind("", "v1", "PodPortForwardOptions");
            default -> new Kind(type.group(), type.version(), type.kind());
        };
    }

    static List<String> verbs(String part) {
        return switch (part) {
            case "binding", "eviction" -> List.of("create");
            case "exec", "attach", "portforward" -> List.of("create", "get");
            case "log" -> List.of("get");
            case "finalize" -> List.of("update");
            default -> Discovery.partVerbs();
        };
    }
}
