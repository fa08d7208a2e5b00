package tidegate.playground.apiserver.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import tidegate.playground.apiserver.cluster.Definitions;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.patch.BadPatchException;
import tidegate.playground.apiserver.patch.JsonPatch;
import tidegate.playground.apiserver.patch.MergePatch;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.table.Tables;
import tidegate.playground.apiserver.tree.Documents;
import tidegate.playground.apiserver.tree.Documents.Document;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.Deletion;
import tidegate.playground.apiserver.write.Part;
import tidegate.playground.apiserver.write.Patch;
import tidegate.playground.apiserver.write.WriteOptions;
import tidegate.playground.apiserver.write.Writer;
import tidegate.playground.apiserver.write.Writer.Deleted;
import tidegate.playground.apiserver.write.Writer.Written;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the requests for objects: what each method means on a collection, an object and its parts. */
final class Resources {
    private final Store store;
    private final Writer writer;
    private final Definitions definitions;
    private final Collections collections;
    private final Watches watches;
    private final PodActions pods;

    Resources(Store store, Writer writer, Definitions definitions, Catalog catalog) {
        this.store = store;
        this.writer = writer;
        this.definitions = definitions;
        this.collections = new Collections(store);
        this.watches = new Watches(store);
        this.pods = new PodActions(store, writer, catalog);
    }

    /** Where a request points. @param part empty for the object itself */
    record Target(ResourceType type, String namespace, String name, String part) {
        Target named(String given) {
            return new Target(type, namespace, given, part);
        }
    }

    Reply answer(Target target, Request request) {
        if (target.name().isEmpty()) return collection(target, request);
        return switch (target.part()) {
            case "" -> object(target, request, Part.MAIN);
            case "status" -> {
                if (!target.type().hasStatus()) throw noSuchPart(target);
                yield object(target, request, Part.STATUS);
            }
            case "scale" -> scale(target, request);
            default -> {
                if (!Subresources.of(target.type()).contains(target.part())) throw noSuchPart(target);
                yield pods.answer(target, request, options(request, false));
            }
        };
    }

    /** Those who serve custom resources answer for the object, whatever it lacks. */
    private static ApiFailure noSuchPart(Target target) {
        ResourceType type = target.type();
        return type.custom()
                ? ApiFailure.notFound(type.group(), type.plural(), target.name())
                : ApiFailure.noSuchResource();
    }

    // ---- collections

    private Reply collection(Target target, Request request) {
        ResourceType type = target.type();
        return switch (request.method()) {
            case "GET" -> {
                Selection selection = Selection.of(request, type, target.namespace());
                Representation representation = Representation.of(request.accept());
                yield request.isTrue("watch")
                        ? watches.watch(type, selection, request, representation)
                        : collections.list(type, selection, request, representation);
            }
            case "POST" -> create(target, request);
            case "DELETE" -> deleteAll(target, request);
            default -> throw ApiFailure.methodNotAllowed(request.method());
        };
    }

    private Reply create(Target target, Request request) {
        if (target.type().namespaced() && target.namespace().isEmpty())
            throw ApiFailure.methodNotAllowed(request.method());
        WriteOptions options = options(request, false);
        Written written = writer.create(target.type(), target.namespace(), request.document(), options);
        return written(target, request, written, options);
    }

