package tidegate.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tidegate.api.json.Json;

/**
 * A Kubernetes API over HTTP that is just large enough for the commands: it stores objects, checks versions, takes merge
 * and JSON patches, streams changes, and answers refusals as the real one does. Every request can be looked at.
 */
final class SmallCluster implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile(
            "/apis?/(?:(?<group>[^/]+)/)?v[^/]+(?:/namespaces/(?<ns>[^/]+))?/(?<plural>[^/]+)(?:/(?<name>[^/]+))?(?<status>/status)?");

    /** One request as it arrived. */
    record Request(String method, String path, String contentType, String body) {
        /** Method, path and body in one line. */
        String line() {
            return (method + " " + path + " " + body).strip();
        }

        boolean isWrite() {
            return !method.equals("GET");
        }
    }

    private final HttpServer server;
    private final Map<String, Json> objects = new LinkedHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private final List<Runnable> beforeNextWrites = new ArrayList<>();
    private final List<BlockingQueue<Json>> watchers = new CopyOnWriteArrayList<>();
    private final List<Json> history = new ArrayList<>();
    private final AtomicInteger watchesStarted = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private boolean hasStatusSubresource = true;
    private long version = 1000;

    SmallCluster() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Stores an object under its plural name, and tells the watchers. */
    synchronized SmallCluster with(String plural, Json object) {
        String name = object.at("metadata", "name").stringOrEmpty();
        String namespace = object.at("metadata", "namespace").stringOrEmpty();
        boolean isNew = !objects.containsKey(key(plural, namespace, name));
        store(plural, namespace, name, object, isNew ? "ADDED" : "MODIFIED");
        return this;
    }

    synchronized void delete(String plural, String namespace, String name) {
        Json removed = objects.remove(key(plural, namespace, name));
        if (removed != null)
            announce(
                    plural,
                    "DELETED",
                    removed.withAt(List.of("metadata", "resourceVersion"), Long.toString(++version)));
    }

    /** Answers every request for these objects with this status. */
    SmallCluster refusing(String plural, int status) {
        refused.put(plural, status);
        return this;
    }

    /** Answers the next requests, this many, that it is busy. */
    SmallCluster busyFor(int requests) {
        busy.set(requests);
        return this;
    }

    SmallCluster withoutStatusSubresource() {
        hasStatusSubresource = false;
        return this;
    }

    /** Runs something between the reads of a command and its next write. */
    synchronized SmallCluster beforeNextWrite(Runnable change) {
        beforeNextWrites.add(change);
        return this;
    }

    synchronized Json get(String plural, String namespace, String name) {
        return objects.getOrDefault(key(plural, namespace, name), Json.MISSING);
    }

    List<String> writes() {
        return requests.stream().filter(Request::isWrite).map(Request::line).toList();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Ends every running watch the way a server does that goes away. */
    void dropWatches() {
        watchers.forEach(watcher -> watcher.add(Json.MISSING));
    }

    /** Tells every running watch that its version is no longer kept. */
    void expireWatches() {
        Json gone = Json.object("kind", "Status", "code", 410, "reason", "Expired", "message", "too old");
        watchers.forEach(watcher -> watcher.add(Json.object("type", "ERROR", "object", gone)));
    }

    int watchers() {
        return watchers.size();
    }

    /** Also those that have ended. */
    int watchesStarted() {
        return watchesStarted.get();
    }

    @Override
    public void close() {
        dropWatches();
        server.stop(0);
    }

    private static String key(String plural, String namespace, String name) {
        return plural + "/" + namespace + "/" + name;
    }

    private void store(String plural, String namespace, String name, Json object, String event) {
        Json stored = object.withAt(List.of("metadata", "resourceVersion"), Long.toString(++version));
        objects.put(key(plural, namespace, name), stored);
        announce(plural, event, stored);
    }

    private void announce(String plural, String type, Json object) {
        Json event = Json.object("type", type, "object", object, "plural", plural, "version", version);
        history.add(event);
        watchers.forEach(watcher -> watcher.add(event));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String contentType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            var request = new Request(exchange.getRequestMethod(), path, contentType, body);
            requests.add(request);
            Matcher parts = PATH.matcher(path);
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                answer(
                        exchange,
                        429,
                        status(429, "TooManyRequests", "storage is (re)initializing", "")
                                .toString());
                return;
            }
            if (!parts.matches()) {
                answer(exchange, 404, "404 page not found");
                return;
            }
            Map<String, String> query = query(exchange);
            if (query.containsKey("watch") && !refused.containsKey(parts.group("plural")))
                watch(exchange, parts, query);
            else answer(exchange, request, parts, query);
        }
    }

    private void answer(HttpExchange exchange, Request request, Matcher parts, Map<String, String> query)
            throws IOException {
        if (request.isWrite()) beforeWrite();
        Json answer;
        synchronized (this) {
            answer = respond(request, parts, query);
        }
        int code = answer.get("kind").stringOrEmpty().equals("Status")
                ? answer.get("code").integer().orElse(500)
                : 200;
        boolean isPageNotFound = code == 404 && answer.get("message").isMissing();
        answer(exchange, code, isPageNotFound ? "404 page not found" : answer.toString());
    }

    private void beforeWrite() {
        List<Runnable> due;
        synchronized (this) {
            if (beforeNextWrites.isEmpty()) return;
            due = List.of(beforeNextWrites.removeFirst());
        }
        due.forEach(Runnable::run);
    }

    private Json respond(Request request, Matcher parts, Map<String, String> query) {
        String plural = parts.group("plural");
        String namespace = parts.group("ns") == null ? "" : parts.group("ns");
        String name = parts.group("name");
        String fullName = parts.group("group") == null ? plural : plural + "." + parts.group("group");
        Integer refusal = refused.get(plural);
        if (refusal != null)
            return switch (refusal) {
                case 403 -> status(403, "Forbidden", fullName + " is forbidden: User \"jane\" cannot do that", "");
                case 404 -> Json.object("kind", "Status", "code", 404);
                default -> status(refusal, "InternalError", "something went wrong", "");
            };
        if (name == null) return list(plural, namespace, query);
        Json found = get(plural, namespace, name);
        boolean isUnservedStatus = parts.group("status") != null && !hasStatusSubresource;
        if (isUnservedStatus) return Json.object("kind", "Status", "code", 404);
        if (found.isMissing()) return status(404, "NotFound", fullName + " \"" + name + "\" not found", name);
        if (!request.isWrite()) return found;
        Json changed = changed(request, found);
        String expected = changed.at("metadata", "resourceVersion").stringOrEmpty();
        if (!expected.equals(found.at("metadata", "resourceVersion").stringOrEmpty()))
            return status(
                    409,
                    "Conflict",
                    "Operation cannot be fulfilled on " + fullName + " \"" + name + "\": the object has been modified",
                    name);
        store(plural, namespace, name, changed, "MODIFIED");
        return get(plural, namespace, name);
    }

    private static Json changed(Request request, Json found) {
        Json body = Json.parse(request.body());
        return switch (request.contentType()) {
            case "application/merge-patch+json" -> found.merged(body);
            case "application/json-patch+json" -> {
                Json operation = body.get(0);
                List<String> path = List.of(
                        operation.get("path").stringOrEmpty().substring(1).split("/"));
                yield found.withAt(path, operation.get("value"));
            }
            default -> body;
        };
    }

    private static Json status(int code, String reason, String message, String name) {
        return Json.object(
                "kind",
                "Status",
                "status",
                "Failure",
                "code",
                code,
                "reason",
                reason,
                "message",
                message,
                "details",
                Json.object("name", name.isEmpty() ? Json.MISSING : name));
    }

    private Json list(String plural, String namespace, Map<String, String> query) {
        List<Json> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(plural + "/" + namespace))
                .map(Map.Entry::getValue)
                .filter(object -> isSelected(object, query))
                .toList();
        return Json.object(
                "kind", "List", "metadata", Json.object("resourceVersion", Long.toString(version)), "items", items);
    }

    private static boolean isSelected(Json object, Map<String, String> query) {
        String named = query.getOrDefault("fieldSelector", "").replaceFirst("metadata.name=", "");
        String[] label = query.getOrDefault("labelSelector", "").split("=");
        boolean isNamed =
                named.isEmpty() || named.equals(object.at("metadata", "name").stringOrEmpty());
        Json value = object.at("metadata", "labels").get(label[0]);
        boolean isLabelled = label[0].isEmpty()
                || (label.length == 1
                        ? value.isPresent()
                        : value.stringOrEmpty().equals(label[1]));
        return isNamed && isLabelled;
    }

    private void watch(HttpExchange exchange, Matcher parts, Map<String, String> query) throws IOException {
        var events = new LinkedBlockingQueue<Json>();
        long after = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        synchronized (this) {
            history.stream()
                    .filter(event -> event.get("version").number() > after)
                    .forEach(events::add);
            watchers.add(events);
        }
        watchesStarted.incrementAndGet();
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            for (Json event = events.take(); event.isPresent(); event = events.take()) {
                boolean isMine = event.get("plural").isMissing()
                        || event.get("plural").stringOrEmpty().equals(parts.group("plural"))
                                && isSelected(event.get("object"), query);
                if (!isMine) continue;
                out.write((event.without("plural").without("version") + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.remove(events);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var all = new HashMap<String, String>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw == null) return all;
        for (String pair : raw.split("&")) {
            String[] sides = pair.split("=", 2);
            all.put(sides[0], URLDecoder.decode(sides.length > 1 ? sides[1] : "", StandardCharsets.UTF_8));
        }
        return all;
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
