package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get} shows of the built-in kinds. */
final class BuiltInColumns {
    private static final Column NAME = column("Name", "string", "name", 0, object -> Tree.string(Meta.name(object)));
    private static final Column AGE = age(".metadata.creationTimestamp");

    private static final Column CREATED =
            column("Created At", "date", "", 0, object -> Tree.at(object, "metadata", "creationTimestamp"));

    private static final Map<String, List<Column>> BY_KIND = Map.ofEntries(
            Map.entry(
                    "/Pod",
                    List.of(
                            NAME,
                            text("Ready", PodSummary::ready),
                            text("Status", PodSummary::status),
                            text("Restarts", PodSummary::restarts),
                            AGE,
                            wide("IP", ".status.podIP"),
                            wide("Node", ".spec.nodeName"),
                            wide("Nominated Node", ".status.nominatedNodeName"),
                            wideText("Readiness Gates", PodSummary::readinessGates))),
            Map.entry("/Namespace", List.of(NAME, path("Status", ".status.phase"), AGE)),
            Map.entry(
                    "/Service",
                    List.of(
                            NAME,
                            path("Type", ".spec.type"),
                            path("Cluster-IP", ".spec.clusterIP"),
                            text("External-IP", _ -> "<none>"),
                            text("Port(s)", BuiltInColumns::servicePorts),
                            AGE,
                            wideText("Selector", object -> pairs(Tree.at(object, "spec", "selector"))))),
            Map.entry("/Endpoints", List.of(NAME, text("Endpoints", BuiltInColumns::endpointAddresses), AGE)),
            Map.entry(
                    "/ConfigMap",
                    List.of(NAME, number("Data", object -> size(object, "data") + size(object, "binaryData")), AGE)),
            Map.entry(
                    "/Secret",
                    List.of(NAME, path("Type", ".type"), number("Data", object -> size(object, "data")), AGE)),
            Map.entry("/ServiceAccount", List.of(NAME, AGE)),
            Map.entry("/Event", events("involvedObject", "message")),
            Map.entry("events.k8s.io/Event", events("regarding", "note")),
            Map.entry(
                    "/Node",
                    List.of(
                            NAME,
                            text("Status", BuiltInColumns::nodeStatus),
                            text("Roles", BuiltInColumns::nodeRoles),
                            AGE,
                            path("Version", ".status.nodeInfo.kubeletVersion"),
                            wideText("Internal-IP", BuiltInColumns::internalAddress))),
            Map.entry(
                    "apps/ReplicaSet",
                    List.of(
                            NAME,
                            count("Desired", ".spec.replicas"),
                            count("Current", ".status.replicas"),
                            count("Ready", ".status.readyReplicas"),
                            AGE,
                            wideText("Containers", object -> containers(object, "name")),
                            wideText("Images", object -> containers(object, "image")),
                            wideText("Selector", BuiltInColumns::selector))),
            Map.entry(
                    "apps/Deployment",
                    List.of(
                            NAME,
                            text("Ready", BuiltInColumns::readyOfDesired),
                            count("Up-to-date", ".status.updatedReplicas"),
                            count("Available", ".status.availableReplicas"),
                            AGE,
                            wideText("Containers", object -> containers(object, "name")),
                            wideText("Images", object -> containers(object, "image")),
                            wideText("Selector", BuiltInColumns::selector))),
            Map.entry("apps/StatefulSet", List.of(NAME, text("Ready", BuiltInColumns::readyOfDesired), AGE)),
            Map.entry(
                    "apps/DaemonSet",
                    List.of(
                            NAME,
                            count("Desired", ".status.desiredNumberScheduled"),
                            count("Current", ".status.currentNumberScheduled"),
                            count("Ready", ".status.numberReady"),
                            count("Up-to-date", ".status.updatedNumberScheduled"),
                            count("Available", ".status.numberAvailable"),
                            AGE)),
            Map.entry(
                    "batch/Job",
                    List.of(
                            NAME,
                            text("Status", BuiltInColumns::jobStatus),
                            text("Completions", BuiltInColumns::completions),
                            text("Duration", BuiltInColumns::duration),
                            AGE)),
            Map.entry(
                    "autoscaling/HorizontalPodAutoscaler",
                    List.of(
                            NAME,
                            text(
                                    "Reference",
                                    object -> Tree.textAt(object, "spec", "scaleTargetRef", "kind") + "/"
                                            + Tree.textAt(object, "spec", "scaleTargetRef", "name")),
                            text("Targets", BuiltInColumns::targets),
                            count("MinPods", ".spec.minReplicas"),
                            count("MaxPods", ".spec.maxReplicas"),
                            count("Replicas", ".status.currentReplicas"),
                            AGE)),
            Map.entry(
                    "policy/PodDisruptionBudget",
                    List.of(
                            NAME,
                            text("Min Available", object -> orNotAvailable(Tree.at(object, "spec", "minAvailable"))),
                            text(
                                    "Max Unavailable",
                                    object -> orNotAvailable(Tree.at(object, "spec", "maxUnavailable"))),
                            count("Allowed Disruptions", ".status.disruptionsAllowed"),
                            AGE)),
            Map.entry(
                    "discovery.k8s.io/EndpointSlice",
                    List.of(
                            NAME,
                            path("AddressType", ".addressType"),
                            text("Ports", BuiltInColumns::slicePorts),
                            text("Endpoints", BuiltInColumns::sliceAddresses),
                            AGE)),
            Map.entry("rbac.authorization.k8s.io/Role", List.of(NAME, CREATED)),
            Map.entry("rbac.authorization.k8s.io/ClusterRole", List.of(NAME, CREATED)),
            Map.entry("rbac.authorization.k8s.io/RoleBinding", List.of(NAME, text("Role", BuiltInColumns::role), AGE)),
            Map.entry(
                    "rbac.authorization.k8s.io/ClusterRoleBinding",
                    List.of(NAME, text("Role", BuiltInColumns::role), AGE)),
            Map.entry(
                    "networking.k8s.io/Ingress",
                    List.of(
                            NAME,
                            path("Class", ".spec.ingressClassName"),
                            text("Hosts", BuiltInColumns::hosts),
                            text("Address", _ -> ""),
                            text(
                                    "Ports",
                                    object -> Tree.listAt(object, "spec", "tls").isEmpty() ? "80" : "80, 443"),
                            AGE)),
            Map.entry("coordination.k8s.io/Lease", List.of(NAME, path("Holder", ".spec.holderIdentity"), AGE)),
            Map.entry(
                    "apiextensions.k8s.io/CustomResourceDefinition",
                    List.of(
                            NAME,
                            column(
                                    "Created At",
                                    "date",
                                    "",
                                    0,
                                    object -> Tree.at(object, "metadata", "creationTimestamp")))));

