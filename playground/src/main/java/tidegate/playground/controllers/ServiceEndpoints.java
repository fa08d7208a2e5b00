package tidegate.playground.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;

/**
 * Where a Service's traffic may go, from the pods it selects. Pure.
 *
 * @param byPorts endpoints in the form of an EndpointSlice, by the ports they have in common: a named target port may be
 *     another number in each pod
 */
record ServiceEndpoints(Map<List<Json>, List<Json>> byPorts) {

    /** Whether these controllers say where a Service leads: not without a selector, not for another name. */
    static boolean areManaged(Json service) {
        return !service.at("spec", "selector").isEmpty()
                && !service.at("spec", "type").stringOrEmpty().equals("ExternalName");
    }

    static boolean selects(Json service, Json pod) {
        return areManaged(service)
                && Pods.carriesAll(pod, service.at("spec", "selector").strings());
    }

    static ServiceEndpoints of(Json service, List<Json> pods) {
        var byPorts = new LinkedHashMap<List<Json>, List<Json>>();
        pods.stream()
                .filter(pod -> selects(service, pod) && !Pods.hasEnded(pod))
                .filter(pod -> pod.at("status", "podIP").isString())
                .sorted(Comparator.comparing(pod -> pod.at("metadata", "name").stringOrEmpty()))
                .forEach(pod -> byPorts.computeIfAbsent(ports(service, pod), _ -> new ArrayList<>())
                        .add(endpoint(service, pod)));
        return new ServiceEndpoints(byPorts);
    }

    private static List<Json> ports(Json service, Json pod) {
        return service.at("spec", "ports").elements().stream()
                .flatMap(port -> targetPort(port, pod).stream().map(number -> port(port, number)))
                .toList();
    }

    private static Json port(Json port, int number) {
        return Json.object(
                "name", port.get("name").stringOrEmpty(),
                "protocol", port.get("protocol").string().orElse("TCP"),
                "port", number,
                "appProtocol", port.get("appProtocol").string());
    }

    /** Empty if the pod has no port of the name asked for: it takes no part in this port then. */
    private static Optional<Integer> targetPort(Json port, Json pod) {
        Json target = port.get("targetPort");
        if (target.integer().isPresent() && target.integer().getAsInt() != 0)
            return Optional.of(target.integer().getAsInt());
        if (target.stringOrEmpty().isEmpty())
            return port.get("port").integer().stream().boxed().findFirst();
        String protocol = port.get("protocol").string().orElse("TCP");
        return pod.at("spec", "containers").elements().stream()
                .flatMap(container -> container.get("ports").elements().stream())
                .filter(p -> p.get("name").stringOrEmpty().equals(target.stringOrEmpty()))
                .filter(p -> p.get("protocol").string().orElse("TCP").equals(protocol))
                .flatMap(p -> p.get("containerPort").integer().stream().boxed())
                .findFirst();
    }

    /** Serving is what the pod is able to; ready is that and no end in sight. */
    private static Json endpoint(Json service, Json pod) {
        boolean publishAlways = service.at("spec", "publishNotReadyAddresses").isTrue();
        boolean serving = Pods.isReady(pod);
        boolean terminating = Pods.isTerminating(pod);
        return Json.object(
                "addresses", Json.array(pod.at("status", "podIP")),
                "conditions",
                        Json.object(
                                "ready", publishAlways || (serving && !terminating),
                                "serving", serving,
                                "terminating", terminating),
                "targetRef", targetRef(pod),
                "nodeName", pod.at("spec", "nodeName"),
                "hostname", hostname(service, pod));
    }

    private static Optional<String> hostname(Json service, Json pod) {
        boolean named = pod.at("spec", "subdomain")
                .stringOrEmpty()
                .equals(service.at("metadata", "name").stringOrEmpty());
        return named ? pod.at("spec", "hostname").string() : Optional.empty();
    }

    static Json targetRef(Json pod) {
        return Json.object(
                "kind", "Pod",
                "namespace", pod.at("metadata", "namespace"),
                "name", pod.at("metadata", "name"),
                "uid", Owner.uidOf(pod));
    }
}
