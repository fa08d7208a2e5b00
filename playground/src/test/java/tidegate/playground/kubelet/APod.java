package tidegate.playground.kubelet;

import java.util.List;
import tidegate.api.json.Json;

/** A valid pod with one container, changed one thing at a time. */
record APod(Json json) {

    static APod running(String image) {
        return new APod(Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Json.object("name", "web-1", "namespace", "shop", "uid", "uid-1"),
                "spec",
                Json.object("containers", Json.array(Json.object("name", "app", "image", image)))));
    }

    APod annotated(String name, String value) {
        return with(List.of("metadata", "annotations", PodScript.PREFIX + name), value);
    }

    APod restarting(String policy) {
        return with(List.of("spec", "restartPolicy"), policy);
    }

    APod withInit(Json container) {
        var inits = new java.util.ArrayList<>(json.at("spec", "initContainers").elements());
        inits.add(container);
        return with(List.of("spec", "initContainers"), inits);
    }

    APod container(String member, Object value) {
        Json container = json.at("spec", "containers").get(0).with(member, value);
        return with(List.of("spec", "containers"), Json.array(container));
    }

    APod with(List<String> path, Object value) {
        return new APod(json.withAt(path, value));
    }
}
