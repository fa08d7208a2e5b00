package tidegate.playground.apiserver.serve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Store.Snapshot;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.table.Tables;
import tidegate.playground.apiserver.tree.Documents;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists: whole or in pages, now or at an older version, in every representation. */
final class Collections {
    private final Store store;

    Collections(Store store) {
        this.store = store;
    }

    /** A page and what its list says about itself. */
    record Page(List<Stored> objects, ObjectNode listMeta) {}

    Reply list(ResourceType type, Selection selection, Request request, Representation representation) {
        refuseMisuse(request);
        Page page = page(type, selection, request);
        return switch (representation) {
            case OBJECT -> new Reply.Body(200, Reply.JSON, listJson(type, page), List.of());
            case TABLE ->
                Reply.json(200, Tables.table(type, page.listMeta(), trees(type, page), Watches.include(request), true));
            case METADATA_LIST -> Reply.json(200, metadataList(type, page));
            case METADATA -> throw Representation.notOfA("list", representation);
        };
    }

    private static void refuseMisuse(Request request) {
        String field = "resourceVersionMatch";
        String match = request.parameter(field);
        if (match.isEmpty()) return;
        String version = request.parameter("resourceVersion");
        var errors = new ArrayList<FieldError>();
        if (version.isEmpty())
            errors.add(FieldError.forbidden(field, field + " is forbidden unless resourceVersion is provided"));
        if (!request.parameter("continue").isEmpty())
            errors.add(FieldError.forbidden(field, field + " is forbidden when continue is provided"));
        if (!match.equals("Exact") && !match.equals("NotOlderThan"))
            errors.add(
                    FieldError.unsupported(field, '"' + match + '"', "supported values: \"Exact\", \"NotOlderThan\""));
        if (match.equals("Exact") && version.equals("0"))
            errors.add(FieldError.forbidden(field, field + " \"exact\" is forbidden for resourceVersion \"0\""));
        if (!errors.isEmpty()) throw ApiFailure.invalid("meta.k8s.io", "ListOptions", "", errors);
    }

    private static List<ObjectNode> trees(ResourceType type, Page page) {
        return page.objects().stream().map(stored -> shown(type, stored)).toList();
    }

    /** The tree of a version, read-only. */
    static ObjectNode shown(ResourceType type, Stored stored) {
        return isAsStored(type, stored) ? stored.tree() : Writer.view(type, stored);
    }

    static boolean isAsStored(ResourceType type, Stored stored) {
        return Tree.textAt(stored.tree(), "apiVersion").equals(type.apiVersion());
    }

    static byte[] json(ResourceType type, Stored stored) {
        return isAsStored(type, stored) ? stored.json() : Tree.bytes(Writer.view(type, stored));
    }

    /** Objects of built-in kinds leave the kind to their list. */
    private static byte[] item(ResourceType type, Stored stored) {
        if (type.custom()) return json(type, stored);
        return isAsStored(type, stored) ? stored.item() : Tree.bytes(Stored.withoutType(Writer.view(type, stored)));
    }

    private static byte[] listJson(ResourceType type, Page page) {
        var out = new ByteArrayOutputStream(1024);
        String head = "{\"kind\":\"" + type.listKind() + "\",\"apiVersion\":\"" + type.apiVersion() + "\",\"metadata\":"
                + Tree.text(page.listMeta()) + ",\"items\":[";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (Stored stored : page.objects()) {
            if (!first) out.write(',');
            first = false;
            out.writeBytes(item(type, stored));
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static ObjectNode metadataList(ResourceType type, Page page) {
        ObjectNode list = Tree.object();
        list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        list.set("metadata", page.listMeta());
        var items = list.putArray("items");
        trees(type, page).forEach(object -> items.add(Tables.metadataOnly(object)));
        return list;
    }

    // ---- pages

    private record Position(long version, String after) {}

    Page page(ResourceType type, Selection selection, Request request) {
        Position position = position(request);
        Snapshot snapshot = snapshot(type, selection, request, position);
        List<Stored> matching = new ArrayList<>();
        for (Stored stored : snapshot.objects())
            if ((position == null || place(stored).compareTo(position.after()) > 0) && selection.matches(stored))
                matching.add(stored);
        ObjectNode listMeta = Tree.object();
        listMeta.put("resourceVersion", Long.toString(snapshot.version()));
        OptionalLong limit = request.number("limit");
        if (limit.isEmpty() || limit.getAsLong() <= 0 || matching.size() <= limit.getAsLong())
            return new Page(matching, listMeta);
        List<Stored> first = matching.subList(0, (int) limit.getAsLong());
        listMeta.put("continue", token(snapshot.version(), place(first.getLast())));
        if (selection.isEverything()) listMeta.put("remainingItemCount", matching.size() - first.size());
        return new Page(first, listMeta);
    }

    private static String place(Stored stored) {
        return stored.key().namespace() + '/' + stored.key().name();
    }

    private static String token(long version, String after) {
        ObjectNode token = Tree.object();
        token.put("v", "meta.k8s.io/v1").put("start", after);
        token.set("rv", Tree.number(version));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tree.bytes(token));
    }

    private static @Nullable Position position(Request request) {
        String token = request.parameter("continue");
        if (token.isEmpty()) return null;
        try {
            JsonNode read = Documents.json(Base64.getUrlDecoder().decode(token)).tree();
            return new Position(Tree.longAt(read, -1, "rv"), Tree.textAt(read, "start"));
        } catch (IllegalArgumentException | Documents.UnreadableException _) {
            throw ApiFailure.badRequest("invalid continue token: continue key is not valid: " + token);
        }
    }

    private Snapshot snapshot(ResourceType type, Selection selection, Request request, @Nullable Position position) {
        if (position != null) {
            if (!request.parameter("resourceVersion").isEmpty()
                    && !request.parameter("resourceVersion").equals("0"))
                throw ApiFailure.badRequest("specifying resource version is not allowed when using continue");
            return store.listAt(type.storage(), selection.namespace(), position.version())
                    .orElseThrow(() -> ApiFailure.expired("The provided continue parameter is too old to display a"
                            + " consistent list result. You can start a new list without the continue parameter."));
        }
        long asked = version(request);
        boolean exact = request.parameter("resourceVersionMatch").equals("Exact");
        if (exact && asked > 0) {
            if (asked > store.version()) throw ApiFailure.tooLargeResourceVersion(asked, store.version());
            return store.listAt(type.storage(), selection.namespace(), asked)
                    .orElseThrow(() -> ApiFailure.expired("The resourceVersion for the provided list is too old."));
        }
        Snapshot now = store.list(type.storage(), selection.namespace());
        if (asked > now.version()) throw ApiFailure.tooLargeResourceVersion(asked, now.version());
        return now;
    }

    /** The resourceVersion of a read; 0 for none. */
    static long version(Request request) {
        String text = request.parameter("resourceVersion");
        if (text.isEmpty()) return 0;
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException _) {
            throw ApiFailure.badRequest("invalid resource version: resourceVersion: Invalid value: \"" + text
                    + "\": strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
    }
}
