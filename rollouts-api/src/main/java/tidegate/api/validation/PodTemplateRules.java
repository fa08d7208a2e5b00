package tidegate.api.validation;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.template.PodDefaults;
import tidegate.api.value.LabelSelector;
import tidegate.api.value.MalformedValueException;

/** Rules of Kubernetes for the pod template of a ReplicaSet, on the template with its defaults. */
final class PodTemplateRules {
    private static final int MAX_ANNOTATION_BYTES = 256 * 1024;
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private PodTemplateRules() {}

    static void check(Place template, Json selector, Findings findings) {
        checkSelected(template, selector, findings);
        // Kubernetes leaves "metadata" out of these two paths
        SelectorRules.checkLabels(
                new Place(
                        template.path() + ".labels",
                        template.at("metadata").at("labels").value()),
                findings);
        checkAnnotations(
                new Place(
                        template.path() + ".annotations",
                        template.at("metadata").at("annotations").value()),
                findings);
        Place pod = new Place(template.path(), PodDefaults.of(template.value())).at("spec");
        checkPod(pod, findings);
        if (template.at("spec").at("ephemeralContainers").size() > 0) {
            findings.forbidden(
                    template.at("spec").at("ephemeralContainers"), "ephemeral containers not allowed in pod template");
        }
        checkReplicaSet(pod, findings);
    }

    private static void checkSelected(Place template, Json selector, Findings findings) {
        Place labels = template.at("metadata").at("labels");
        if (!matches(selector, labels.value().strings())) {
            findings.invalid(labels, "`selector` does not match template `labels`");
        }
    }

    private static boolean matches(Json selector, Map<String, String> labels) {
        try {
            return LabelSelector.of(selector).matches(labels);
        } catch (MalformedValueException alreadyReported) {
            return true;
        }
    }

    private static void checkAnnotations(Place annotations, Findings findings) {
        SelectorRules.checkTexts(annotations, findings);
        long bytes = 0;
        for (Map.Entry<String, String> entry : annotations.value().strings().entrySet()) {
            String key = entry.getKey();
            findings.invalid(annotations.path(), key, Names.key(key.toLowerCase(Locale.ROOT)));
            bytes += utf8Length(key) + utf8Length(entry.getValue());
        }
        if (bytes > MAX_ANNOTATION_BYTES) findings.tooLong(annotations, MAX_ANNOTATION_BYTES);
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkPod(Place pod, Findings findings) {
        Set<String> volumes = VolumeRules.check(pod.at("volumes"), findings);
        ContainerRules.check(pod, volumes, findings);
        findings.oneOf(pod.at("restartPolicy"), RESTART_POLICIES);
        findings.oneOf(pod.at("dnsPolicy"), DNS_POLICIES);
        if (pod.at("dnsPolicy").text().equals("None")
                && pod.at("dnsConfig").at("nameservers").size() == 0) {
            findings.required(pod.at("dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None");
        }
        SelectorRules.checkLabels(pod.at("nodeSelector"), findings);
        for (String name : List.of("serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName")) {
            if (!pod.at(name).text().isEmpty())
                findings.invalid(pod.at(name), Names.subdomain(pod.at(name).text()));
        }
        for (String name : List.of("hostname", "subdomain")) {
            if (!pod.at(name).text().isEmpty())
                findings.invalid(pod.at(name), Names.label(pod.at(name).text()));
        }
        Place tolerations = pod.at("tolerations");
        for (int i = 0; i < tolerations.size(); i++) checkToleration(tolerations.at(i), findings);
        checkUniqueHostPorts(pod, findings);
    }

    private static void checkToleration(Place toleration, Findings findings) {
        Place key = toleration.at("key");
        Place operator = toleration.at("operator");
        Place effect = toleration.at("effect");
        if (!key.text().isEmpty()) findings.invalid(key, Names.key(key.text()));
        else if (!operator.text().equals("Exists"))
            findings.invalid(
                    operator.path(),
                    Json.of(operator.text()),
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration.at("tolerationSeconds").isSet() && !effect.text().equals("NoExecute"))
            findings.invalid(
                    effect.path(),
                    Json.of(effect.text()),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        checkOperator(toleration, findings);
        if (!effect.text().isEmpty()) findings.oneOf(effect, EFFECTS);
    }

    private static void checkOperator(Place toleration, Findings findings) {
        Place operator = toleration.at("operator");
        Place value = toleration.at("value");
        switch (operator.text()) {
            case "", "Equal" ->
                findings.invalid(new Place(operator.path(), value.value()), Names.labelValue(value.text()));
            case "Exists" -> {
                if (!value.text().isEmpty())
                    findings.invalid(operator.path(), value.value(), "value must be empty when `operator` is 'Exists'");
            }
            default -> findings.oneOf(operator, List.of("Equal", "Exists"));
        }
    }

    /** Two containers of a pod cannot have one port of their node. */
    private static void checkUniqueHostPorts(Place pod, Findings findings) {
        var taken = new HashSet<String>();
        Place containers = pod.at("containers");
        for (int i = 0; i < containers.size(); i++) {
            Place ports = containers.at(i).at("ports");
            for (int j = 0; j < ports.size(); j++) checkHostPort(ports.at(j), taken, findings);
        }
    }

    private static void checkHostPort(Place port, Set<String> taken, Findings findings) {
        if (port.at("hostPort").number() == 0) return;
        String address = port.at("protocol").text() + "/" + port.at("hostIP").text() + "/"
                + port.at("hostPort").number();
        if (!taken.add(address))
            findings.duplicate(new Place(port.at("hostPort").path(), Json.of(address)));
    }

    private static void checkReplicaSet(Place pod, Findings findings) {
        findings.oneOf(pod.at("restartPolicy"), List.of("Always"));
        if (pod.at("activeDeadlineSeconds").isSet()) {
            findings.forbidden(pod.at("activeDeadlineSeconds"), "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
    }
}
