package tidegate.playground.apiserver.serve;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.serve.Resources.Target;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.WriteOptions;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a pod (and of a namespace) that are actions: binding, eviction, finalize; and those we do not have. */
final class PodActions {
    private final Writer writer;
    private final Evictions evictions;

    PodActions(Store store, Writer writer, Catalog catalog) {
        this.writer = writer;
        this.evictions = new Evictions(store, writer, catalog);
    }

    Reply answer(Target target, Request request, WriteOptions options) {
        Stored seen = writer.existing(target.type(), target.namespace(), target.name());
        return switch (target.part()) {
            case "binding" -> bind(target, body(request), options);
            case "eviction" -> evictions.evict(target, seen, body(request), options);
            case "finalize" -> finalizeNamespace(target, body(request));
            default ->
                throw ApiFailure.badRequest("pod " + target.name() + " is simulated: it has no " + what(target.part()));
        };
    }

    private static String what(String part) {
        return switch (part) {
            case "log" -> "logs";
            case "exec" -> "processes to run commands beside";
            case "attach" -> "processes to attach to";
            default -> "ports to forward";
        };
    }

    private static ObjectNode body(Request request) {
        return request.document().tree() instanceof ObjectNode object ? object : Tree.object();
    }

    private Reply bind(Target target, ObjectNode binding, WriteOptions options) {
        String node = Tree.textAt(binding, "target", "name");
        if (node.isEmpty())
            throw ApiFailure.invalid("", "Binding", target.name(), List.of(FieldError.required("target.name", "")));
        if (!Meta.name(binding).equals(target.name()))
            throw ApiFailure.badRequest("name in URL does not match name in Binding object");
        if (options.dryRun()) return Reply.json(201, ApiFailure.success(Tree.object()));
        var taken = new AtomicBoolean();
        writer.internally(target.type(), target.namespace(), target.name(), pod -> {
            taken.set(!Tree.textAt(pod, "spec", "nodeName").isEmpty());
            return taken.get() ? pod : bound(pod, node);
        });
        if (taken.get())
            throw ApiFailure.conflict(
                    "",
                    "pods/binding",
                    target.name(),
                    "pod " + target.name() + " is already assigned to node \""
                            + Tree.textAt(
                                    writer.existing(target.type(), target.namespace(), target.name())
                                            .tree(),
                                    "spec",
                                    "nodeName")
                            + '"');
        return Reply.json(201, ApiFailure.success(Tree.object()).put("code", 201));
    }

    private ObjectNode bound(ObjectNode pod, String node) {
        Tree.make(pod, "spec").put("nodeName", node);
        ObjectNode status = Tree.make(pod, "status");
        var conditions = status.get("conditions") instanceof ArrayNode there ? there : status.putArray("conditions");
        ObjectNode condition = conditions.addObject();
        condition.put("type", "PodScheduled").put("status", "True");
        condition.put("lastTransitionTime", Tree.time(writer.now()));
        return pod;
    }

    private Reply finalizeNamespace(Target target, ObjectNode wanted) {
        ResourceType type = target.type();
        var finalizers = Tree.at(wanted, "spec", "finalizers");
        var after = writer.internally(type, "", target.name(), namespace -> {
            ObjectNode spec = Tree.make(namespace, "spec");
            if (finalizers == null) spec.remove("finalizers");
            else spec.set("finalizers", finalizers);
            return namespace;
        });
        return Reply.json(200, after.map(Stored::tree).orElse(wanted));
    }
}
