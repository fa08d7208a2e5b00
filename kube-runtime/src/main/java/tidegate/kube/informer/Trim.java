package tidegate.kube.informer;

import tidegate.api.json.Json;

/** Leaves out what nobody here decides on and what makes up half of many objects. */
public final class Trim {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trim() {}

    /** The object without {@code managedFields} and kubectl's copy of the manifest; all else as it was. */
    public static Json of(Json object) {
        if (!object.get("metadata").isObject()) return object;
        return object.map("metadata", metadata -> withoutLastApplied(metadata.without("managedFields")));
    }

    private static Json withoutLastApplied(Json metadata) {
        if (metadata.at("annotations", LAST_APPLIED).isMissing()) return metadata;
        return metadata.map("annotations", annotations -> annotations.without(LAST_APPLIED));
    }
}
