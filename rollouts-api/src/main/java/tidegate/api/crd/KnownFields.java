package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT_OR_TEXT;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.anyObject;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;
import static tidegate.api.crd.Schema.texts;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;

/**
 * Whether an object has only fields that its type knows, each of the type that it has there.
 *
 * <p>The API server prunes what it does not know without a word, so a misspelt field is best found before.
 */
public final class KnownFields {
    /** What Kubernetes knows in the metadata of a pod template, beside what a Rollout keeps of it. */
    private static final Set<String> METADATA = Set.of(
            "name",
            "generateName",
            "namespace",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "managedFields");

    private final Json schema;

    private KnownFields(Json schema) {
        this.schema = schema;
    }

    /** Those of a Rollout, with its pod template. */
    public static KnownFields ofRollout() {
        return new KnownFields(Crds.ROLLOUT
                .definition(KubernetesTypes.ofClassPath())
                .at("spec", "versions")
                .get(0)
                .at("schema", "openAPIV3Schema"));
    }

    /** Those of a Service. */
    public static KnownFields ofService() {
        Schema port = object(
                field("name", TEXT, ""),
                field("protocol", TEXT, ""),
                field("appProtocol", TEXT, ""),
                field("port", INT32, ""),
                field("targetPort", INT_OR_TEXT, ""),
                field("nodePort", INT32, ""));
        Schema spec = object(
                field("ports", listOf(port), ""),
                field("selector", texts(), ""),
                field("clusterIP", TEXT, ""),
                field("clusterIPs", listOf(TEXT), ""),
                field("type", TEXT, ""),
                field("externalIPs", listOf(TEXT), ""),
                field("sessionAffinity", TEXT, ""),
                field(
                        "sessionAffinityConfig",
                        object(field("clientIP", object(field("timeoutSeconds", INT32, "")), "")),
                        ""),
                field("loadBalancerIP", TEXT, ""),
                field("loadBalancerSourceRanges", listOf(TEXT), ""),
                field("loadBalancerClass", TEXT, ""),
                field("allocateLoadBalancerNodePorts", BOOL, ""),
                field("externalName", TEXT, ""),
                field("externalTrafficPolicy", TEXT, ""),
                field("internalTrafficPolicy", TEXT, ""),
                field("trafficDistribution", TEXT, ""),
                field("healthCheckNodePort", INT32, ""),
                field("publishNotReadyAddresses", BOOL, ""),
                field("ipFamilies", listOf(TEXT), ""),
                field("ipFamilyPolicy", TEXT, ""));
        Schema service = object(
                field("apiVersion", TEXT, ""),
                field("kind", TEXT, ""),
                field("metadata", anyObject(), ""),
                field("spec", spec, ""),
                field("status", anyObject(), ""));
        return new KnownFields(new StructuralSchema(KubernetesTypes.ofClassPath()).of(service));
    }

    /** The first thing wrong, as in {@code unknown field "stepz"}; empty if there is nothing. */
    public Optional<Complaint> complaintAbout(Json object) {
        return complaint("", object, schema);
    }

    /** @param path as in {@code spec.strategy.canary.steps[0]} */
    public record Complaint(String path, String text) {}

    private static Optional<Complaint> complaint(String path, Json value, Json schema) {
        if (value.isNullOrMissing()) return Optional.empty();
        if (!hasType(value, schema))
            return Optional.of(new Complaint(
                    path, "cannot unmarshal " + kindOf(value) + " into field " + path + " of type " + typeOf(schema)));
        if (value.isArray()) return inElements(path, value, schema.get("items"));
        return value.isObject() ? inMembers(path, value, schema) : Optional.empty();
    }

    private static Optional<Complaint> inElements(String path, Json list, Json schema) {
        int index = 0;
        for (Json element : list.elements()) {
            var found = complaint(path + "[" + index++ + "]", element, schema);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<Complaint> inMembers(String path, Json object, Json schema) {
        if (schema.get("x-kubernetes-preserve-unknown-fields").isTrue()) return Optional.empty();
        Json values = schema.get("additionalProperties");
        Json known = schema.get("properties");
        if (!values.isObject() && !known.isObject()) return Optional.empty();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String place = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            Json of = values.isObject() ? values : known.get(member.getKey());
            if (of.isMissing() && !(path.endsWith(".metadata") && METADATA.contains(member.getKey())))
                return Optional.of(new Complaint(place, "unknown field \"" + member.getKey() + "\""));
            var found = complaint(place, member.getValue(), of);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static boolean hasType(Json value, Json schema) {
        return switch (schema.get("type").stringOrEmpty()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isInteger();
            case "number" -> value.isNumber();
            default -> !isIntOrText(schema) || value.isInteger() || value.isString();
        };
    }

    private static boolean isIntOrText(Json schema) {
        return schema.get("x-kubernetes-int-or-string").isTrue();
    }

    private static String kindOf(Json value) {
        if (value.isObject()) return "object";
        if (value.isArray()) return "array";
        if (value.isString()) return "string";
        return value.isBoolean() ? "bool" : "number";
    }

    private static String typeOf(Json schema) {
        return isIntOrText(schema) ? "integer or string" : schema.get("type").stringOrEmpty();
    }
}
