package tidegate.kube.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/**
 * A small API server that behaves: one history of versions, paged lists, watches from a version with bookmarks, both patch
 * types with conflicts, deletion with finalizers, Status bodies. A watch from a version that is yet to come is silent, as on
 * a real server. Tests change its world and look at its world.
 *
 * <p>Any path {@code /api(s)/.../plural} is a collection; nothing is validated.
 */
public final class TestApiServer implements AutoCloseable {
    private final HttpServer http;
    private final Object world = new Object();
    private final TreeMap<String, Json> objects = new TreeMap<>();
    private final List<Event> history = new ArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    public final List<Request> requests = new CopyOnWriteArrayList<>();
    private long version = 100;
    private long oldestKept;
    private int streams;
    private int watchEpoch;
    private boolean watchesHeld;
    private boolean closed;

    /** One call as it arrived. */
    public record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, Json body) {
        public boolean isWatch() {
            return query.containsKey("watch");
        }

        public boolean isList() {
            boolean evenDepth = path.split("/").length % 2 == 0;
            return method.equals("GET") && !isWatch() && evenDepth == path.startsWith("/api/");
        }
    }

    /** An answer instead of the real one. */
    public record Reply(int code, String contentType, String body, Map<String, String> headers) {
        public static Reply status(int code, String reason, String message) {
            Json status = Json.object(
                    "kind",
                    "Status",
                    "apiVersion",
                    "v1",
                    "status",
                    "Failure",
                    "code",
                    code,
                    "reason",
                    reason,
                    "message",
                    message);
            return new Reply(code, "application/json", status.toString(), Map.of());
        }

        public Reply header(String name, String value) {
            var more = new HashMap<>(headers);
            more.put(name, value);
            return new Reply(code, contentType, body, more);
        }
    }

    /** Answers null to let the call through. */
    public interface Fault extends Function<Request, @Nullable Reply> {}

    private record Event(long version, String collection, String type, Json object) {}

    public TestApiServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::serve);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        synchronized (world) {
            closed = true;
            world.notifyAll();
        }
        http.stop(0);
    }

    // the world, as tests change it

    /** Stores the object in the collection, new or changed; answers it with its version. */
    public Json put(String collection, Json object) {
        synchronized (world) {
            return store(collection, pathOf(collection, object), object);
        }
    }

    /** The object at its full path; MISSING if there is none. */
    public Json object(String path) {
        synchronized (world) {
            return objects.getOrDefault(path, Json.MISSING);
        }
    }

    /** Removes the object, with an event. */
    public void remove(String path) {
        synchronized (world) {
            Json gone = objects.remove(path);
            if (gone != null) happened(path.substring(0, path.lastIndexOf('/')), "DELETED", gone);
        }
    }

    /** Forgets the history so far: watches from before it get 410. */
    public void compact() {
        synchronized (world) {
            oldestKept = version;
            history.clear();
        }
    }

    /** Ends all watches that are open. */
    public void dropWatches() {
        synchronized (world) {
            watchEpoch++;
            world.notifyAll();
        }
    }

    /** While held, watches deliver nothing: caches stay behind. */
    public void holdWatches(boolean held) {
        synchronized (world) {
            watchesHeld = held;
            world.notifyAll();
        }
    }

    /** Lets the version grow without an event, and tells watches by bookmark. */
    public long bookmark() {
        synchronized (world) {
            version++;
            world.notifyAll();
            return version;
        }
    }

    /** A restored backup: versions start again below the present ones. */
    public void rewindTo(long earlier) {
        synchronized (world) {
            version = earlier;
            oldestKept = 0;
            history.clear();
            objects.replaceAll(
                    (_, object) -> object.withAt(List.of("metadata", "resourceVersion"), String.valueOf(earlier)));
            watchEpoch++;
            world.notifyAll();
        }
    }

    public long version() {
        synchronized (world) {
            return version;
        }
    }

    public int openWatches() {
        synchronized (world) {
            return streams;
        }
    }

    /** Calls pass every fault in turn, before anything happens. */
    public void addFault(Fault fault) {
        faults.add(fault);
    }

    public void clearFaults() {
        faults.clear();
    }

    /** Gives the next call that matches this answer. */
    public void failOnce(Predicate<Request> which, Reply reply) {
        var spent = new java.util.concurrent.atomic.AtomicBoolean();
        faults.add(request -> which.test(request) && spent.compareAndSet(false, true) ? reply : null);
    }

    // serving

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            requests.add(request);
            for (Fault fault : faults) {
                Reply reply = fault.apply(request);
                if (reply != null) {
                    send(exchange, reply);
                    return;
                }
            }
            if (request.isWatch()) watch(exchange, request);
            else send(exchange, answer(request));
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(exchange.getRequestURI().getRawQuery()),
                headers,
                bytes.length == 0 ? Json.MISSING : Json.parse(bytes));
    }

    private static Map<String, String> query(@Nullable String raw) {
        var all = new LinkedHashMap<String, String>();
        if (raw == null) return all;
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            all.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
        }
        return all;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Reply ok(Json body) {
        return new Reply(200, "application/json", body.toString(), Map.of());
    }

    private Reply answer(Request request) {
        synchronized (world) {
            return switch (request.method()) {
                case "GET" -> request.isList() ? list(request) : get(request);
                case "POST" -> create(request);
                case "PATCH" -> patch(request);
                case "DELETE" -> delete(request);
                default -> Reply.status(405, "MethodNotAllowed", request.method());
            };
        }
    }

    private Reply get(Request request) {
        Json found = object(request.path());
        return found.isMissing() ? missing(request) : ok(found);
    }

    private static Reply missing(Request request) {
        return Reply.status(404, "NotFound", request.path() + " not found");
    }

    /** Pages are cut from the world as it is; a token names the last key and the first page's version. */
    private Reply list(Request request) {
        String token = request.query().getOrDefault("continue", "");
        long asOf = token.isEmpty() ? version : Long.parseLong(token.substring(0, token.indexOf('|')));
        if (asOf < oldestKept) return Reply.status(410, "Expired", "The provided continue parameter is too old");
        String after = token.isEmpty() ? "" : token.substring(token.indexOf('|') + 1);
        int limit = Integer.parseInt(request.query().getOrDefault("limit", "0"));
        List<Map.Entry<String, Json>> all = objects.entrySet().stream()
                .filter(entry -> isIn(request.path(), entry.getKey()))
                .filter(entry -> isSelected(request, entry.getValue()))
                .filter(entry -> entry.getKey().compareTo(after) > 0)
                .toList();
        boolean more = limit > 0 && all.size() > limit;
        var page = more ? all.subList(0, limit) : all;
        Json metadata = Json.object(
                "resourceVersion",
                String.valueOf(asOf),
                "continue",
                more ? asOf + "|" + page.getLast().getKey() : Json.MISSING);
        List<Json> items = page.stream()
                .map(entry -> entry.getValue().without("kind").without("apiVersion"))
                .toList();
        return ok(Json.object("kind", "List", "metadata", metadata, "items", items));
    }

    private static boolean isSelected(Request request, Json object) {
        String selector = request.query().getOrDefault("labelSelector", "");
        if (selector.isEmpty()) return true;
        String[] pair = selector.split("=", 2);
        Map<String, String> labels = object.at("metadata", "labels").strings();
        return pair.length == 2 ? pair[1].equals(labels.get(pair[0])) : labels.containsKey(pair[0]);
    }

    /** {@code /apis/g/v/plural} holds {@code /apis/g/v/namespaces/x/plural/name} and {@code /apis/g/v/plural/name}. */
    private static boolean isIn(String collection, String path) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        return folder.equals(collection)
                || folder.replaceFirst("/namespaces/[^/]+", "").equals(collection);
    }

    private Reply create(Request request) {
        String path = pathOf(request.path(), request.body());
        if (objects.containsKey(path)) return Reply.status(409, "AlreadyExists", path + " already exists");
        if (request.query().containsKey("dryRun")) return ok(request.body());
        return ok(store(request.path(), path, request.body()));
    }

    private static String pathOf(String collection, Json object) {
        String namespace = object.at("metadata", "namespace").stringOrEmpty();
        String name = object.at("metadata", "name").stringOrEmpty();
        if (namespace.isEmpty() || collection.contains("/namespaces/")) return collection + "/" + name;
        int cut = collection.lastIndexOf('/');
        return collection.substring(0, cut) + "/namespaces/" + namespace + collection.substring(cut) + "/" + name;
    }

    private Json store(String collection, String path, Json object) {
        Json before = objects.getOrDefault(path, Json.MISSING);
        String uid = before.at("metadata", "uid").string().orElse("uid-" + (version + 1));
        Json stored = object.withAt(List.of("metadata", "uid"), uid)
                .withAt(List.of("metadata", "resourceVersion"), String.valueOf(version + 1));
        objects.put(path, stored);
        happened(path.substring(0, path.lastIndexOf('/')), before.isMissing() ? "ADDED" : "MODIFIED", stored);
        return stored;
    }

    private void happened(String collection, String type, Json object) {
        version++;
        Json at = object.withAt(List.of("metadata", "resourceVersion"), String.valueOf(version));
        history.add(new Event(version, collection, type, at));
        world.notifyAll();
    }

    private Reply patch(Request request) {
        String path = request.path().replaceFirst("/(status|scale)$", "");
        Json before = object(path);
        if (before.isMissing()) return missing(request);
        Json after;
        try {
            after = request.headers().getOrDefault("Content-Type", "").contains("json-patch")
                    ? jsonPatched(before, request.body())
                    : before.merged(request.body());
        } catch (IllegalStateException e) {
            return Reply.status(422, "Invalid", String.valueOf(e.getMessage()));
        }
        Json had = before.at("metadata", "resourceVersion");
        if (!after.at("metadata", "resourceVersion").equals(had))
            return Reply.status(409, "Conflict", "the object has been modified");
        if (request.query().containsKey("dryRun") || after.equals(before)) return ok(after);
        return ok(store("", path, after));
    }

    private static Json jsonPatched(Json object, Json operations) {
        Json result = object;
        for (Json operation : operations.elements()) {
            List<String> path = Arrays.stream(
                            operation.get("path").stringOrEmpty().substring(1).split("/"))
                    .map(key -> key.replace("~1", "/").replace("~0", "~"))
                    .toList();
            Json parent = result.at(path.subList(0, path.size() - 1).toArray(String[]::new));
            if (!parent.isObject()) throw new IllegalStateException("no parent at " + path);
            boolean there = parent.get(path.getLast()).isPresent();
            String op = operation.get("op").stringOrEmpty();
            if (!there && !op.equals("add")) throw new IllegalStateException(op + ": nothing at " + path);
            result = switch (op) {
                case "add", "replace" -> result.withAt(path, operation.get("value"));
                case "remove" -> result.withAt(path, Json.MISSING);
                case "test" -> {
                    if (!parent.get(path.getLast()).equals(operation.get("value")))
                        throw new IllegalStateException("test failed at " + path);
                    yield result;
                }
                default -> throw new IllegalStateException("op " + op);
            };
        }
        return result;
    }

    private Reply delete(Request request) {
        Json before = object(request.path());
        if (before.isMissing()) return missing(request);
        Json wanted = request.body().get("preconditions");
        for (String field : List.of("uid", "resourceVersion"))
            if (wanted.get(field).isPresent() && !wanted.get(field).equals(before.at("metadata", field)))
                return Reply.status(409, "Conflict", "Precondition failed: " + field);
        if (request.body().get("dryRun").isPresent()) return ok(before);
        if (!before.at("metadata", "finalizers").isEmpty()) {
            Json dying = before.withAt(List.of("metadata", "deletionTimestamp"), "2026-01-01T00:00:00Z");
            return ok(store("", request.path(), dying));
        }
        remove(request.path());
        return ok(Json.object(
                "kind", "Status",
                "status", "Success",
                "details", Json.object("uid", before.at("metadata", "uid").stringOrEmpty())));
    }

    private void watch(HttpExchange exchange, Request request) throws IOException {
        long from = Long.parseLong(request.query().getOrDefault("resourceVersion", "0"));
        int epoch;
        synchronized (world) {
            if (from < oldestKept) {
                send(exchange, Reply.status(410, "Expired", "too old resource version: " + from));
                return;
            }
            epoch = watchEpoch;
            streams++;
            world.notifyAll();
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            stream(exchange, request, from, epoch);
        } finally {
            synchronized (world) {
                streams--;
                world.notifyAll();
            }
        }
    }

    private void stream(HttpExchange exchange, Request request, long from, int epoch) throws IOException {
        for (long sent = from; ; ) {
            List<Json> lines = new ArrayList<>();
            synchronized (world) {
                while (!closed && epoch == watchEpoch && (watchesHeld || version <= sent)) await();
                if (closed || epoch != watchEpoch || sent < oldestKept) return;
                for (Event event : history)
                    if (event.version() > sent && belongs(request, event))
                        lines.add(Json.object("type", event.type(), "object", event.object()));
                sent = version;
                lines.add(Json.object(
                        "type",
                        "BOOKMARK",
                        "object",
                        Json.object("metadata", Json.object("resourceVersion", String.valueOf(sent)))));
            }
            for (Json line : lines) exchange.getResponseBody().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
    }

    private static boolean belongs(Request request, Event event) {
        String path = event.collection() + "/x";
        return isIn(request.path(), path) && isSelected(request, event.object());
    }

    private void await() {
        try {
            world.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }
}
