package tidegate.playground.apiserver.cluster;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.CustomResources;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.schema.TransitionRules;
import tidegate.playground.apiserver.store.Key;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.Deletion;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves what CustomResourceDefinitions define, from the moment they are written. */
public final class Definitions {
    static final String STORAGE = "customresourcedefinitions.apiextensions.k8s.io";
    private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private final Store store;
    private final Catalog catalog;
    private final Writer writer;
    private final InstantSource clock;

    public Definitions(Store store, Catalog catalog, Writer writer, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.writer = writer;
        this.clock = clock;
    }

    public static boolean isDefinition(ResourceType type) {
        return type.storage().equals(STORAGE);
    }

    /** Makes the catalogue agree with a definition, and its status with the catalogue. */
    public void reconcile(String name) {
        Optional<Stored> found = store.get(new Key(STORAGE, "", name));
        if (found.isEmpty()) {
            catalog.replace(name, List.of());
            return;
        }
        ObjectNode definition = found.get().tree();
        Optional<String> unknownRule = TransitionRules.notUnderstood(definition.path("spec"));
        catalog.replace(name, unknownRule.isPresent() ? List.of() : CustomResources.of(definition));
        ResourceType type = catalog.stored(STORAGE).orElseThrow();
        writer.internally(type, "", name, object -> accepted(object, unknownRule));
        if (Meta.isBeingDeleted(definition)) removeInstances(type, definition, name);
    }

    private ObjectNode accepted(ObjectNode definition, Optional<String> unknownRule) {
        if (!Meta.isBeingDeleted(definition) && !Meta.finalizers(definition).contains(FINALIZER)) {
            var finalizers = new ArrayList<>(Meta.finalizers(definition));
            finalizers.add(FINALIZER);
            Meta.setFinalizers(definition, finalizers);
        }
        ObjectNode status = Tree.make(definition, "status");
        Tree.objectAt(definition, "spec", "names").ifPresent(names -> status.set("acceptedNames", names.deepCopy()));
        ArrayNode conditions = Tree.array();
        conditions.add(condition(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found"));
        conditions.add(unknownRule
                .map(rule -> condition(
                        status,
                        "Established",
                        "False",
                        "RuleNotUnderstood",
                        "the playground evaluates no rule but 'self == oldSelf', not: " + rule))
                .orElseGet(() -> condition(
                        status,
                        "Established",
                        "True",
                        "InitialNamesAccepted",
                        "the initial names have been accepted")));
        status.set("conditions", conditions);
        return definition;
    }

    private ObjectNode condition(ObjectNode status, String type, String value, String reason, String message) {
        String since = Tree.objectsAt(status, "conditions").stream()
                .filter(each -> Tree.textAt(each, "type").equals(type)
                        && Tree.textAt(each, "status").equals(value))
                .map(each -> Tree.textAt(each, "lastTransitionTime"))
                .findFirst()
                .orElseGet(() -> Tree.time(clock.instant()));
        ObjectNode condition = Tree.object();
        condition.put("lastTransitionTime", since).put("message", message).put("reason", reason);
        return condition.put("status", value).put("type", type);
    }

    /** A definition that goes takes its objects with it. */
    private void removeInstances(ResourceType type, ObjectNode definition, String name) {
        List<ResourceType> served = CustomResources.of(definition);
        if (!served.isEmpty())
            for (Stored instance : store.list(name, "").objects())
                writer.tryDelete(
                        served.getFirst(),
                        instance.key().namespace(),
                        instance.key().name(),
                        Deletion.plain());
        boolean left = !store.list(name, "").objects().isEmpty();
        if (left) return;
        writer.internally(type, "", name, object -> {
            Meta.setFinalizers(
                    object,
                    Meta.finalizers(object).stream()
                            .filter(each -> !each.equals(FINALIZER))
                            .toList());
            return object;
        });
        if (store.get(new Key(STORAGE, "", name)).isEmpty()) catalog.replace(name, List.of());
    }
}
