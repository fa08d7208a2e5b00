package tidegate.api.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/** Rules of the containers of a pod. */
final class ContainerRules {
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final String BAD_PORT = "must be between 1 and 65535, inclusive";

    private final Place pod;
    private final Set<String> volumes;
    private final Findings findings;
    private final Set<String> names = new HashSet<>();

    private ContainerRules(Place pod, Set<String> volumes, Findings findings) {
        this.pod = pod;
        this.volumes = volumes;
        this.findings = findings;
    }

    /** @param volumes names of the pod's volumes */
    static void check(Place pod, Set<String> volumes, Findings findings) {
        var rules = new ContainerRules(pod, volumes, findings);
        Place containers = pod.at("containers");
        if (containers.size() == 0) findings.required(containers, "");
        for (int i = 0; i < containers.size(); i++) rules.checkRegular(containers.at(i));
        Place initContainers = pod.at("initContainers");
        for (int i = 0; i < initContainers.size(); i++) rules.checkInit(initContainers.at(i));
    }

    private void checkRegular(Place container) {
        checkAny(container);
        checkName(container.at("name"));
        checkLifecycle(container.at("lifecycle"));
        checkProbes(container);
        if (container.at("restartPolicy").isSet())
            findings.forbidden(container.at("restartPolicy"), "may not be set for non-init containers");
    }