    private BuiltInColumns() {}

    static List<Column> of(String group, String kind) {
        return BY_KIND.getOrDefault(group + "/" + kind, List.of(NAME, AGE));
    }

    private static Column column(
            String name, String type, String format, int priority, Function<ObjectNode, @Nullable JsonNode> cell) {
        return new Column(name, type, format, name, priority, cell);
    }

    private static Column age(String path) {
        PrinterPath where = PrinterPath.parse(path);
        return new Column("Age", "string", "", "Age", 0, object -> new AgeOf(where).read(object));
    }

    /** Ages of built-in kinds are strings already when they leave the server. */
    private record AgeOf(PrinterPath path) {
        @Nullable
        JsonNode read(ObjectNode object) {
            JsonNode time = path.read(object);
            return Tree.string(time == null ? "<unknown>" : Ages.since(time.asString()));
        }
    }

    private static Column path(String name, String path) {
        return reading(name, path, 0);
    }

    private static Column wide(String name, String path) {
        return reading(name, path, 1);
    }

    private static Column reading(String name, String path, int priority) {
        PrinterPath where = PrinterPath.parse(path);
        return column(name, "string", "", priority, object -> {
            JsonNode found = where.read(object);
            return found == null ? Tree.string("<none>") : found;
        });
    }

    private static Column count(String name, String path) {
        PrinterPath where = PrinterPath.parse(path);
        return column(name, "integer", "", 0, object -> {
            JsonNode found = where.read(object);
            return found == null ? Tree.number(0) : found;
        });
    }

