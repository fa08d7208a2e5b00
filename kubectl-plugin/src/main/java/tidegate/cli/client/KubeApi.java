package tidegate.cli.client;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/**
 * The Kubernetes API as one user sees it.
 *
 * <p>Each call blocks until it is answered; after the connection's request timeout, or 60 s without a sign of the
 * server, it fails. All methods throw {@link ApiFailure} for an answer that is no success and {@link ConnectionProblem}
 * where there is no answer. Safe for use from many threads.
 */
public final class KubeApi implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /** The server ends a watch after this long; the next one goes on where it stopped. */
    private static final Duration WATCH = Duration.ofMinutes(5);

    private static final int LOGGED_FROM = 6;

    private final Connection connection;
    private final OkHttpClient client;
    private final PrintStream log;
    private final int verbosity;

    /**
     * @param log gets a line per call
     * @param verbosity from 6 on calls are logged
     */
    public KubeApi(Connection connection, String userAgent, PrintStream log, int verbosity) {
        this.connection = connection;
        this.client = HttpTransport.client(connection, userAgent, SILENCE);
        this.log = log;
        this.verbosity = verbosity;
    }

    public String namespace() {
        return connection.namespace();
    }

    public Json get(Resource resource, String namespace, String name) {
        return json(request(resource.object(namespace, name)).build(), resource);
    }

    /** The list object; its version is the one to watch from. Namespace {@code ""} for all. */
    public Json list(Resource resource, String namespace, ListOptions options) {
        HttpUrl url = query(resource.collection(namespace), options).build();
        return json(new Request.Builder().url(url).build(), resource);
    }

    /** @return the object after the patch */
    public Json patch(Resource resource, String namespace, String name, PatchKind kind, Json patch) {
        return patch(resource.object(namespace, name), resource, kind, patch);
    }

    /** A merge patch to the status subresource. */
    public Json patchStatus(Resource resource, String namespace, String name, Json patch) {
        return patch(resource.object(namespace, name) + "/status", resource, PatchKind.MERGE, patch);
    }

    private Json patch(String path, Resource resource, PatchKind kind, Json patch) {
        var body = RequestBody.create(patch.toBytes(), MediaType.get(kind.contentType()));
        return json(request(path).patch(body).build(), resource);
    }

    /** Writes the whole object; fails with a conflict if it carries an older version than the stored one. */
    public Json replace(Resource resource, String namespace, String name, Json object) {
        var body = RequestBody.create(object.toBytes(), JSON);
        return json(request(resource.object(namespace, name)).put(body).build(), resource);
    }

    /** A call whose answer is a stream of changes after {@code version}; it is not started yet. */
    Call watch(Resource resource, String namespace, ListOptions options, String version) {
        HttpUrl url = query(resource.collection(namespace), options)
                .addQueryParameter("watch", "true")
                .addQueryParameter("allowWatchBookmarks", "true")
                .addQueryParameter("resourceVersion", version)
                .addQueryParameter("timeoutSeconds", Long.toString(WATCH.toSeconds()))
                .build();
        OkHttpClient patient = client.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(WATCH.plus(SILENCE))
                .build();
        return patient.newCall(new Request.Builder().url(url).build());
    }

    private HttpUrl.Builder query(String path, ListOptions options) {
        HttpUrl.Builder url = url(path).newBuilder();
        if (!options.labelSelector().isEmpty()) url.addQueryParameter("labelSelector", options.labelSelector());
        if (!options.fieldSelector().isEmpty()) url.addQueryParameter("fieldSelector", options.fieldSelector());
        return url;
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(url(path));
    }

    private HttpUrl url(String path) {
        HttpUrl url = HttpUrl.parse(connection.server() + path);
        if (url == null)
            throw new ConnectionProblem("server \"" + connection.server() + "\" is no http or https address");
        return url;
    }

    private Json json(Request request, Resource resource) {
        long start = System.nanoTime();
        try (Response response = client.newCall(request).execute()) {
            byte[] body = response.body().bytes();
            log(request, response.code(), start);
            if (!response.isSuccessful()) throw ApiFailure.of(response.code(), body, resource.fullName());
            return Json.parse(body);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (JsonException e) {
            throw new ConnectionProblem(
                    "the answer of " + connection.server() + " is not JSON: is it a Kubernetes API?", e);
        }
    }

    ConnectionProblem unreachable(IOException failure) {
        return HttpTransport.problem(connection, failure);
    }

    private void log(Request request, int status, long start) {
        if (verbosity < LOGGED_FROM) return;
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        log.println(request.method() + " " + request.url() + " " + status + " in " + tookMillis + " ms");
    }

    /** Ends idle connections at once: the process need not wait for them. Calls under way fail. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
