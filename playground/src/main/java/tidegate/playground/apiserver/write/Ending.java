package tidegate.playground.apiserver.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** What a deletion makes of an object: whether it may be, how long it waits, for whom. */
final class Ending {
    private Ending() {}

    /** @throws ApiFailure if the deletion is meant for another object, or another version of it */
    static void refuseOther(ResourceType type, String name, Stored seen, Deletion deletion) {
        String uid = Meta.uid(seen.tree());
        if (!deletion.uid().isEmpty() && !deletion.uid().equals(uid))
            throw ApiFailure.conflict(
                    type.group(),
                    type.kind(),
                    name,
                    "the UID in the precondition (" + deletion.uid() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        String version = Meta.resourceVersion(seen.tree());
        if (!deletion.resourceVersion().isEmpty() && !deletion.resourceVersion().equals(version))
            throw ApiFailure.conflict(
                    type.group(),
                    type.kind(),
                    name,
                    "the ResourceVersion in the precondition (" + deletion.resourceVersion()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
    }

    /** The object once it is being deleted; as it was if nothing makes it wait. */
    static ObjectNode of(ResourceType type, Stored seen, Deletion deletion, Instant now) {
        ObjectNode next = seen.copy();
        List<String> finalizers = new ArrayList<>(Meta.finalizers(next));
        finalizers.removeAll(List.of(BuiltInFinalizers.FOREGROUND, BuiltInFinalizers.ORPHAN));
        switch (deletion.propagation()) {
            case BACKGROUND -> {}
            case FOREGROUND -> finalizers.add(BuiltInFinalizers.FOREGROUND);
            case ORPHAN -> finalizers.add(BuiltInFinalizers.ORPHAN);
        }
        Meta.setFinalizers(next, finalizers);
        boolean atOnce = finalizers.isEmpty()
                && Tree.listAt(next, "spec", "finalizers").isEmpty()
                && !type.traits().graceful();
        if (atOnce) return next;
        setDeletion(type, next, type.traits().graceful() ? graceSeconds(next, deletion) : 0, now);
        return next;
    }

    private static void setDeletion(ResourceType type, ObjectNode next, long graceSeconds, Instant now) {
        ObjectNode meta = Meta.of(next);
        boolean already = Meta.isBeingDeleted(next);
        long before = Tree.longAt(meta, Long.MAX_VALUE, "deletionGracePeriodSeconds");
        if (already && graceSeconds >= before) return;
        Instant end = now.plusSeconds(graceSeconds);
        meta.put("deletionTimestamp", Tree.time(end));
        meta.set("deletionGracePeriodSeconds", Tree.number(graceSeconds));
        if (!already && type.traits().hasGeneration()) meta.set("generation", Tree.number(Meta.generation(next) + 1));
        if (type.kind().equals("Namespace") && type.group().isEmpty())
            Tree.make(next, "status").put("phase", "Terminating");
    }

    /** A pod that runs nowhere, or has ended, need not be waited for. */
    private static long graceSeconds(ObjectNode pod, Deletion deletion) {
        String phase = Tree.textAt(pod, "status", "phase");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (ended || Tree.textAt(pod, "spec", "nodeName").isEmpty()) return 0;
        return deletion.graceSeconds().orElse(Tree.longAt(pod, 30, "spec", "terminationGracePeriodSeconds"));
    }
}
