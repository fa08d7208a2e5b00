package tidegate.playground.apiserver.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tidegate.playground.apiserver.apply.FieldManagers;
import tidegate.playground.apiserver.apply.FieldManagers.Manager;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.schema.Shaping;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Where writes meet the owners of fields: {@code metadata.managedFields}. */
final class FieldOwnership {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private FieldOwnership() {}

    private static FieldManagers.Part partOf(ResourceType type, Part part) {
        if (part == Part.STATUS) return FieldManagers.Part.STATUS;
        return type.hasStatus() ? FieldManagers.Part.WITHOUT_STATUS : FieldManagers.Part.WHOLE;
    }

    private static Manager manager(ResourceType type, Part part, WriteOptions options, Manager.Operation operation) {
        return new Manager(options.manager(), operation, type.apiVersion(), part == Part.STATUS ? "status" : "");
    }

    /** A plain create: its manager owns everything in the object. */
    static void created(ResourceType type, ObjectNode object, WriteOptions options, Instant now) {
        FieldManagers.none()
                .updated(
                        Tree.object(),
                        object,
                        type.schema(),
                        manager(type, Part.MAIN, options, Manager.Operation.UPDATE),
                        partOf(type, Part.MAIN),
                        now)
                .into(object);
    }

    /** A create by apply: its manager owns what the configuration names, nobody the defaults. */
    static void createdByApply(
            ResourceType type, ObjectNode object, ObjectNode configuration, WriteOptions options, Instant now) {
        FieldManagers.none()
                .apply(
                        null,
                        configuration,
                        type.schema(),
                        manager(type, Part.MAIN, options, Manager.Operation.APPLY),
                        partOf(type, Part.MAIN),
                        options.force(),
                        now)
                .managers()
                .into(object);
    }

    /**
     * After an update. Owners that the client itself changed in the object count; none at all means "leave them".
     * Changes {@code next}.
     */
    static void updated(
            ResourceType type, ObjectNode before, ObjectNode next, Part part, WriteOptions options, Instant now) {
        boolean given = !Tree.listAt(next, "metadata", "managedFields").isEmpty();
        FieldManagers managers = FieldManagers.of(given ? next : before);
        managers.updated(
                        withoutOwners(before),
                        withoutOwners(next),
                        type.schema(),
                        manager(type, part, options, Manager.Operation.UPDATE),
                        partOf(type, part),
                        now)
                .into(next);
    }

    private static ObjectNode withoutOwners(ObjectNode object) {
        if (Tree.at(object, "metadata", "managedFields") == null) return object;
        ObjectNode copy = Tree.object();
        copy.setAll(object);
        ObjectNode meta = Tree.object();
        meta.setAll(Meta.of(object));
        meta.remove("managedFields");
        copy.set("metadata", meta);
        return copy;
    }

    /** Refuses a configuration that cannot be applied; drops what is unknown and what is null. Changes it. */
    static void checkConfiguration(
            ResourceType type, ObjectNode configuration, List<String> duplicates, WriteOptions options) {
        if (Tree.at(configuration, "metadata", "managedFields") != null)
            throw ApiFailure.badRequest("metadata.managedFields must be nil");
        var complaints = new ArrayList<String>();
        duplicates.forEach(field -> complaints.add("duplicate field \"" + field + '"'));
        Shaping.prune(configuration, type.schema()).forEach(field -> complaints.add("unknown field \"" + field + '"'));
        Shaping.dropAllNulls(configuration);
        if (complaints.isEmpty()) return;
        switch (options.validation()) {
            case IGNORE -> {}
            case WARN -> options.warnings().addAll(complaints);
            case STRICT -> throw Decoder.Strictness.ofBody(type).refuse(String.join(", ", complaints));
        }
    }

    /** kubectl's own note of what was applied last is kept true for those who go back to applying on their side. */
    private static void rememberApplied(
            ObjectNode current, ObjectNode merged, ObjectNode configuration, WriteOptions options) {
        boolean noted =
                !Tree.textAt(current, "metadata", "annotations", LAST_APPLIED).isEmpty();
        if (!options.manager().equals("kubectl") || !noted) return;
        Tree.make(merged, "metadata", "annotations").put(LAST_APPLIED, Tree.text(Tree.sorted(configuration)) + "\n");
    }

    /** The object after an apply, with its new owners. @throws ApiFailure on a conflict */
    static ObjectNode applied(
            ResourceType type,
            ObjectNode current,
            ObjectNode configuration,
            Part part,
            WriteOptions options,
            Instant now) {
        ObjectNode live = withoutOwners(current).deepCopy();
        ObjectNode wanted = configuration.deepCopy();
        try {
            FieldManagers.Applied applied = FieldManagers.of(current)
                    .apply(
                            live,
                            wanted,
                            type.schema(),
                            manager(type, part, options, Manager.Operation.APPLY),
                            partOf(type, part),
                            options.force(),
                            now);
            ObjectNode merged = applied.object();
            String version = Meta.resourceVersion(configuration);
            if (version.isEmpty()) Meta.of(merged).remove("resourceVersion");
            String uid = Meta.uid(configuration);
            if (uid.isEmpty()) Meta.of(merged).remove("uid");
            applied.managers().into(merged);
            rememberApplied(current, merged, configuration, options);
            return merged;
        } catch (FieldManagers.ConflictException e) {
            throw ApiFailure.applyConflict(String.valueOf(e.getMessage()), e.causes());
        }
    }
}
