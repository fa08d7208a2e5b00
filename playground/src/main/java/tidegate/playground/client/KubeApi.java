package tidegate.playground.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/**
 * Calls of one Kubernetes API.
 *
 * <p>Every call blocks (use virtual threads), makes one attempt, and throws {@link ApiFailure} if it is refused or
 * unanswered. Safe for any number of threads. Closing it breaks the calls and watches under way.
 */
public final class KubeApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration WATCH_LENGTH = Duration.ofMinutes(5);
    private static final int PAGE = 500;

    private final Kubeconfig config;
    private final String userAgent;
    private final ExecutorService executor;
    private final HttpClient http;

    private KubeApi(Kubeconfig config, String userAgent) {
        this.config = config;
        this.userAgent = userAgent;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        // HTTP/1.1: the JDK keeps one HTTP/2 connection per host and fails calls beyond its streams
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .connectTimeout(Duration.ofSeconds(5));
        if (config.server().getScheme().equals("https")) builder.sslContext(config.tls());
        this.http = builder.build();
    }

    /** @param userAgent tells our writes from others' in an audit log */
    public static KubeApi of(Kubeconfig config, String userAgent) {
        return new KubeApi(config, userAgent);
    }

    /** @throws KubeconfigException if the file is unusable */
    public static KubeApi of(Path kubeconfig, String userAgent) {
        return new KubeApi(Kubeconfig.read(kubeconfig), userAgent);
    }

    public URI server() {
        return config.server();
    }

    /** One object; a missing one is an {@link ApiFailure}. */
    public Json get(ResourceType type, ObjectKey key) {
        return call("GET", type.objectPath(key), Map.of(), null, "");
    }

    /** One object, or empty if there is none. */
    public Optional<Json> find(ResourceType type, ObjectKey key) {
        try {
            return Optional.of(get(type, key));
        } catch (ApiFailure e) {
            if (e.isNotFound()) return Optional.empty();
            throw e;
        }
    }

    /** Any path of the API that answers JSON, as {@code /version}. */
    public Json raw(String path) {
        return call("GET", path, Map.of(), null, "");
    }

    /**
     * Any call with JSON, for parameters that the others do not have, as {@code fieldValidation} and {@code dryRun}.
     *
     * @param body {@link Json#MISSING} for none
     * @return the answer, MISSING if it is empty
     */
    public Json exchange(String method, String path, Map<String, String> parameters, Json body) {
        return call(method, path, parameters, body.isMissing() ? null : body, "application/json");
    }

    /**
     * A whole list, read in pages of one consistent state.
     *
     * <p>The items carry {@code apiVersion} and {@code kind}, which lists leave out.
     */
    public Listing list(ResourceType type, Selection selection) {
        var items = new ArrayList<Json>();
        String next = "";
        while (true) {
            var parameters = new LinkedHashMap<>(selection.parameters());
            parameters.put("limit", String.valueOf(PAGE));
            if (!next.isEmpty()) parameters.put("continue", next);
            Json page = call("GET", type.collectionPath(selection.namespace()), parameters, null, "");
            for (Json item : page.get("items").elements())
                items.add(item.with("apiVersion", type.apiVersion()).with("kind", type.kind()));
            next = page.at("metadata", "continue").stringOrEmpty();
            if (next.isEmpty())
                return new Listing(items, page.at("metadata", "resourceVersion").stringOrEmpty());
        }
    }

    /** @param namespace {@code ""} for cluster-wide kinds */
    public Json create(ResourceType type, String namespace, Json object) {
        return call("POST", type.collectionPath(namespace), Map.of(), object, "application/json");
    }

    /** Creates an object or leaves the one of that name as it is; answers what is there. */
    public Json createUnlessThere(ResourceType type, Json object) {
        ObjectKey key = ObjectKey.of(object);
        try {
            return create(type, key.namespace(), object);
        } catch (ApiFailure e) {
            if (e.isAlreadyExists()) return get(type, key);
            throw e;
        }
    }

    /** POST to a subresource, as {@code binding} and {@code eviction} want it. */
    public Json post(ResourceType type, ObjectKey key, String subresource, Json body) {
        return call("POST", type.objectPath(key) + "/" + subresource, Map.of(), body, "application/json");
    }

    /** Replaces an object (or, with a subresource, that part of it) if its resourceVersion is still current. */
    public Json replace(ResourceType type, String subresource, Json object) {
        return call("PUT", path(type, ObjectKey.of(object), subresource), Map.of(), object, "application/json");
    }

    /** @param subresource {@code ""} for the object itself */
    public Json patch(ResourceType type, ObjectKey key, String subresource, PatchType how, Json patch) {
        Map<String, String> parameters =
                how == PatchType.APPLY ? Map.of("fieldManager", userAgent, "force", "true") : Map.of();
        return call("PATCH", path(type, key, subresource), parameters, patch, how.mediaType);
    }

    /** @param options a DeleteOptions body; {@link Json#EMPTY_OBJECT} for the defaults */
    public Json delete(ResourceType type, ObjectKey key, Json options) {
        return call("DELETE", type.objectPath(key), Map.of(), options, "application/json");
    }

    /**
     * Follows one watch until the server ends it.
     *
     * @param onEvent gets each event in order; answering false ends the watch
     * @throws ApiFailure if it cannot be opened or breaks; {@link ApiFailure#isGone} if the version is too old
     */
    void watch(ResourceType type, Selection selection, String resourceVersion, Predicate<WatchEvent> onEvent) {
        var parameters = new LinkedHashMap<>(selection.parameters());
        parameters.put("watch", "true");
        parameters.put("allowWatchBookmarks", "true");
        parameters.put("resourceVersion", resourceVersion);
        parameters.put("timeoutSeconds", String.valueOf(WATCH_LENGTH.toSeconds()));
        String call = "watch " + type;
        HttpRequest request =
                request(type.collectionPath(selection.namespace()), parameters).build();
        HttpResponse<InputStream> response = send(call, request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200)
                throw ApiFailure.refused(
                        call, response.statusCode(), lines.lines().collect(Collectors.joining("\n")));
            deliver(call, lines, onEvent);
        } catch (IOException e) {
            throw ApiFailure.unanswered(call, e);
        }
    }

    private static void deliver(String call, BufferedReader lines, Predicate<WatchEvent> onEvent) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) continue;
            Json event = Json.parse(line);
            Json object = event.get("object");
            String type = event.get("type").stringOrEmpty();
            if (type.equals("ERROR"))
                throw ApiFailure.refused(call, object.get("code").integer().orElse(500), object.toString());
            if (!onEvent.test(new WatchEvent(type, object))) return;
        }
    }

    private static String path(ResourceType type, ObjectKey key, String subresource) {
        return subresource.isEmpty() ? type.objectPath(key) : type.objectPath(key) + "/" + subresource;
    }

    private Json call(
            String method, String path, Map<String, String> parameters, @Nullable Json body, String mediaType) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toBytes());
        var builder = request(path, parameters).method(method, publisher).timeout(PATIENCE);
        if (body != null) builder.header("Content-Type", mediaType);
        String call = method + " " + path;
        HttpResponse<byte[]> response = send(call, builder.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300)
            throw ApiFailure.refused(call, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        return response.body().length == 0 ? Json.MISSING : Json.parse(response.body());
    }

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var builder = HttpRequest.newBuilder(URI.create(config.server() + path + (query.isEmpty() ? "" : "?" + query)))
                .header("Accept", "application/json")
                .header("User-Agent", userAgent);
        config.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder;
    }

    private <T> HttpResponse<T> send(String call, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw ApiFailure.unanswered(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiFailure.unanswered(call, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }

    /** What a list held, and the version it was true at. */
    public record Listing(List<Json> items, String resourceVersion) {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /** @param type ADDED, MODIFIED, DELETED or BOOKMARK */
    record WatchEvent(String type, Json object) {}
}
