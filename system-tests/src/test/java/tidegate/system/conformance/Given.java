package tidegate.system.conformance;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** Complete objects to begin with; a test changes what it is about. */
final class Given {
    private Given() {}

    static Json configMap(String name) {
        return Yaml.one("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                data: {colour: blue}
                """.formatted(name));
    }

    static Json labelled(Json object, String key, String value) {
        return object.withAt(List.of("metadata", "labels", key), value);
    }

    static Json rollout(String name) {
        return Yaml.one("""
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: %s}
                spec:
                  replicas: 5
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                        - {name: shop, image: 'shop:blue', ports: [{containerPort: 8080}]}
                  strategy:
                    canary:
                      steps: [{setWeight: 20}, {pause: {}}]
                """.formatted(name));
    }

    static Json analysisRun(String name) {
        return Yaml.one("""
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisRun
                metadata: {name: %s}
                spec: {metrics: [{name: errors, provider: {web: {url: 'http://metrics', jsonPath: '{$.errors}'}}}]}
                """.formatted(name));
    }

    /** With no pods, so that nobody acts on it. */
    static Json replicaSet(String name) {
        return Yaml.one("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: 'shop:blue'}]}
                """.formatted(name));
    }

    /** Labelled so that no ReplicaSet here adopts it. */
    static Json pod(String name) {
        return Yaml.one("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: alone}}
                spec:
                  containers: [{name: shop, image: 'shop:blue'}]
                """.formatted(name));
    }

    /** {@code owner} as the managing controller. */
    static Json ownedBy(Json owner, Json object) {
        Json reference = Json.object(
                "apiVersion", owner.get("apiVersion"),
                "kind", owner.get("kind"),
                "name", Space.nameOf(owner),
                "uid", Space.uidOf(owner),
                "controller", true,
                "blockOwnerDeletion", true);
        return object.withAt(List.of("metadata", "ownerReferences"), Json.array(reference));
    }
}