    private Reply deleteAll(Target target, Request request) {
        Deletion deletion = deletion(request);
        Selection selection = Selection.of(request, target.type(), target.namespace());
        var gone = new ArrayList<ObjectNode>();
        for (Stored stored :
                store.list(target.type().storage(), target.namespace()).objects()) {
            if (!selection.matches(stored)) continue;
            if (writer.tryDelete(
                    target.type(), stored.key().namespace(), stored.key().name(), deletion)) gone.add(stored.tree());
            afterWrite(target.named(stored.key().name()), deletion.dryRun());
        }
        ObjectNode list = Tree.object();
        list.put("kind", target.type().listKind())
                .put("apiVersion", target.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        var items = list.putArray("items");
        gone.forEach(items::add);
        return Reply.json(200, list);
    }

    // ---- objects

    private Reply object(Target target, Request request, Part part) {
        return switch (request.method()) {
            case "GET" -> get(target, request);
            case "PUT" -> {
                WriteOptions options = options(request, false);
                Document body = request.document();
                yield written(
                        target,
                        request,
                        writer.update(target.type(), target.namespace(), target.name(), body, part, options),
                        options);
            }
            case "PATCH" -> {
                Patch patch = patch(target.type(), request);
                WriteOptions options = options(request, patch.format() == Patch.Format.APPLY);
                yield written(
                        target,
                        request,
                        writer.patch(target.type(), target.namespace(), target.name(), patch, part, options),
                        options);
            }
            case "DELETE" -> {
                if (part != Part.MAIN) throw ApiFailure.methodNotAllowed(request.method());
                yield delete(target, request);
            }
            default -> throw ApiFailure.methodNotAllowed(request.method());
        };
    }

    private Reply get(Target target, Request request) {
        Representation representation = Representation.of(request.accept());
        if (request.isTrue("watch")) {
            Selection one = Selection.of(request, target.type(), target.namespace());
            return watches.watch(target.type(), one, request, representation);
        }
        Stored stored = writer.existing(target.type(), target.namespace(), target.name());
        long asked = Collections.version(request);
        if (asked > store.version()) throw ApiFailure.tooLargeResourceVersion(asked, store.version());
        return switch (representation) {
            case OBJECT -> new Reply.Body(200, Reply.JSON, Collections.json(target.type(), stored), List.of());
            case TABLE, METADATA, METADATA_LIST ->
                shown(target.type(), Collections.shown(target.type(), stored), request, 200, List.of());
        };
    }

    private static Reply.Body shown(
            ResourceType type, ObjectNode object, Request request, int code, List<String> warnings) {
        JsonNode body = switch (Representation.of(request.accept())) {
            case OBJECT -> object;
            case METADATA -> Tables.metadataOnly(object);
            case METADATA_LIST -> throw Representation.notOfA(type.kind(), Representation.METADATA_LIST);
            case TABLE -> {
                ObjectNode listMeta = Tree.object();
                listMeta.put("resourceVersion", Meta.resourceVersion(object));
                yield Tables.table(type, listMeta, List.of(object), Watches.include(request), true);
            }
        };
        return new Reply.Body(code, Reply.JSON, Tree.bytes(body), List.copyOf(warnings));
    }

    private Reply written(Target target, Request request, Written written, WriteOptions options) {
        afterWrite(target.named(Meta.name(written.tree())), options.dryRun());
        return shown(target.type(), written.tree(), request, written.created() ? 201 : 200, options.warnings());
    }

    private void afterWrite(Target target, boolean dryRun) {
        if (!dryRun && Definitions.isDefinition(target.type())) definitions.reconcile(target.name());
    }

    private Reply delete(Target target, Request request) {
        Deletion deletion = deletion(request);
        ResourceType type = target.type();
        Deleted deleted = writer.delete(type, target.namespace(), target.name(), deletion);
        afterWrite(target, deletion.dryRun());
        if (!deleted.removed() || type.traits().returnsDeleted())
            return shown(type, deleted.last(), request, 200, List.of());
        ObjectNode details = ApiFailure.details(target.name(), type.group(), type.plural(), Meta.uid(deleted.last()));
        return Reply.json(200, ApiFailure.success(details));
    }

    private static Deletion deletion(Request request) {
        ObjectNode options = request.body().length == 0
                ? Tree.object()
                : request.document().tree() instanceof ObjectNode object ? object : Tree.object();
        if (options.isEmpty()) {
            OptionalLong grace = request.number("gracePeriodSeconds");
            if (grace.isPresent()) options.set("gracePeriodSeconds", Tree.number(grace.getAsLong()));
            if (!request.parameter("propagationPolicy").isEmpty())
                options.put("propagationPolicy", request.parameter("propagationPolicy"));
            request.flag("orphanDependents").ifPresent(flag -> options.put("orphanDependents", flag));
        }
        if (isDryRun(request)) options.putArray("dryRun").add("All");
        return Deletion.of(options);
    }

    // ---- scale

    private Reply scale(Target target, Request request) {
        ResourceType type = target.type();
        if (!type.subresources().contains("scale")) throw noSuchPart(target);
        return switch (request.method()) {
            case "GET" -> {
                Stored stored = writer.existing(type, target.namespace(), target.name());
                yield Reply.json(200, Scales.of(type, Collections.shown(type, stored)));
            }
            case "PUT" -> {
                if (!(request.document().tree() instanceof ObjectNode wanted))
                    throw ApiFailure.badRequest("a Scale is expected");
                yield scaled(target, request, _ -> wanted);
            }
            case "PATCH" -> {
                Patch patch = patch(type, request);
                yield scaled(target, request, current -> patchedScale(current, patch));
            }
            default -> throw ApiFailure.methodNotAllowed(request.method());
        };
    }

    private Reply scaled(Target target, Request request, UnaryOperator<ObjectNode> change) {
        ResourceType type = target.type();
        WriteOptions options = options(request, false);
        Written written = writer.change(type, target.namespace(), target.name(), Part.MAIN, options, object -> {
            ObjectNode current = Scales.of(type, object);
            Meta.of(current).remove("resourceVersion");
            return Scales.into(type, object, change.apply(current));
        });
        return Reply.json(200, Scales.of(type, written.tree()));
    }

    private static ObjectNode patchedScale(ObjectNode scale, Patch patch) {
        try {
            JsonNode patched = patch.format() == Patch.Format.JSON_PATCH
                    ? JsonPatch.apply(scale, patch.document().tree())
                    : MergePatch.apply(scale, patch.document().tree());
            if (patched instanceof ObjectNode object) return object;
            throw ApiFailure.badRequest("a Scale is expected");
        } catch (BadPatchException e) {
            throw ApiFailure.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    // ---- what requests carry

    private static Patch patch(ResourceType type, Request request) {
        Patch.Format format = switch (request.mediaType()) {
            case "application/json-patch+json" -> Patch.Format.JSON_PATCH;
            case "application/merge-patch+json" -> Patch.Format.MERGE;
            case "application/strategic-merge-patch+json" -> Patch.Format.STRATEGIC;
            case "application/apply-patch+yaml" -> Patch.Format.APPLY;
            default -> throw unsupportedPatch(type);
        };
        if (format == Patch.Format.STRATEGIC && type.custom()) throw unsupportedPatch(type);
        try {
            Document document =
                    format == Patch.Format.APPLY ? Documents.yaml(request.body()) : Documents.json(request.body());
            return new Patch(format, document);
        } catch (Documents.UnreadableException e) {
            throw ApiFailure.badRequest("error decoding patch: " + e.getMessage());
        }
    }

    private static ApiFailure unsupportedPatch(ResourceType type) {
        String strategic = type.custom() ? "" : ", application/strategic-merge-patch+json";
        return ApiFailure.unsupportedMediaType("the body of the request was in an unknown format - accepted media types"
                + " include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
                + strategic);
    }

    private static boolean isDryRun(Request request) {
        String dryRun = request.parameter("dryRun");
        if (!dryRun.isEmpty() && !dryRun.equals("All"))
            throw ApiFailure.invalid(
                    "meta.k8s.io",
                    "CreateOptions",
                    "",
                    List.of(FieldError.unsupported("dryRun", "[\"" + dryRun + "\"]", "supported values: \"All\"")));
        return !dryRun.isEmpty();
    }

    private static WriteOptions options(Request request, boolean apply) {
        String manager = request.parameter("fieldManager");
        if (apply && manager.isEmpty())
            throw ApiFailure.invalid(
                    "meta.k8s.io",
                    "PatchOptions",
                    "",
                    List.of(FieldError.required("fieldManager", "is required for apply patch")));
        WriteOptions.FieldValidation validation = switch (request.parameter("fieldValidation")) {
            case "Strict" -> WriteOptions.FieldValidation.STRICT;
            case "Ignore" -> WriteOptions.FieldValidation.IGNORE;
            default -> WriteOptions.FieldValidation.WARN;
        };
        return new WriteOptions(
                isDryRun(request),
                manager.isEmpty() ? managerOf(request.userAgent()) : manager,
                validation,
                request.isTrue("force"),
                new ArrayList<>());
    }

    /** The program's name, as the API takes it from the user agent. */
    private static String managerOf(String userAgent) {
        String name = userAgent.split("/", 2)[0];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return name.isEmpty() ? "unknown" : bytes.length > 128 ? name.substring(0, 128) : name;
    }
}
