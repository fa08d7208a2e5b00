package tidegate.playground.apiserver.serve;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.LabelQuery;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.serve.Resources.Target;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.Deletion;
import tidegate.playground.apiserver.write.WriteOptions;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletions of pods that ask the PodDisruptionBudget first.
 *
 * <p>Each eviction takes one from the budget's {@code disruptionsAllowed} before the pod goes, in one write, so that no
 * two of them use the same one; whoever keeps the budget's status counts anew when it has seen the pod go.
 */
final class Evictions {
    private static final String TARGET_OF_DISRUPTION = "DisruptionTarget";
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final long PROCESSING_SECONDS = 10;

    private final Store store;
    private final Writer writer;
    private final ResourceType budgets;

    Evictions(Store store, Writer writer, Catalog catalog) {
        this.store = store;
        this.writer = writer;
        this.budgets = catalog.find("policy", "v1", "poddisruptionbudgets").orElseThrow();
    }

    Reply evict(Target target, Stored pod, ObjectNode eviction, WriteOptions options) {
        if (!Meta.name(eviction).equals(target.name()))
            throw ApiFailure.badRequest("name in URL does not match name in Eviction object");
        if (isGuarded(pod.tree()))
            budgetOf(target.namespace(), pod.tree())
                    .filter(budget -> !maySpareUnready(budget, pod.tree()))
                    .ifPresent(budget -> take(budget, target, options));
        if (!options.dryRun()) {
            Deletion deletion =
                    Deletion.of(Tree.objectAt(eviction, "deleteOptions").orElseGet(Tree::object));
            writer.changeAndDelete(target.type(), target.namespace(), target.name(), deletion, this::told);
        }
        return Reply.json(201, ApiFailure.success(Tree.object()).put("code", 201));
    }

    /** Whether the pod's end would be a disruption; one that never ran, has ended or is going already causes none. */
    private static boolean isGuarded(ObjectNode pod) {
        String phase = Tree.textAt(pod, "status", "phase");
        return !phase.equals("Pending")
                && !phase.equals("Succeeded")
                && !phase.equals("Failed")
                && !Meta.isBeingDeleted(pod);
    }

    private Optional<Stored> budgetOf(String namespace, ObjectNode pod) {
        if (Meta.labels(pod).isEmpty()) return Optional.empty();
        List<Stored> all = store.list(budgets.storage(), namespace).objects().stream()
                .filter(budget -> Tree.at(budget.tree(), "spec", "selector") != null
                        && LabelQuery.matches(Tree.at(budget.tree(), "spec", "selector"), Meta.labels(pod)))
                .toList();
        if (all.size() > 1)
            throw ApiFailure.unexplained(
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        return all.stream().findFirst();
    }

    /** A pod that is not ready counts for nothing in its budget. */
    private static boolean maySpareUnready(Stored budget, ObjectNode pod) {
        if (isReady(pod)) return false;
        ObjectNode tree = budget.tree();
        long desired = Tree.longAt(tree, 0, "status", "desiredHealthy");
        return Tree.textAt(tree, "spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                || desired > 0 && Tree.longAt(tree, 0, "status", "currentHealthy") >= desired;
    }

    private static boolean isReady(ObjectNode pod) {
        return Tree.objectsAt(pod, "status", "conditions").stream()
                .anyMatch(condition -> Tree.textAt(condition, "type").equals("Ready")
                        && Tree.textAt(condition, "status").equals("True"));
    }

    private void take(Stored budget, Target pod, WriteOptions options) {
        if (options.dryRun()) {
            refuseUnlessAllowed(budget.tree());
            return;
        }
        writer.internally(budgets, budget.key().namespace(), budget.key().name(), current -> {
            refuseUnlessAllowed(current);
            return taken(current, pod.name(), writer.now());
        });
    }

    private static void refuseUnlessAllowed(ObjectNode budget) {
        String name = Meta.name(budget);
        if (Tree.longAt(budget, 0, "status", "observedGeneration") < Meta.generation(budget))
            throw ApiFailure.tooManyRequests(
                    REFUSAL,
                    List.of(cause("The disruption budget " + name + " is still being processed by the server.")),
                    PROCESSING_SECONDS);
        if (Tree.longAt(budget, 0, "status", "disruptionsAllowed") > 0) return;
        throw ApiFailure.tooManyRequests(
                REFUSAL,
                List.of(cause("The disruption budget " + name + " needs "
                        + Tree.longAt(budget, 0, "status", "desiredHealthy") + " healthy pods and has "
                        + Tree.longAt(budget, 0, "status", "currentHealthy") + " currently")),
                0);
    }

    private static FieldError cause(String message) {
        return new FieldError("DisruptionBudget", "", message);
    }

    private static ObjectNode taken(ObjectNode budget, String pod, Instant now) {
        ObjectNode status = Tree.make(budget, "status");
        long left = Tree.longAt(status, 0, "disruptionsAllowed") - 1;
        status.set("disruptionsAllowed", Tree.number(left));
        Tree.make(status, "disruptedPods").put(pod, Tree.time(now));
        if (left > 0) return budget;
        for (ObjectNode condition : Tree.objectsAt(status, "conditions")) {
            if (!Tree.textAt(condition, "type").equals("DisruptionAllowed")) continue;
            condition.put("status", "False").put("reason", "InsufficientPods");
            condition.put("lastTransitionTime", Tree.time(now));
        }
        return budget;
    }

    /** The pod says itself why it goes: jobs count such an end differently. */
    private ObjectNode told(ObjectNode pod) {
        ObjectNode status = Tree.make(pod, "status");
        var conditions = status.get("conditions") instanceof ArrayNode there ? there : status.putArray("conditions");
        if (Tree.objectsAt(status, "conditions").stream()
                .anyMatch(one -> Tree.textAt(one, "type").equals(TARGET_OF_DISRUPTION))) return pod;
        ObjectNode condition = conditions.addObject();
        condition.put("type", TARGET_OF_DISRUPTION).put("status", "True");
        condition.put("reason", "EvictionByEvictionAPI").put("message", "Eviction API: evicting");
        condition.putNull("lastProbeTime").put("lastTransitionTime", Tree.time(writer.now()));
        return pod;
    }
}
