package tidegate.api.template;

import java.util.List;
import java.util.function.UnaryOperator;
import tidegate.api.json.Json;

/** What the API server fills in when a pod template is stored in a ReplicaSet (Kubernetes 1.34). */
public final class PodDefaults {
    static final List<String> CONTAINER_KINDS = List.of("initContainers", "containers", "ephemeralContainers");

    private PodDefaults() {}

    /** The template with every default in place; what is set stays. What is no object counts as an empty one. */
    public static Json of(Json template) {
        return object(template).with("spec", spec(object(template.get("spec"))));
    }

    private static Json object(Json value) {
        return value.isObject() ? value : Json.EMPTY_OBJECT;
    }

    private static Json spec(Json spec) {
        Json filled = ifEmpty(spec, "dnsPolicy", "ClusterFirst");
        filled = ifEmpty(filled, "restartPolicy", "Always");
        filled = ifAbsent(filled, "securityContext", Json.EMPTY_OBJECT);
        filled = ifAbsent(filled, "terminationGracePeriodSeconds", 30);
        filled = ifEmpty(filled, "schedulerName", "default-scheduler");
        for (String kind : CONTAINER_KINDS) filled = each(filled, kind, PodDefaults::container);
        return each(filled, "volumes", PodDefaults::volume);
    }

    private static Json container(Json container) {
        Json filled = ifEmpty(
                container, "imagePullPolicy", pullPolicy(container.get("image").stringOrEmpty()));
        filled = ifEmpty(filled, "terminationMessagePath", "/dev/termination-log");
        filled = ifEmpty(filled, "terminationMessagePolicy", "File");
        filled = each(filled, "ports", port -> ifEmpty(port, "protocol", "TCP"));
        filled = each(filled, "env", PodDefaults::variable);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            filled = inside(filled, probe, PodDefaults::probe);
        }
        return inside(
                filled,
                "lifecycle",
                hooks -> inside(inside(hooks, "postStart", PodDefaults::handler), "preStop", PodDefaults::handler));
    }

    /** An image that may change under its name is pulled each time. */
    private static String pullPolicy(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        boolean moves = tag < 0
                ? digest < 0 && !name.isEmpty()
                : name.substring(tag + 1).equals("latest");
        return moves ? "Always" : "IfNotPresent";
    }

    private static Json variable(Json variable) {
        return inside(variable, "valueFrom", source -> {
            Json filled = inside(source, "fieldRef", PodDefaults::fieldRef);
            return inside(filled, "fileKeyRef", ref -> ifAbsent(ref, "optional", false));
        });
    }

    private static Json fieldRef(Json ref) {
        return ifEmpty(ref, "apiVersion", "v1");
    }

    private static Json probe(Json probe) {
        Json filled = ifZero(probe, "timeoutSeconds", 1);
        filled = ifZero(filled, "periodSeconds", 10);
        filled = ifZero(filled, "successThreshold", 1);
        filled = ifZero(filled, "failureThreshold", 3);
        filled = inside(filled, "grpc", grpc -> ifAbsent(grpc, "service", ""));
        return handler(filled);
    }

    private static Json handler(Json handler) {
        return inside(handler, "httpGet", get -> ifEmpty(ifEmpty(get, "path", "/"), "scheme", "HTTP"));
    }

    private static Json volume(Json volume) {
        if (volume.members().entrySet().stream()
                .allMatch(member ->
                        member.getKey().equals("name") || member.getValue().isNullOrMissing())) {
            return volume.with("emptyDir", Json.EMPTY_OBJECT);
        }
        Json filled = inside(volume, "secret", PodDefaults::mode);
        filled = inside(filled, "configMap", PodDefaults::mode);
        filled = inside(filled, "downwardAPI", source -> downward(mode(source)));
        filled = inside(filled, "projected", source -> each(mode(source), "sources", PodDefaults::projection));
        filled = inside(filled, "hostPath", source -> ifAbsent(source, "type", ""));
        filled = inside(filled, "ephemeral", PodDefaults::claim);
        filled = inside(
                filled,
                "image",
                source -> ifEmpty(
                        source, "pullPolicy", pullPolicy(source.get("reference").stringOrEmpty())));
        return olderKinds(filled);
    }

    private static Json mode(Json source) {
        return ifAbsent(source, "defaultMode", 420);
    }

    private static Json downward(Json source) {
        return each(source, "items", item -> inside(item, "fieldRef", PodDefaults::fieldRef));
    }

    private static Json projection(Json source) {
        Json filled = inside(source, "downwardAPI", PodDefaults::downward);
        return inside(filled, "serviceAccountToken", token -> ifAbsent(token, "expirationSeconds", 3600));
    }

    private static Json claim(Json ephemeral) {
        return inside(
                ephemeral,
                "volumeClaimTemplate",
                template -> inside(template, "spec", spec -> ifAbsent(spec, "volumeMode", "Filesystem")));
    }

    private static Json olderKinds(Json volume) {
        Json filled = inside(volume, "iscsi", disk -> ifEmpty(disk, "iscsiInterface", "default"));
        filled = inside(filled, "rbd", disk -> {
            Json named = ifEmpty(ifEmpty(disk, "pool", "rbd"), "user", "admin");
            return ifEmpty(named, "keyring", "/etc/ceph/keyring");
        });
        filled = inside(filled, "azureDisk", disk -> {
            Json cached = ifAbsent(ifAbsent(disk, "cachingMode", "ReadWrite"), "fsType", "ext4");
            return ifAbsent(ifAbsent(cached, "readOnly", false), "kind", "Shared");
        });
        return inside(
                filled, "scaleIO", disk -> ifEmpty(ifEmpty(disk, "storageMode", "ThinProvisioned"), "fsType", "xfs"));
    }

    /** Sets what is not there: for values where even zero says something. */
    private static Json ifAbsent(Json object, String key, Object value) {
        return object.get(key).isNullOrMissing() ? object.with(key, value) : object;
    }

    /** Sets a text that is not there or empty. */
    private static Json ifEmpty(Json object, String key, String value) {
        return object.get(key).stringOrEmpty().isEmpty() ? object.with(key, value) : object;
    }

    /** Sets a number that is not there or zero. */
    private static Json ifZero(Json object, String key, int value) {
        return object.get(key).longInteger().orElse(0) == 0 ? object.with(key, value) : object;
    }

    private static Json inside(Json object, String key, UnaryOperator<Json> change) {
        return object.get(key).isObject() ? object.map(key, change) : object;
    }

    private static Json each(Json object, String key, UnaryOperator<Json> change) {
        return object.get(key).isArray()
                ? object.map(key, list -> list.mapElements(one -> one.isObject() ? change.apply(one) : one))
                : object;
    }
}
