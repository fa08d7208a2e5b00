package tidegate.playground.apiserver.write;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Key;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Store.Outcome;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Documents.Document;
import tidegate.playground.apiserver.tree.GoTypes;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every change of an object, whoever asks for it.
 *
 * <p>A write is prepared on a copy without any lock and stored if the object is still the one it was prepared from. If
 * somebody was faster, a write that named a resourceVersion fails with a conflict; any other is prepared again. A write
 * that changes nothing stores nothing: no new resourceVersion, no event.
 */
public final class Writer {
    private final Store store;
    private final InstantSource clock;

    public Writer(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param tree as the version that was asked for shows it */
    public record Written(ObjectNode tree, boolean created) {}

    /** @param removed whether the object is gone, or only on its way out */
    public record Deleted(ObjectNode last, boolean removed) {}

    public static Key keyOf(ResourceType type, String namespace, String name) {
        return new Key(type.storage(), namespace, name);
    }

    public Instant now() {
        return clock.instant();
    }

    /** The object as a version shows it. A new tree. */
    public static ObjectNode view(ResourceType type, Stored stored) {
        ObjectNode copy = stored.copy();
        return Tree.textAt(copy, "apiVersion").equals(type.apiVersion())
                ? copy
                : type.conversion().fromStored().apply(copy);
    }

    public Stored existing(ResourceType type, String namespace, String name) {
        return store.get(keyOf(type, namespace, name))
                .orElseThrow(() -> ApiFailure.notFound(type.group(), type.plural(), name));
    }

    // ---- create

    public Written create(ResourceType type, String namespace, Document body, WriteOptions options) {
        ObjectNode object = Decoder.ofType(body.tree().deepCopy(), type);
        Decoder.shape(
                object,
                type,
                body.duplicates(),
                options.validation(),
                options.warnings(),
                Decoder.Strictness.ofBody(type));
        return create(type, namespace, object, options, FieldOwnership::created);
    }

    /** Says who owns the fields of a new object. Changes it. */
    @FunctionalInterface
    private interface FirstOwner {
        void own(ResourceType type, ObjectNode object, WriteOptions options, Instant now);
    }

    private Written create(
            ResourceType type, String namespace, ObjectNode object, WriteOptions options, FirstOwner owner) {
        ObjectNode meta = Meta.of(object);
        Checks.placeIn(type, namespace, meta);
        if (meta.has("resourceVersion"))
            throw ApiFailure.unexplained("resourceVersion should not be set on objects to be created");
        boolean generated = Meta.name(object).isEmpty() && meta.has("generateName");
        if (generated) meta.put("name", Names.generate(Tree.textAt(meta, "generateName")));
        beginLife(type, object, meta);
        type.rules().beforeCreate(object);
        GoTypes.normalise(object);
        Checks.refuseInvalid(type, object, null);
        requireNamespace(type, namespace, Meta.name(object));
        owner.own(type, object, options, clock.instant());
        if (options.dryRun()) return dryCreated(type, namespace, object);
        Key key = keyOf(type, namespace, Meta.name(object));
        ObjectNode storedForm = type.conversion().toStored().apply(object);
        return switch (store.create(key, storedForm)) {
            case Outcome.Done(var stored) -> new Written(view(type, stored), true);
            case Outcome.Clash _ -> throw ApiFailure.alreadyExists(type.group(), type.plural(), key.name());
        };
    }

    private Written dryCreated(ResourceType type, String namespace, ObjectNode object) {
        if (store.get(keyOf(type, namespace, Meta.name(object))).isPresent())
            throw ApiFailure.alreadyExists(type.group(), type.plural(), Meta.name(object));
        return new Written(object, true);
    }

    private void beginLife(ResourceType type, ObjectNode object, ObjectNode meta) {
        meta.put("uid", UUID.randomUUID().toString());
        meta.put("creationTimestamp", Tree.time(clock.instant()));
        meta.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields"));
        if (type.traits().hasGeneration()) meta.put("generation", 1);
        if (type.hasStatus()) object.remove("status");
    }

    private void requireNamespace(ResourceType type, String namespace, String name) {
        if (!type.namespaced()) return;
        Stored found = store.get(new Key("namespaces", "", namespace))
                .orElseThrow(() -> ApiFailure.notFound("", "namespaces", namespace));
        if (Meta.isBeingDeleted(found.tree()))
            throw ApiFailure.namespaceTerminating(type.group(), type.plural(), name, namespace);
    }

    // ---- update

    /** Replaces an object, or its status. */
    public Written update(
            ResourceType type, String namespace, String name, Document body, Part part, WriteOptions options) {
        ObjectNode object = Decoder.ofType(body.tree().deepCopy(), type);
        Decoder.shape(
                object,
                type,
                body.duplicates(),
                options.validation(),
                options.warnings(),
                Decoder.Strictness.ofBody(type));
        Checks.requireSameName(type, object, namespace, name);
        existing(type, namespace, name);
        if (type.traits().needsVersion() && Meta.resourceVersion(object).isEmpty())
            throw ApiFailure.invalid(
                    type.group(),
                    type.plural(),
                    name,
                    List.of(FieldError.invalid("metadata.resourceVersion", "0", "must be specified for an update")));
        return change(type, namespace, name, part, options, _ -> object.deepCopy());
    }

    public Written patch(
            ResourceType type, String namespace, String name, Patch patch, Part part, WriteOptions options) {
        if (patch.format() == Patch.Format.APPLY) return apply(type, namespace, name, patch, part, options);
        return change(type, namespace, name, part, options, current -> {
            ObjectNode patched = Patching.apply(type, current, patch);
            Decoder.ofType(patched, type);
            Decoder.shape(
                    patched,
                    type,
                    patch.document().duplicates(),
                    options.validation(),
                    options.warnings(),
                    Decoder.Strictness.ofPatch(Tree.text(patch.document().tree())));
            Checks.requireSameName(type, patched, namespace, name);
            Checks.requireSameUid(type, patched, current);
            return patched;
        });
    }

    private Written apply(
            ResourceType type, String namespace, String name, Patch patch, Part part, WriteOptions options) {
        JsonNode given = patch.document().tree();
        requireType(given);
        ObjectNode configuration = Decoder.ofType(given.deepCopy(), type);
        Checks.requireSameName(type, configuration, namespace, name);
        FieldOwnership.checkConfiguration(type, configuration, patch.document().duplicates(), options);
        if (part == Part.MAIN && store.get(keyOf(type, namespace, name)).isEmpty()) {
            try {
                return createApplied(type, namespace, configuration, options);
            } catch (ApiFailure e) {
                if (!e.reason().equals("AlreadyExists")) throw e;
            }
        }
        return change(type, namespace, name, part, options, NextOwner.SETTLED, current -> {
            ObjectNode merged = FieldOwnership.applied(type, current, configuration, part, options, clock.instant());
            shapeQuietly(type, merged, options);
            return merged;
        });
    }

    /** What is applied says itself what it is, even where the path does. */
    private static void requireType(JsonNode configuration) {
        String apiVersion = Tree.textAt(configuration, "apiVersion");
        String kind = Tree.textAt(configuration, "kind");
        if (apiVersion.isEmpty() || kind.isEmpty())
            throw ApiFailure.badRequest("invalid object type: /" + apiVersion + ", Kind=" + kind);
    }

    private Written createApplied(ResourceType type, String namespace, ObjectNode configuration, WriteOptions options) {
        ObjectNode object = configuration.deepCopy();
        shapeQuietly(type, object, options);
        return create(
                type,
                namespace,
                object,
                options,
                (_, made, _, now) -> FieldOwnership.createdByApply(type, made, configuration, options, now));
    }

    /** What was merged has been checked already. */
    private static void shapeQuietly(ResourceType type, ObjectNode object, WriteOptions options) {
        Decoder.shape(
                object,
                type,
                List.of(),
                WriteOptions.FieldValidation.IGNORE,
                options.warnings(),
                Decoder.Strictness.ofBody(type));
    }

    /** A change that the server itself makes; it may touch every part of the object. */
    public Optional<Stored> internally(
            ResourceType type, String namespace, String name, UnaryOperator<ObjectNode> change) {
        while (true) {
            Optional<Stored> seen = store.get(keyOf(type, namespace, name));
            if (seen.isEmpty()) return Optional.empty();
            ObjectNode next = change.apply(seen.get().copy());
            if (next.equals(seen.get().tree())) return seen;
            switch (finish(type, seen.get(), next)) {
                case Outcome.Done(var stored) -> {
                    return Optional.of(stored);
                }
                case Outcome.Clash _ -> {}
            }
        }
    }

    /** Says who owns the fields of a changed object. Changes {@code next}. */
    @FunctionalInterface
    private interface NextOwner {
        /** The change itself has said so already. */
        NextOwner SETTLED = (_, _, _, _, _, _) -> {};

        void own(ResourceType type, ObjectNode before, ObjectNode next, Part part, WriteOptions options, Instant now);
    }

    /** @param change from the current object to the wanted one, both as the version shows them */
    public Written change(
            ResourceType type,
            String namespace,
            String name,
            Part part,
            WriteOptions options,
            UnaryOperator<ObjectNode> change) {
        return change(type, namespace, name, part, options, FieldOwnership::updated, change);
    }

    private Written change(
            ResourceType type,
            String namespace,
            String name,
            Part part,
            WriteOptions options,
            NextOwner owner,
            UnaryOperator<ObjectNode> change) {
        while (true) {
            Stored seen = existing(type, namespace, name);
            ObjectNode before = view(type, seen);
            ObjectNode next = change.apply(before.deepCopy());
            Checks.refuseStale(type, name, seen, next);
            ObjectNode prepared = prepare(type, before, next, part);
            owner.own(type, before, prepared, part, options, clock.instant());
            if (options.dryRun()) return new Written(prepared, false);
            ObjectNode storedForm = type.conversion().toStored().apply(prepared);
            if (storedForm.equals(seen.tree()) && !isFinished(storedForm)) return new Written(view(type, seen), false);
            switch (finish(type, seen, storedForm)) {
                case Outcome.Done(var stored) -> {
                    return new Written(view(type, stored), false);
                }
                case Outcome.Clash _ -> {} // again; a write that names the version it saw is refused then
            }
        }
    }

    private static ObjectNode prepare(ResourceType type, ObjectNode before, ObjectNode next, Part part) {
        ObjectNode prepared = part == Part.STATUS ? onlyStatus(type, before, next) : next;
        if (part == Part.MAIN && type.hasStatus()) keepStatus(before, prepared);
        keepMetadata(before, prepared);
        if (part == Part.MAIN) type.rules().beforeUpdate(prepared, before);
        GoTypes.normalise(prepared);
        if (type.traits().hasGeneration() && isNewSpecification(type, before, prepared))
            Meta.of(prepared).put("generation", Math.toIntExact(Meta.generation(before) + 1));
        Checks.refuseInvalid(type, prepared, part == Part.STATUS ? null : before);
        return prepared;
    }

    private static ObjectNode onlyStatus(ResourceType type, ObjectNode before, ObjectNode next) {
        ObjectNode result = before.deepCopy();
        JsonNode status = next.get("status");
        if (status == null) result.remove("status");
        else result.set("status", status);
        ObjectNode meta = Meta.of(result);
        JsonNode managed = Tree.at(next, "metadata", "managedFields");
        if (managed == null) meta.remove("managedFields");
        else meta.set("managedFields", managed);
        if (!type.custom()) {
            JsonNode annotations = Tree.at(next, "metadata", "annotations");
            if (annotations == null) meta.remove("annotations");
            else meta.set("annotations", annotations);
        }
        return result;
    }

    private static void keepStatus(ObjectNode before, ObjectNode next) {
        JsonNode status = before.get("status");
        if (status == null) next.remove("status");
        else next.set("status", status.deepCopy());
    }

    /** What no client can change. */
    private static void keepMetadata(ObjectNode before, ObjectNode next) {
        ObjectNode meta = Meta.of(next);
        for (String key : new String[] {
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "name",
            "namespace",
            "generateName"
        }) {
            JsonNode kept = Tree.at(before, "metadata", key);
            if (kept == null) meta.remove(key);
            else meta.set(key, kept);
        }
    }

    private static boolean isNewSpecification(ResourceType type, ObjectNode before, ObjectNode next) {
        boolean annotated = type.rules().countsAnnotations()
                && !Tree.same(Tree.at(before, "metadata", "annotations"), Tree.at(next, "metadata", "annotations"));
        return annotated || !specification(type, before).equals(specification(type, next));
    }

    private static ObjectNode specification(ResourceType type, ObjectNode object) {
        ObjectNode rest = Tree.object();
        boolean statusCounts = type.custom() && !type.hasStatus();
        for (var entry : object.properties()) {
            String key = entry.getKey();
            if (key.equals("metadata") || key.equals("apiVersion") || (key.equals("status") && !statusCounts)) continue;
            rest.set(key, entry.getValue());
        }
        return rest;
    }

    /** Nothing keeps the object any more: it was being deleted and its last finalizer is gone. */
    private static boolean isFinished(ObjectNode object) {
        return Meta.isBeingDeleted(object)
                && Meta.finalizers(object).isEmpty()
                && Tree.listAt(object, "spec", "finalizers").isEmpty()
                && Tree.longAt(object, 0, "metadata", "deletionGracePeriodSeconds") == 0;
    }

    private Outcome finish(ResourceType type, Stored seen, ObjectNode next) {
        return isFinished(next) ? remove(type, seen, next) : store.replace(seen, next);
    }

    private Outcome remove(ResourceType type, Stored seen, ObjectNode last) {
        Outcome outcome = store.remove(seen, last);
        if (outcome instanceof Outcome.Done(var gone)) type.rules().afterDelete(gone.tree());
        return outcome;
    }

    // ---- delete

    public Deleted delete(ResourceType type, String namespace, String name, Deletion deletion) {
        while (true) {
            Stored seen = existing(type, namespace, name);
            Ending.refuseOther(type, name, seen, deletion);
            ObjectNode next = Ending.of(type, seen, deletion, clock.instant());
            boolean goes = isFinished(next) || !Meta.isBeingDeleted(next);
            if (deletion.dryRun()) return new Deleted(next, goes);
            if (!goes && next.equals(seen.tree())) return new Deleted(view(type, seen), false);
            Outcome outcome = goes ? remove(type, seen, next) : store.replace(seen, next);
            if (outcome instanceof Outcome.Done(var stored)) return new Deleted(view(type, stored), goes);
        }
    }

    /**
     * Changes an object for the last time and deletes it then. What the deletion demands of the object is about its state
     * before the change.
     */
    public Deleted changeAndDelete(
            ResourceType type, String namespace, String name, Deletion deletion, UnaryOperator<ObjectNode> change) {
        while (true) {
            Stored seen = existing(type, namespace, name);
            Ending.refuseOther(type, name, seen, deletion);
            ObjectNode next = change.apply(seen.copy());
            boolean changed = next.equals(seen.tree()) || finish(type, seen, next) instanceof Outcome.Done;
            if (changed) return delete(type, namespace, name, deletion.ofAnyVersion());
        }
    }

    /** {@link #delete} of what may be gone already, or have changed in between: false then. */
    public boolean tryDelete(ResourceType type, String namespace, String name, Deletion deletion) {
        try {
            delete(type, namespace, name, deletion);
            return true;
        } catch (ApiFailure e) {
            if (e.code() == 404 || e.code() == 409) return false;
            throw e;
        }
    }
}