    private static Column number(String name, Function<ObjectNode, Integer> count) {
        return column(name, "integer", "", 0, object -> Tree.number(count.apply(object)));
    }

    private static Column text(String name, Function<ObjectNode, String> words) {
        return column(name, "string", "", 0, object -> Tree.string(words.apply(object)));
    }

    private static Column wideText(String name, Function<ObjectNode, String> words) {
        return column(name, "string", "", 1, object -> Tree.string(words.apply(object)));
    }

    private static int size(ObjectNode object, String key) {
        JsonNode found = Tree.at(object, key);
        return found == null ? 0 : found.size();
    }

    private static String pairs(@Nullable JsonNode map) {
        Map<String, String> strings = Meta.strings(map);
        return strings.isEmpty()
                ? "<none>"
                : strings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(","));
    }

    private static String selector(ObjectNode object) {
        return pairs(Tree.at(object, "spec", "selector", "matchLabels"));
    }

    private static String containers(ObjectNode object, String what) {
        return Tree.objectsAt(object, "spec", "template", "spec", "containers").stream()
                .map(container -> Tree.textAt(container, what))
                .collect(Collectors.joining(","));
    }

    private static String readyOfDesired(ObjectNode object) {
        return Tree.longAt(object, 0, "status", "readyReplicas") + "/" + Tree.longAt(object, 0, "spec", "replicas");
    }

    private static String servicePorts(ObjectNode service) {
        List<ObjectNode> ports = Tree.objectsAt(service, "spec", "ports");
        return ports.isEmpty()
                ? "<none>"
                : ports.stream()
                        .map(port -> Tree.longAt(port, 0, "port")
                                + (port.has("nodePort") ? ":" + Tree.longAt(port, 0, "nodePort") : "") + "/"
                                + Tree.textAt(port, "protocol"))
                        .collect(Collectors.joining(","));
    }

    private static String endpointAddresses(ObjectNode endpoints) {
        var all = new ArrayList<String>();
        for (ObjectNode subset : Tree.objectsAt(endpoints, "subsets"))
            for (ObjectNode port : Tree.objectsAt(subset, "ports"))
                for (ObjectNode address : Tree.objectsAt(subset, "addresses"))
                    all.add(Tree.textAt(address, "ip") + ":" + Tree.longAt(port, 0, "port"));
        return atMostThree(all);
    }

    private static String atMostThree(List<String> all) {
        if (all.isEmpty()) return "<none>";
        if (all.size() <= 3) return String.join(",", all);
        return String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
    }

    private static String slicePorts(ObjectNode slice) {
        var all = new ArrayList<String>();
        for (ObjectNode port : Tree.objectsAt(slice, "ports")) all.add(Long.toString(Tree.longAt(port, 0, "port")));
        return all.isEmpty() ? "<unset>" : atMostThree(all);
    }

    private static String sliceAddresses(ObjectNode slice) {
        var all = new ArrayList<String>();
        for (ObjectNode endpoint : Tree.objectsAt(slice, "endpoints"))
            for (JsonNode address : Tree.listAt(endpoint, "addresses")) all.add(address.asString());
        return all.isEmpty() ? "<unset>" : atMostThree(all);
    }

    private static List<Column> events(String about, String message) {
        return List.of(
                column("Last Seen", "string", "", 0, object -> Tree.string(lastSeen(object))),
                path("Type", ".type"),
                path("Reason", ".reason"),
                text(
                        "Object",
                        event -> Tree.textAt(event, about, "kind").toLowerCase(Locale.ROOT) + "/"
                                + Tree.textAt(event, about, "name")),
                text("Message", event -> Tree.textAt(event, message).strip()),
                column("Name", "string", "name", 1, object -> Tree.string(Meta.name(object))));
    }

    private static String lastSeen(ObjectNode event) {
        for (String[] path : new String[][] {
            {"series", "lastObservedTime"},
            {"lastTimestamp"},
            {"deprecatedLastTimestamp"},
            {"eventTime"},
            {"metadata", "creationTimestamp"}
        }) {
            String time = Tree.textAt(event, path);
            if (!time.isEmpty()) return Ages.since(time);
        }
        return "<unknown>";
    }

    private static String nodeStatus(ObjectNode node) {
        boolean ready = Tree.objectsAt(node, "status", "conditions").stream()
                .anyMatch(condition -> Tree.textAt(condition, "type").equals("Ready")
                        && Tree.textAt(condition, "status").equals("True"));
        String state = ready ? "Ready" : "NotReady";
        return Tree.trueAt(node, "spec", "unschedulable") ? state + ",SchedulingDisabled" : state;
    }

    private static String nodeRoles(ObjectNode node) {
        String prefix = "node-role.kubernetes.io/";
        String roles = Meta.labels(node).keySet().stream()
                .filter(label -> label.startsWith(prefix))
                .map(label -> label.substring(prefix.length()))
                .sorted()
                .collect(Collectors.joining(","));
        return roles.isEmpty() ? "<none>" : roles;
    }

    private static String internalAddress(ObjectNode node) {
        return Tree.objectsAt(node, "status", "addresses").stream()
                .filter(address -> Tree.textAt(address, "type").equals("InternalIP"))
                .map(address -> Tree.textAt(address, "address"))
                .findFirst()
                .orElse("<none>");
    }

    private static String targets(ObjectNode autoscaler) {
        String targets = Tree.objectsAt(autoscaler, "spec", "metrics").stream()
                .map(metric -> Tree.textAt(metric, "resource", "name") + ": <unknown>/"
                        + Tree.longAt(metric, 0, "resource", "target", "averageUtilization") + "%")
                .collect(Collectors.joining(", "));
        return targets.isEmpty() ? "<none>" : targets;
    }

    private static String role(ObjectNode binding) {
        return Tree.textAt(binding, "roleRef", "kind") + "/" + Tree.textAt(binding, "roleRef", "name");
    }

    private static String hosts(ObjectNode ingress) {
        String hosts = Tree.objectsAt(ingress, "spec", "rules").stream()
                .map(rule -> Tree.textAt(rule, "host"))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.joining(","));
        return hosts.isEmpty() ? "*" : hosts;
    }

    private static String duration(ObjectNode job) {
        String start = Tree.textAt(job, "status", "startTime");
        if (start.isEmpty()) return "";
        String end = Tree.textAt(job, "status", "completionTime");
        return end.isEmpty() ? Ages.since(start) : Ages.between(start, end);
    }

    private static String jobStatus(ObjectNode job) {
        for (ObjectNode condition : Tree.objectsAt(job, "status", "conditions"))
            if (Tree.textAt(condition, "status").equals("True")) return Tree.textAt(condition, "type");
        return Tree.trueAt(job, "spec", "suspend") ? "Suspended" : "Running";
    }

    private static String completions(ObjectNode job) {
        return Tree.longAt(job, 0, "status", "succeeded") + "/" + Tree.longAt(job, 1, "spec", "completions");
    }

    private static String orNotAvailable(@Nullable JsonNode value) {
        return value == null ? "N/A" : value.asString();
    }
}
