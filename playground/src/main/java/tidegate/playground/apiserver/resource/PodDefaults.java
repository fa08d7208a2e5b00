package tidegate.playground.apiserver.resource;

import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod specification reads back with when the user left it out. */
final class PodDefaults {
    private static final String[] CONTAINER_LISTS = {"containers", "initContainers", "ephemeralContainers"};

    private PodDefaults() {}

    /** Changes the specification. */
    static void fill(ObjectNode spec) {
        Tree.putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
        Tree.putIfAbsent(spec, "restartPolicy", "Always");
        Tree.putIfAbsent(spec, "terminationGracePeriodSeconds", 30);
        Tree.putIfAbsent(spec, "schedulerName", "default-scheduler");
        if (Tree.at(spec, "securityContext") == null) spec.putObject("securityContext");
        serviceAccount(spec);
        for (String list : CONTAINER_LISTS) Tree.objectsAt(spec, list).forEach(PodDefaults::container);
        Tree.objectsAt(spec, "volumes").forEach(PodDefaults::volume);
    }

    /** Both spellings carry the same name. */
    private static void serviceAccount(ObjectNode spec) {
        String name = Tree.textAt(spec, "serviceAccountName");
        String old = Tree.textAt(spec, "serviceAccount");
        if (!name.isEmpty()) spec.put("serviceAccount", name);
        else if (!old.isEmpty()) spec.put("serviceAccountName", old);
    }

    /** What only pods get, not templates of them. */
    static void fillPod(ObjectNode spec) {
        fill(spec);
        Tree.putIfAbsent(spec, "enableServiceLinks", true);
        Tree.putIfAbsent(spec, "preemptionPolicy", "PreemptLowerPriority");
        Tree.putIfAbsent(spec, "priority", 0);
        if (Tree.at(spec, "tolerations") == null) {
            var tolerations = spec.putArray("tolerations");
            for (String key : new String[] {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"})
                tolerations
                        .addObject()
                        .put("effect", "NoExecute")
                        .put("key", key)
                        .put("operator", "Exists")
                        .put("tolerationSeconds", 300);
        }
        for (String list : CONTAINER_LISTS)
            for (ObjectNode container : Tree.objectsAt(spec, list)) requestsFromLimits(container);
    }

    private static void requestsFromLimits(ObjectNode container) {
        Tree.ifObject(
                container,
                limits -> {
                    ObjectNode requests = Tree.make(container, "resources", "requests");
                    for (var limit : limits.properties())
                        if (!requests.has(limit.getKey())) requests.set(limit.getKey(), limit.getValue());
                },
                "resources",
                "limits");
    }

    private static void container(ObjectNode container) {
        Tree.putIfAbsent(container, "imagePullPolicy", pullPolicy(Tree.textAt(container, "image")));
        Tree.putIfAbsent(container, "terminationMessagePath", "/dev/termination-log");
        Tree.putIfAbsent(container, "terminationMessagePolicy", "File");
        if (Tree.at(container, "resources") == null) container.putObject("resources");
        for (ObjectNode port : Tree.objectsAt(container, "ports")) Tree.putIfAbsent(port, "protocol", "TCP");
        for (String probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"})
            Tree.ifObject(container, PodDefaults::probe, probe);
        for (String hook : new String[] {"postStart", "preStop"})
            Tree.ifObject(container, PodDefaults::httpGet, "lifecycle", hook);
        for (ObjectNode variable : Tree.objectsAt(container, "env"))
            Tree.ifObject(variable, field -> Tree.putIfAbsent(field, "apiVersion", "v1"), "valueFrom", "fieldRef");
    }

    /** {@code Always} for what may change under its name: no tag, or the tag latest. */
    static String pullPolicy(String image) {
        if (image.contains("@")) return "IfNotPresent";
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 || last.substring(colon + 1).equals("latest") ? "Always" : "IfNotPresent";
    }

    private static void probe(ObjectNode probe) {
        Tree.putIfAbsent(probe, "timeoutSeconds", 1);
        Tree.putIfAbsent(probe, "periodSeconds", 10);
        Tree.putIfAbsent(probe, "successThreshold", 1);
        Tree.putIfAbsent(probe, "failureThreshold", 3);
        httpGet(probe);
        Tree.ifObject(probe, grpc -> Tree.putIfAbsent(grpc, "service", ""), "grpc");
    }

    private static void httpGet(ObjectNode handler) {
        Tree.ifObject(
                handler,
                get -> {
                    Tree.putIfAbsent(get, "path", "/");
                    Tree.putIfAbsent(get, "scheme", "HTTP");
                },
                "httpGet");
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == 1 && volume.has("name")) volume.putObject("emptyDir");
        for (String source : new String[] {"secret", "configMap", "downwardAPI", "projected"})
            Tree.ifObject(volume, each -> Tree.putIfAbsent(each, "defaultMode", 420), source);
        Tree.ifObject(volume, path -> Tree.putIfAbsent(path, "type", ""), "hostPath");
        fieldVersions(volume.get("downwardAPI"));
        for (ObjectNode source : Tree.objectsAt(volume, "projected", "sources")) {
            fieldVersions(source.get("downwardAPI"));
            Tree.ifObject(source, token -> Tree.putIfAbsent(token, "expirationSeconds", 3600), "serviceAccountToken");
        }
    }

    private static void fieldVersions(@Nullable JsonNode downward) {
        for (ObjectNode item : Tree.objectsAt(downward, "items"))
            Tree.ifObject(item, field -> Tree.putIfAbsent(field, "apiVersion", "v1"), "fieldRef");
    }
}
