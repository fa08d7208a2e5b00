package tidegate.kube.client;

import tidegate.api.json.Json;

/** A change of one object, in one of the two forms that mean the same for every kind. */
public sealed interface Patch permits JsonPatch, MergePatch {
    String contentType();

    Json body();
}
