package tidegate.api.template;

import java.util.Optional;
import tidegate.api.hash.GoJson;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/** Questions about pod templates that must not depend on who wrote them down: user, API server or controller. */
public final class PodTemplates {
    private PodTemplates() {}

    /**
     * The template that a ReplicaSet was made from, as far as it can be told: without hash label, without the labels and
     * annotations that its annotation records as ephemeral, and without the anti-affinity terms against other versions.
     * What undo brings back.
     */
    public static Json asWritten(ReplicaSet set) {
        Optional<Json> ephemeral =
                set.meta().annotation(Annotations.EPHEMERAL_METADATA).flatMap(PodTemplates::parsed);
        Json stripped = ephemeral.isPresent() ? withoutMetadata(set.template(), ephemeral.get()) : set.template();
        return VersionAntiAffinity.stripped(withoutHash(stripped));
    }

    private static Optional<Json> parsed(String annotation) {
        try {
            return Optional.of(Json.parse(annotation));
        } catch (JsonException notOurs) {
            return Optional.empty();
        }
    }

    private static Json withoutMetadata(Json template, Json recorded) {
        Json metadata = template.get("metadata");
        metadata = withoutKeys(metadata, "labels", recorded);
        metadata = withoutKeys(metadata, "annotations", recorded);
        return template.with("metadata", metadata);
    }

    private static Json withoutKeys(Json metadata, String part, Json recorded) {
        Json entries = metadata.get(part);
        if (!entries.isObject()) return metadata;
        for (String key : recorded.get(part).members().keySet()) entries = entries.without(key);
        return metadata.with(part, entries.isEmpty() ? Json.MISSING : entries);
    }

    /** The template without the label that names its version. */
    public static Json withoutHash(Json template) {
        Json labels = template.at("metadata", "labels");
        if (labels.get(Labels.POD_TEMPLATE_HASH).isMissing()) return template;
        Json rest = labels.without(Labels.POD_TEMPLATE_HASH);
        return template.map("metadata", metadata -> metadata.with("labels", rest.isEmpty() ? Json.MISSING : rest));
    }

    /** Whether the ReplicaSet runs this template, apart from what the API server or a controller added to it. */
    public static boolean runs(ReplicaSet set, Json template) {
        return areEquivalent(asWritten(set), template);
    }

    /**
     * Whether two templates make the same pods.
     *
     * <p>Both are given the defaults of Kubernetes; then absent and empty lists and maps are the same, quantities are
     * numbers, and the hash label, the old name {@code serviceAccount} and fields unknown to Kubernetes 1.34 do not
     * count: a newer API server may have put its own defaults there.
     */
    public static boolean areEquivalent(Json one, Json other) {
        return comparable(one).equals(comparable(other));
    }

    private static String comparable(Json template) {
        Json defaulted = PodDefaults.of(withoutHash(template));
        Json spec = defaulted.get("spec").without("serviceAccount");
        spec = HostPorts.withoutImplied(VersionAntiAffinity.withoutEmptyParts(spec));
        return GoJson.podTemplate(defaulted.with("spec", spec), GoJson.Dialect.SEMANTIC);
    }
}
