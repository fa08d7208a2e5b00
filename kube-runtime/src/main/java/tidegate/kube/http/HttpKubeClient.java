package tidegate.kube.http;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.ClientCertificateAuthentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.kube.access.AccessException;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.access.Credentials.ClientCertificate;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Patch;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.client.WriteMode;
import tidegate.kube.time.Timekeeper;

/**
 * The {@link KubeClient} for a real server. Reads and writes share one pool of connections, watches have their own.
 *
 * <p>A call has a connection to itself (HTTP/1.1) while it lasts: on the single connection of HTTP/2 hundreds of calls wait
 * for one reader, and an answer took ten times as long. Watches share one with pings, which notice a peer that is gone.
 */
public final class HttpKubeClient implements KubeClient, AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int IDLE_CONNECTIONS = 160;
    private static final Duration WATCH_GRACE = Duration.ofSeconds(30);

    private final HttpUrl server;
    private final ClientSettings settings;
    private final Timekeeper time;
    private final TokenBucket pace;
    private final OkHttpClient gets;
    private final OkHttpClient reads;
    private final OkHttpClient writes;
    private final OkHttpClient watches;

    private HttpKubeClient(
            HttpUrl server, OkHttpClient base, Duration getTimeout, ClientSettings settings, Timekeeper time) {
        this.server = server;
        this.settings = settings;
        this.time = time;
        pace = new TokenBucket(settings.qps(), settings.burst(), time.nanos());
        reads = base;
        gets = base.newBuilder().readTimeout(getTimeout).build();
        // a write that was sent once must not be sent again behind the caller's back
        writes = base.newBuilder().retryOnConnectionFailure(false).build();
        watches = base.newBuilder()
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool())
                .pingInterval(Duration.ofSeconds(30))
                .readTimeout(Duration.ZERO)
                .build();
    }

    /**
     * A client for the cluster. Sends nothing yet, except that a credential plugin may run.
     *
     * @throws AccessException in one line, if keys, certificates or the URL cannot be used
     */
    public static HttpKubeClient connect(ClusterAccess access, ClientSettings settings) {
        return connect(access, settings, Timekeeper.system());
    }

    static HttpKubeClient connect(ClusterAccess access, ClientSettings settings, Timekeeper time) {
        HttpUrl server = HttpUrl.parse(access.server());
        if (server == null)
            throw new AccessException(access.source() + ": server: " + access.server() + " (expected: a URL)");
        var authorization = Authorization.of(access.credentials().secret(), time);
        Duration timeout = access.requestTimeout().orElse(settings.timeout());
        Duration getTimeout = access.requestTimeout().orElse(settings.timeoutOfGet());
        OkHttpClient base = transport(access, authorization)
                .newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
                .connectTimeout(Duration.ofSeconds(10))
                .writeTimeout(Duration.ofSeconds(30))
                .readTimeout(timeout)
                .addInterceptor(new Identity(authorization, access, settings.userAgent()))
                .build();
        return new HttpKubeClient(server, base, getTimeout, settings, time);
    }

    /** TLS as the official client sets it up. */
    private static OkHttpClient transport(ClusterAccess access, Authorization authorization) {
        try {
            var client = new ApiClient();
            if (!access.tlsServerName().isEmpty()) client.setTlsServerName(access.tlsServerName());
            client.setVerifyingSsl(!access.insecure());
            access.certificateAuthority().ifPresent(pem -> client.setSslCaCert(new ByteArrayInputStream(pem)));
            Optional<ClientCertificate> certificate = access.credentials().certificate();
            if (certificate.isEmpty()) certificate = certificateOf(authorization);
            certificate.ifPresent(
                    pair -> new ClientCertificateAuthentication(pair.certificate(), pair.key()).provide(client));
            return client.getHttpClient();
        } catch (IOException | RuntimeException e) {
            throw new AccessException(access.source() + ": " + oneLine(e));
        }
    }

    private static Optional<ClientCertificate> certificateOf(Authorization authorization) throws IOException {
        if (!(authorization instanceof Authorization.Renewed renewed)) return Optional.empty();
        var issued = renewed.issued();
        return issued.certificate()
                .flatMap(certificate -> issued.key()
                        .map(key ->
                                new ClientCertificate(CredentialPlugin.pem(certificate), CredentialPlugin.pem(key))));
    }

    /** Says who we are; a token that the server rejects is renewed once. */
    private record Identity(Authorization authorization, ClusterAccess access, String userAgent)
            implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Optional<String> header = authorization.header();
            Response response = chain.proceed(signed(chain.request(), header));
            boolean again = response.code() == 401 && header.isPresent() && authorization.rejected(header.get());
            if (!again) return response;
            Optional<String> renewed = authorization.header();
            if (renewed.equals(header)) return response;
            response.close();
            return chain.proceed(signed(chain.request(), renewed));
        }

        private Request signed(Request request, Optional<String> header) {
            var builder = request.newBuilder().header("User-Agent", userAgent);
            if (request.header("Accept") == null) builder.header("Accept", "application/json");
            header.ifPresent(value -> builder.header("Authorization", value));
            if (!access.compression()) builder.header("Accept-Encoding", "identity");
            var as = access.impersonation();
            if (!as.user().isEmpty()) builder.header("Impersonate-User", as.user());
            if (!as.uid().isEmpty()) builder.header("Impersonate-Uid", as.uid());
            as.groups().forEach(group -> builder.addHeader("Impersonate-Group", group));
            return builder.build();
        }
    }

    @Override
    public Json get(ObjectRef ref) {
        return answer(
                gets,
                "get " + ref,
                new Request.Builder().url(url(ref, Subresource.MAIN).build()).build());
    }

    @Override
    public Json document(String path) {
        HttpUrl.Builder url = server.newBuilder();
        for (String segment : path.split("/")) if (!segment.isEmpty()) url.addPathSegment(segment);
        return answer(
                reads, "get " + path, new Request.Builder().url(url.build()).build());
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        HttpUrl.Builder url = collection(resource, request.namespace());
        select(url, request.labelSelector(), request.fieldSelector());
        if (request.limit() > 0) url.addQueryParameter("limit", String.valueOf(request.limit()));
        addUnlessEmpty(url, "continue", request.continueToken());
        addUnlessEmpty(url, "resourceVersion", request.resourceVersion());
        Json list = answer(
                reads,
                "list " + resource,
                new Request.Builder().url(url.build()).build());
        List<Json> items = list.get("items").elements().stream()
                .map(item -> withKind(resource, item))
                .toList();
        return new ListPage(
                items, ResourceVersion.of(list), list.at("metadata", "continue").stringOrEmpty());
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        HttpUrl.Builder url = collection(resource, request.namespace());
        select(url, request.labelSelector(), request.fieldSelector());
        url.addQueryParameter("watch", "true")
                .addQueryParameter("allowWatchBookmarks", "true")
                .addQueryParameter(
                        "timeoutSeconds", String.valueOf(request.lasting().toSeconds()));
        addUnlessEmpty(url, "resourceVersion", request.from().text());
        String call = "watch " + resource;
        keepPace(call);
        var http = watches.newCall(new Request.Builder()
                .url(url.build())
                .header("Accept-Encoding", "identity")
                .build());
        http.timeout().timeout(request.lasting().plus(WATCH_GRACE).toMillis(), TimeUnit.MILLISECONDS);
        try {
            Response response = execute(http);
            if (response.isSuccessful()) return new HttpWatchStream(http, response, item -> withKind(resource, item));
            try (response) {
                throw refusal(call, response);
            }
        } catch (IOException e) {
            throw unanswered(call, e);
        }
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        HttpUrl.Builder url = collection(resource, namespace);
        Json complete = withKind(resource, body);
        String name = body.at("metadata", "name").stringOrEmpty();
        return answer(
                writes,
                "create " + resource.named(namespace, name),
                new Request.Builder()
                        .url(asWrite(url, mode).build())
                        .post(RequestBody.create(complete.toBytes(), JSON))
                        .build());
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        var body = RequestBody.create(patch.body().toBytes(), MediaType.get(patch.contentType()));
        return answer(
                writes,
                "patch " + ref + part.suffix(),
                new Request.Builder()
                        .url(asWrite(url(ref, part), mode).build())
                        .patch(body)
                        .build());
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        Json body = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "preconditions",
                preconditions(request),
                "propagationPolicy",
                request.propagation().wire(),
                "dryRun",
                request.mode() == WriteMode.DRY_RUN ? List.of("All") : Json.MISSING);
        Json answer = answer(
                writes,
                "delete " + ref,
                new Request.Builder()
                        .url(url(ref, Subresource.MAIN).build())
                        .delete(RequestBody.create(body.toBytes(), JSON))
                        .build());
        return deletion(answer);
    }

    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        Json options = Json.object(
                "preconditions",
                preconditions(request),
                "dryRun",
                request.mode() == WriteMode.DRY_RUN ? List.of("All") : Json.MISSING);
        Json body = Json.object(
                "apiVersion",
                "policy/v1",
                "kind",
                "Eviction",
                "metadata",
                Json.object("namespace", pod.namespace(), "name", pod.name()),
                "deleteOptions",
                options);
        HttpUrl.Builder url = collection(pod.resource(), pod.namespace())
                .addPathSegment(pod.name())
                .addPathSegment("eviction");
        answer(
                writes,
                "evict " + pod,
                new Request.Builder()
                        .url(asWrite(url, request.mode()).build())
                        .post(RequestBody.create(body.toBytes(), JSON))
                        .build());
    }

    private static Json preconditions(DeleteRequest request) {
        Json preconditions = Json.object(
                "uid", unlessEmpty(request.uid()),
                "resourceVersion", unlessEmpty(request.version().text()));
        return preconditions.isEmpty() ? Json.MISSING : preconditions;
    }

    /** Most kinds answer with a Status once the object is gone, some with the object as it was. */
    private static Deletion deletion(Json answer) {
        if (answer.get("kind").stringOrEmpty().equals("Status"))
            return new Deletion.Removed(answer.at("details", "uid").stringOrEmpty());
        Json metadata = answer.get("metadata");
        boolean held = !metadata.get("finalizers").isEmpty()
                || metadata.get("deletionGracePeriodSeconds").longInteger().orElse(0) > 0;
        return metadata.get("deletionTimestamp").isPresent() && held
                ? new Deletion.Terminating(answer)
                : new Deletion.Removed(metadata.get("uid").stringOrEmpty());
    }

    /** Ends idle connections; calls that run go on. */
    @Override
    public void close() {
        reads.connectionPool().evictAll();
        watches.connectionPool().evictAll();
        reads.dispatcher().executorService().shutdown();
    }

    private Json answer(OkHttpClient client, String call, Request request) {
        keepPace(call);
        try (Response response = execute(client.newCall(request))) {
            if (!response.isSuccessful()) throw refusal(call, response);
            return Json.parse(response.body().bytes());
        } catch (IOException e) {
            throw unanswered(call, e);
        } catch (JsonException e) {
            throw new KubeException(
                    call, new KubeError.Transient("the answer cannot be read: " + e.getMessage(), Optional.empty()), e);
        }
    }

    /** OkHttp is Kotlin: it may throw an InterruptedException that it does not declare. */
    private static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void keepPace(String call) {
        Duration wait = pace.reserve(time.nanos());
        if (wait.isZero()) return;
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeException(
                    call, new KubeError.Transient("interrupted before it was sent", Optional.empty()), e);
        }
    }

    private static KubeException refusal(String call, Response response) throws IOException {
        String text = response.body().string();
        return new KubeException(call, KubeError.of(response.code(), statusIn(text), retryAfter(response)));
    }

    /** The Status, or one made of what a proxy wrote instead. */
    private static Json statusIn(String text) {
        try {
            Json json = Json.parse(text);
            if (json.isObject()) return json;
        } catch (JsonException _) {
            // plain text, as proxies answer
        }
        String line = text.strip().replaceAll("\\s+", " ");
        return Json.object("message", line.length() > 200 ? line.substring(0, 200) + "..." : line);
    }

    private static Optional<Duration> retryAfter(Response response) {
        String value = response.header("Retry-After", "");
        return value != null && value.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                : Optional.empty();
    }

    private KubeException unanswered(String call, IOException cause) {
        String message = "no answer from " + server.scheme() + "://" + server.host() + ":" + server.port() + ": "
                + oneLine(cause);
        return new KubeException(call, new KubeError.Transient(message, Optional.empty()), cause);
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.strip().replaceAll("\\s+", " ");
    }

    private HttpUrl.Builder url(ObjectRef ref, Subresource part) {
        HttpUrl.Builder url = collection(ref.resource(), ref.namespace()).addPathSegment(ref.name());
        return part == Subresource.MAIN ? url : url.addPathSegment(part.suffix().substring(1));
    }

    private HttpUrl.Builder collection(Resource resource, String namespace) {
        HttpUrl.Builder url = server.newBuilder();
        if (resource.group().isEmpty()) url.addPathSegment("api");
        else url.addPathSegment("apis").addPathSegment(resource.group());
        url.addPathSegment(resource.version());
        if (resource.namespaced() && !namespace.isEmpty())
            url.addPathSegment("namespaces").addPathSegment(namespace);
        return url.addPathSegment(resource.plural());
    }

    private static void select(HttpUrl.Builder url, String labels, String fields) {
        addUnlessEmpty(url, "labelSelector", labels);
        addUnlessEmpty(url, "fieldSelector", fields);
    }

    private HttpUrl.Builder asWrite(HttpUrl.Builder url, WriteMode mode) {
        url.addQueryParameter("fieldManager", settings.fieldManager());
        return mode == WriteMode.DRY_RUN ? url.addQueryParameter("dryRun", "All") : url;
    }

    private static void addUnlessEmpty(HttpUrl.Builder url, String name, String value) {
        if (!value.isEmpty()) url.addQueryParameter(name, value);
    }

    private static Json unlessEmpty(String text) {
        return text.isEmpty() ? Json.MISSING : Json.of(text);
    }

    /** Servers leave these out inside lists. */
    private static Json withKind(Resource resource, Json object) {
        if (object.get("kind").isPresent() && object.get("apiVersion").isPresent()) return object;
        return object.with("apiVersion", resource.apiVersion()).with("kind", resource.kind());
    }
}