    private void checkInit(Place container) {
        checkAny(container);
        checkName(container.at("name"));
        Place restart = container.at("restartPolicy");
        if (restart.isSet()) {
            findings.oneOf(restart, List.of("Always"));
            checkLifecycle(container.at("lifecycle"));
            checkProbes(container);
            return;
        }
        for (String member : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.at(member).isSet())
                findings.forbidden(
                        container.at(member), "may not be set for init containers without restartPolicy=Always");
        }
    }

    private void checkName(Place name) {
        if (!name.text().isEmpty() && !names.add(name.text())) findings.duplicate(name);
    }

    private void checkAny(Place container) {
        Place name = container.at("name");
        if (name.text().isEmpty()) findings.required(name, "");
        else findings.invalid(name, Names.label(name.text()));
        if (container.at("image").text().isEmpty()) findings.required(container.at("image"), "");
        findings.oneOf(container.at("terminationMessagePolicy"), MESSAGE_POLICIES);
        checkPorts(container.at("ports"));
        checkVariables(container.at("env"));
        checkVariableSets(container.at("envFrom"));
        checkMounts(container.at("volumeMounts"));
        findings.oneOf(container.at("imagePullPolicy"), PULL_POLICIES);
        ResourceRules.check(container.at("resources"), findings);
    }

    private void checkPorts(Place ports) {
        var portNames = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            Place name = ports.at(i).at("name");
            if (!name.text().isEmpty()) {
                List<String> wrong = Names.port(name.text());
                findings.invalid(name, wrong);
                if (wrong.isEmpty() && !portNames.add(name.text())) findings.duplicate(name);
            }
            checkPortNumbers(ports.at(i));
            findings.oneOf(ports.at(i).at("protocol"), PROTOCOLS);
        }
    }

    private void checkPortNumbers(Place port) {
        Place inside = port.at("containerPort");
        Place outside = port.at("hostPort");
        if (inside.number() == 0) findings.required(inside, "");
        else if (isNoPort(inside)) findings.invalid(inside, BAD_PORT);
        if (outside.number() == 0) return;
        if (isNoPort(outside)) findings.invalid(outside, BAD_PORT);
        else if (pod.at("hostNetwork").value().isTrue() && inside.number() != outside.number())
            findings.invalid(outside, "must match `containerPort` when `hostNetwork` is true");
    }

    private static boolean isNoPort(Place port) {
        return port.number() < 1 || port.number() > 65535;
    }

    private void checkVariables(Place variables) {
        for (int i = 0; i < variables.size(); i++) {
            Place name = variables.at(i).at("name");
            if (name.text().isEmpty()) findings.required(name, "");
            else findings.invalid(name, Names.variable(name.text()));
            checkVariableSource(variables.at(i));
        }
    }

    private void checkVariableSource(Place variable) {
        Place source = variable.at("valueFrom");
        if (!source.isSet()) return;
        long sources = source.value().members().values().stream()
                .filter(value -> !value.isNullOrMissing())
                .count();
        if (sources == 0)
            findings.invalid(
                    source.path(),
                    Json.of(""),
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        else if (!variable.at("value").text().isEmpty())
            findings.invalid(source.path(), Json.of(""), "may not be specified when `value` is not empty");
        else if (sources > 1)
            findings.invalid(source.path(), Json.of(""), "may not have more than one field specified at a time");
        for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
            if (source.at(kind).isSet()) checkKeyRef(source.at(kind));
        }
        requireIn(source.at("fieldRef"), "fieldPath");
        requireIn(source.at("resourceFieldRef"), "resource");
    }

    private void requireIn(Place object, String member) {
        if (object.isSet() && object.at(member).text().isEmpty()) findings.required(object.at(member), "");
    }

    private void checkKeyRef(Place ref) {
        Place name = ref.at("name");
        Place key = ref.at("key");
        findings.invalid(name.path(), name.text(), Names.subdomain(name.text()));
        if (key.text().isEmpty()) findings.required(key, "");
        else findings.invalid(key, Names.configKey(key.text()));
    }

    private void checkVariableSets(Place sets) {
        for (int i = 0; i < sets.size(); i++) {
            Place prefix = sets.at(i).at("prefix");
            if (!prefix.text().isEmpty()) findings.invalid(prefix, Names.variable(prefix.text()));
            List<Place> sources = Stream.of("configMapRef", "secretRef")
                    .map(sets.at(i)::at)
                    .filter(Place::isSet)
                    .toList();
            if (sources.isEmpty())
                findings.invalid(sets.path(), Json.of(""), "must specify one of: `configMapRef` or `secretRef`");
            for (Place source : sources) {
                if (source.at("name").text().isEmpty()) findings.required(source.at("name"), "");
            }
            if (sources.size() > 1)
                findings.invalid(sets.path(), Json.of(""), "may not have more than one field specified at a time");
        }
    }

    private void checkMounts(Place mounts) {
        var paths = new HashSet<String>();
        for (int i = 0; i < mounts.size(); i++) {
            Place name = mounts.at(i).at("name");
            Place path = mounts.at(i).at("mountPath");
            if (name.text().isEmpty()) findings.required(name, "");
            if (!volumes.contains(name.text())) findings.notFound(name);
            if (path.text().isEmpty()) findings.required(path, "");
            if (!paths.add(path.text())) findings.invalid(path, "must be unique");
            checkSubPath(mounts, mounts.at(i).at("subPath"));
        }
    }

    /** Errors name the list, not the mount. */
    private void checkSubPath(Place mounts, Place subPath) {
        if (subPath.text().startsWith("/"))
            findings.invalid(mounts.path() + ".subPath", subPath.value(), "must be a relative path");
        if (List.of(subPath.text().split("/")).contains(".."))
            findings.invalid(mounts.path() + ".subPath", subPath.value(), "must not contain '..'");
    }

    private void checkLifecycle(Place lifecycle) {
        for (String hook : List.of("postStart", "preStop")) {
            if (lifecycle.at(hook).isSet())
                checkHandler(lifecycle.at(hook), List.of("exec", "httpGet", "tcpSocket", "sleep"));
        }
    }

    private void checkProbes(Place container) {
        for (String kind : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Place probe = container.at(kind);
            if (!probe.isSet()) continue;
            checkHandler(probe, List.of("exec", "httpGet", "tcpSocket", "grpc"));
            for (String number : List.of(
                    "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")) {
                findings.notNegative(probe.at(number));
            }
            if (!kind.equals("readinessProbe") && probe.at("successThreshold").number() != 1)
                findings.invalid(probe.at("successThreshold"), "must be 1");
        }
    }

    private void checkHandler(Place handler, List<String> kinds) {
        List<String> given =
                kinds.stream().filter(kind -> handler.at(kind).isSet()).toList();
        if (given.isEmpty()) findings.required(handler, "must specify a handler type");
        for (int i = 1; i < given.size(); i++)
            findings.forbidden(handler.at(given.get(i)), "may not specify more than 1 handler type");
        for (String kind : given) checkHandlerKind(handler.at(kind), kind);
    }

    private void checkHandlerKind(Place action, String kind) {
        switch (kind) {
            case "exec" -> {
                if (action.at("command").size() == 0) findings.required(action.at("command"), "");
            }
            case "httpGet" -> {
                checkPort(action.at("port"));
                findings.oneOf(action.at("scheme"), List.of("HTTP", "HTTPS"));
            }
            case "tcpSocket", "grpc" -> checkPort(action.at("port"));
            default -> {}
        }
    }

    private void checkPort(Place port) {
        if (port.value().isString()) findings.invalid(port, Names.port(port.text()));
        else if (isNoPort(port)) findings.invalid(port.path(), Json.of(port.number()), BAD_PORT);
    }
}
