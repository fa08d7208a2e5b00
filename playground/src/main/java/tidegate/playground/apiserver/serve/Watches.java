package tidegate.playground.apiserver.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Event;
import tidegate.playground.apiserver.store.Reader;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Store.Snapshot;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.table.Tables;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches: what changes after a version, as a line of JSON each.
 *
 * <p>Without a version (or with 0) a watch begins with everything that is there. A version that the log no longer
 * reaches ends it with {@code 410 Expired}. With {@code allowWatchBookmarks} the client learns now and then how far it
 * has seen; with {@code sendInitialEvents} a bookmark marks the end of what was there.
 */
final class Watches {
    private static final long LONGEST_SECONDS = 3600;
    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(20);
    private static final byte[] LINE_END = {'\n'};

    private final Store store;

    Watches(Store store) {
        this.store = store;
    }

    static Tables.Include include(Request request) {
        return switch (request.parameter("includeObject")) {
            case "None" -> Tables.Include.NONE;
            case "Object" -> Tables.Include.OBJECT;
            default -> Tables.Include.METADATA;
        };
    }

    Reply watch(ResourceType type, Selection selection, Request request, Representation representation) {
        long asked = Collections.version(request);
        Optional<Boolean> initial = request.flag("sendInitialEvents");
        if (initial.isPresent() && !request.parameter("resourceVersionMatch").equals("NotOlderThan"))
            throw ApiFailure.invalid(
                    "meta.k8s.io",
                    "ListOptions",
                    "",
                    List.of(FieldError.forbidden(
                            "resourceVersionMatch",
                            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")));
        boolean fromStart = initial.orElse(asked == 0);
        Snapshot snapshot = store.list(type.storage(), selection.namespace());
        long from = fromStart || asked == 0 ? snapshot.version() : asked;
        Optional<Reader> reader = store.readAfter(type.storage(), from);
        long seconds = Math.min(request.number("timeoutSeconds").orElse(LONGEST_SECONDS), LONGEST_SECONDS);
        var lines = new Lines(type, representation, include(request));
        return new Reply.Stream(Reply.JSON, out -> {
            if (reader.isEmpty()) {
                lines.write(
                        out, "ERROR", Tree.bytes(expired(asked, store.version()).status()));
                return;
            }
            if (fromStart) {
                for (Stored stored : snapshot.objects())
                    if (selection.matches(stored)) lines.object(out, "ADDED", stored);
                if (initial.orElse(false) && request.isTrue("allowWatchBookmarks"))
                    lines.bookmark(out, snapshot.version(), true);
            }
            out.flush();
            follow(reader.get(), selection, lines, out, seconds, request.isTrue("allowWatchBookmarks"), from);
        });
    }

    private static ApiFailure expired(long asked, long current) {
        return ApiFailure.expired("too old resource version: " + asked + " (" + current + ")");
    }

    private void follow(
            Reader reader,
            Selection selection,
            Lines lines,
            OutputStream out,
            long seconds,
            boolean bookmarks,
            long from)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long told = from;
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) break;
            long reached = store.version();
            Optional<Event> event = reader.next(Duration.ZERO);
            if (event.isEmpty()) {
                out.flush();
                event = reader.next(Duration.ofNanos(Math.min(left, BOOKMARK_INTERVAL.toNanos())));
            }
            if (event.isPresent()) {
                deliver(event.get(), selection, lines, out);
                told = Math.max(told, event.get().version());
            } else if (bookmarks && reached > told) {
                lines.bookmark(out, reached, false);
                told = reached;
            }
        }
        if (bookmarks) lines.bookmark(out, told, false);
    }

    /** An object that begins or ceases to match is added, or deleted as it was, as far as this watch can tell. */
    private static void deliver(Event event, Selection selection, Lines lines, OutputStream out) throws IOException {
        Stored previous = event.previous();
        boolean was = previous != null && selection.matches(previous);
        boolean is = event.type() != Event.Type.DELETED && selection.matches(event.object());
        if (is) lines.object(out, was ? "MODIFIED" : "ADDED", event.object());
        else if (was && event.type() == Event.Type.DELETED) lines.object(out, "DELETED", event.object());
        else if (previous != null && was) lines.object(out, "DELETED", previous.at(event.version()));
    }

    /** Writes events in one representation. */
    private static final class Lines {
        private final ResourceType type;
        private final Representation representation;
        private final Tables.Include include;
        private boolean headersSent;

        Lines(ResourceType type, Representation representation, Tables.Include include) {
            this.type = type;
            this.representation = representation;
            this.include = include;
        }

        void object(OutputStream out, String event, Stored stored) throws IOException {
            byte[] body = switch (representation) {
                case OBJECT -> Collections.json(type, stored);
                case TABLE -> table(stored);
                case METADATA, METADATA_LIST -> Tree.bytes(Tables.metadataOnly(Collections.shown(type, stored)));
            };
            write(out, event, body);
        }

        private byte[] table(Stored stored) {
            ObjectNode listMeta = Tree.object();
            listMeta.put("resourceVersion", Long.toString(stored.version()));
            byte[] table = Tree.bytes(
                    Tables.table(type, listMeta, List.of(Collections.shown(type, stored)), include, !headersSent));
            headersSent = true;
            return table;
        }

        void bookmark(OutputStream out, long version, boolean initialEnd) throws IOException {
            ObjectNode object = Tree.object();
            object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
            ObjectNode meta = Meta.of(object);
            meta.put("resourceVersion", Long.toString(version));
            if (initialEnd) meta.putObject("annotations").put("k8s.io/initial-events-end", "true");
            write(out, "BOOKMARK", Tree.bytes(inRepresentation(object)));
            out.flush();
        }

        private ObjectNode inRepresentation(ObjectNode bookmark) {
            return switch (representation) {
                case OBJECT -> bookmark;
                case METADATA, METADATA_LIST -> Tables.metadataOnly(bookmark);
                case TABLE -> {
                    ObjectNode listMeta = Tree.object();
                    listMeta.put("resourceVersion", Meta.resourceVersion(bookmark));
                    yield Tables.table(type, listMeta, List.of(bookmark), include, !headersSent);
                }
            };
        }

        void write(OutputStream out, String event, byte[] object) throws IOException {
            out.write(("{\"type\":\"" + event + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
            out.write(object);
            out.write('}');
            out.write(LINE_END);
        }
    }
}
