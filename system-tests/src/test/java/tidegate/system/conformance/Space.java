package tidegate.system.conformance;

import java.util.List;
import java.util.function.Function;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** A namespace of a test's own, and the calls in it. */
record Space(ApiUnderTest api, String namespace) {

    Call call(String method, String path) {
        return api.call(method, path);
    }

    /** A call about all objects of a kind here. */
    Call all(String method, Kind kind) {
        return api.call(method, kind.in(namespace));
    }

    /** A call about one object here; the name may go on with a subresource, as in {@code shop/status}. */
    Call one(String method, Kind kind, String name) {
        return api.call(method, kind.in(namespace) + "/" + name);
    }

    Json create(Kind kind, Json object) {
        return all("POST", kind).body(object).ok(201);
    }

    Json create(Kind kind, String yaml) {
        return create(kind, Yaml.one(yaml));
    }

    Json get(Kind kind, String name) {
        return one("GET", kind, name).ok(200);
    }

    Json put(Kind kind, String name, Json object) {
        return one("PUT", kind, name).body(object).ok();
    }

    Call patch(Kind kind, String name, String mediaType, String patch) {
        return one("PATCH", kind, name).body(mediaType, patch);
    }

    Json merge(Kind kind, String name, String patch) {
        return patch(kind, name, Call.MERGE_PATCH, patch).ok(200);
    }

    Json delete(Kind kind, String name) {
        return one("DELETE", kind, name).ok();
    }

    /** Server-side apply of YAML. */
    Call apply(Kind kind, String name, String manager, String yaml) {
        return patch(kind, name, Call.APPLY_PATCH, yaml).with("fieldManager", manager);
    }

    Watching watch(Kind kind, String fromVersion) {
        return all("GET", kind).with("resourceVersion", fromVersion).watch();
    }

    /** Waits until an object is no more. */
    void awaitGone(Kind kind, String name) {
        Eventually.gone(() -> one("GET", kind, name).send());
    }

    List<String> names(Call list) {
        return list.ok(200).get("items").elements().stream().map(Space::nameOf).toList();
    }

    static String nameOf(Json object) {
        return object.at("metadata", "name").stringOrEmpty();
    }

    /** For {@code extracting}: a member's text. */
    static Function<Json, String> member(String key) {
        return object -> object.get(key).stringOrEmpty();
    }

    static String uidOf(Json object) {
        return object.at("metadata", "uid").stringOrEmpty();
    }

    static String versionOf(Json object) {
        return object.at("metadata", "resourceVersion").stringOrEmpty();
    }

    static int generationOf(Json object) {
        return object.at("metadata", "generation").integer().orElse(0);
    }
}
