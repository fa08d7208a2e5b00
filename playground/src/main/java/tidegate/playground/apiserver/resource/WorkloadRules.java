package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ReplicaSets, Deployments, StatefulSets and DaemonSets: a selector, a pod template, mostly replicas. */
record WorkloadRules(Flavour flavour) implements Rules {
    enum Flavour {
        REPLICA_SET,
        DEPLOYMENT,
        STATEFUL_SET,
        DAEMON_SET
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = Tree.make(object, "spec");
        if (flavour != Flavour.DAEMON_SET) Tree.putIfAbsent(spec, "replicas", 1);
        PodDefaults.fill(Tree.make(spec, "template", "spec"));
        Tree.make(spec, "template", "metadata");
        switch (flavour) {
            case REPLICA_SET -> {}
            case DEPLOYMENT -> deployment(spec);
            case STATEFUL_SET -> statefulSet(spec);
            case DAEMON_SET -> {
                Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
                rollingUpdate(
                        Tree.make(spec, "updateStrategy"),
                        "maxUnavailable",
                        Tree.number(1),
                        "maxSurge",
                        Tree.number(0));
            }
        }
    }

    private static void deployment(ObjectNode spec) {
        Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Tree.putIfAbsent(spec, "progressDeadlineSeconds", 600);
        rollingUpdate(
                Tree.make(spec, "strategy"), "maxUnavailable", Tree.string("25%"), "maxSurge", Tree.string("25%"));
    }

    private static void rollingUpdate(
            ObjectNode strategy, String first, JsonNode firstValue, String second, JsonNode secondValue) {
        Tree.putIfAbsent(strategy, "type", "RollingUpdate");
        if (!Tree.textAt(strategy, "type").equals("RollingUpdate")) return;
        ObjectNode rolling = Tree.make(strategy, "rollingUpdate");
        if (!rolling.has(first)) rolling.set(first, firstValue);
        if (!rolling.has(second)) rolling.set(second, secondValue);
    }

    private static void statefulSet(ObjectNode spec) {
        Tree.putIfAbsent(spec, "podManagementPolicy", "OrderedReady");
        Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = Tree.make(spec, "updateStrategy");
        Tree.putIfAbsent(strategy, "type", "RollingUpdate");
        if (Tree.textAt(strategy, "type").equals("RollingUpdate"))
            Tree.putIfAbsent(Tree.make(strategy, "rollingUpdate"), "partition", 0);
        ObjectNode retention = Tree.make(spec, "persistentVolumeClaimRetentionPolicy");
        Tree.putIfAbsent(retention, "whenDeleted", "Retain");
        Tree.putIfAbsent(retention, "whenScaled", "Retain");
    }

    /** A Deployment hands its annotations on to its ReplicaSets. */
    @Override
    public boolean countsAnnotations() {
        return flavour == Flavour.DEPLOYMENT;
    }

    @Override
    public void beforeCreate(ObjectNode object) {
        ObjectNode status = object.putObject("status");
        if (flavour == Flavour.REPLICA_SET) status.put("replicas", 0);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        long replicas = Tree.longAt(object, 0, "spec", "replicas");
        if (replicas < 0)
            errors.add(
                    FieldError.invalid("spec.replicas", Long.toString(replicas), "must be greater than or equal to 0"));
        selector(object, errors);
        PodRules.validateSpec(Tree.at(object, "spec", "template", "spec"), "spec.template.spec", errors);
        String restart = Tree.textAt(object, "spec", "template", "spec", "restartPolicy");
        if (!restart.equals("Always"))
            errors.add(FieldError.unsupported(
                    "spec.template.spec.restartPolicy", '"' + restart + '"', "supported values: \"Always\""));
        return errors;
    }

    private static void selector(ObjectNode object, List<FieldError> errors) {
        JsonNode selector = Tree.at(object, "spec", "selector");
        if (selector == null) {
            errors.add(FieldError.required("spec.selector", ""));
            errors.add(FieldError.invalid(
                    "spec.template.metadata.labels", "null", "`selector` does not match template `labels`"));
            return;
        }
        if (Tree.isEmpty(selector)) {
            errors.add(FieldError.invalid("spec.selector", "{}", "empty selector is invalid for deployment"));
            return;
        }
        JsonNode labels = Tree.at(object, "spec", "template", "metadata", "labels");
        Map<String, String> has = Meta.strings(labels);
        if (!LabelQuery.matches(selector, has))
            errors.add(FieldError.invalid(
                    "spec.template.metadata.labels",
                    labels == null ? "null" : Tree.text(labels),
                    "`selector` does not match template `labels`"));
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
        JsonNode selector = Tree.at(now, "spec", "selector");
        return Tree.same(selector, Tree.at(before, "spec", "selector"))
                ? List.of()
                : List.of(FieldError.invalid(
                        "spec.selector", selector == null ? "null" : Tree.text(selector), "field is immutable"));
    }

    static void uniqueNames(List<ObjectNode> named, String path, List<FieldError> errors) {
        var seen = new HashSet<String>();
        for (int i = 0; i < named.size(); i++) {
            String name = Tree.textAt(named.get(i), "name");
            if (!name.isEmpty() && !seen.add(name))
                errors.add(FieldError.duplicate(path + "[" + i + "].name", '"' + name + '"'));
        }
    }
}
