package tidegate.playground.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.playground.gateway.Backends.Reply;
import tidegate.playground.kubelet.PodTable;

/** The running gateway. Listens on 127.0.0.1 only. */
public final class Gateway implements AutoCloseable {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String COLOUR_HEADER = "X-Color";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Options options;
    private final InstantSource clock;
    private final Backends backends;
    private final Mirror slices;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Map<ObjectKey, Destinations> destinations = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Shares> counts = new ConcurrentHashMap<>();
    private final Map<ObjectKey, AtomicLong> turns = new ConcurrentHashMap<>();
    private final SplittableRandom random;

    /** How requests are spread over endpoints. */
    public enum Spread {
        /** In turn: shares are exact. */
        IN_TURN,
        /** By chance, the same each time for the same seed. */
        RANDOM
    }

    /**
     * @param port 0 for any free one
     * @param defaultService gets what names no Service
     * @param drain how long an endpoint that was removed still gets requests
     */
    public record Options(int port, Optional<ObjectKey> defaultService, Duration drain, Spread spread, long seed) {
        public static final Options DEFAULTS =
                new Options(0, Optional.empty(), Duration.ofMillis(300), Spread.IN_TURN, 1);

        public Options withPort(int fixed) {
            return new Options(fixed, defaultService, drain, spread, seed);
        }

        public Options withDefaultService(ObjectKey service) {
            return new Options(port, Optional.of(service), drain, spread, seed);
        }

        public Options withDrain(Duration longer) {
            return new Options(port, defaultService, longer, spread, seed);
        }

        public Options withRandomSpread(long fixedSeed) {
            return new Options(port, defaultService, drain, Spread.RANDOM, fixedSeed);
        }
    }

    private Gateway(KubeApi api, Backends backends, Options options, InstantSource clock) throws IOException {
        this.options = options;
        this.clock = clock;
        this.backends = backends;
        this.random = new SplittableRandom(options.seed());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        this.slices = Mirror.of(api, ResourceType.ENDPOINT_SLICES, Selection.EVERYTHING, this::sliceChanged);
    }

    private Gateway begin() {
        slices.begin();
        server.start();
        return this;
    }

    /**
     * Starts listening; endpoints follow as soon as they are known.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static Gateway start(KubeApi api, PodTable pods, Options options) {
        try {
            return new Gateway(api, new SimulatedBackends(pods), options, InstantSource.system()).begin();
        } catch (IOException e) {
            throw new UncheckedIOException("gateway: port " + options.port() + ": " + e.getMessage(), e);
        }
    }

    /** Without a trailing slash. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Where a Service's application is found, with a trailing slash. */
    public URI address(ObjectKey service) {
        return address().resolve("/" + service.namespace() + "/" + service.name() + "/");
    }

    /** How every request to a Service was answered since the start. */
    public Shares counts(ObjectKey service) {
        return counts.getOrDefault(service, Shares.NONE);
    }

    /** Sends so many requests to a Service, one after the other, and says how they were answered. */
    public Shares shares(ObjectKey service, int requests) {
        Shares shares = Shares.NONE;
        for (int i = 0; i < requests; i++) shares = ask(service, shares);
        return shares;
    }

    /** Sends requests to a Service for a while, some hundred per second, and says how they were answered. */
    public Shares shares(ObjectKey service, Duration duration) throws InterruptedException {
        Shares shares = Shares.NONE;
        for (long end = System.nanoTime() + duration.toNanos(); System.nanoTime() < end; Thread.sleep(2))
            shares = ask(service, shares);
        return shares;
    }

    private Shares ask(ObjectKey service, Shares before) {
        HttpRequest request = HttpRequest.newBuilder(address(service).resolve("color"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200
                    ? before.plusAnswer(
                            response.headers().firstValue(COLOUR_HEADER).orElse("?"))
                    : before.plusFailure(response.statusCode());
        } catch (IOException e) {
            return before.plusFailure(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        }
    }

    // --- destinations ----------------------------------------------------------------------------------------------

    private void sliceChanged(@Nullable Json before, @Nullable Json now) {
        Json slice = now != null ? now : before;
        if (slice == null) return;
        ObjectKey service = serviceOf(slice);
        List<Json> all = slices.all().stream()
                .filter(s -> serviceOf(s).equals(service))
                .sorted((a, b) -> ObjectKey.of(a).compareTo(ObjectKey.of(b)))
                .toList();
        destinations.compute(service, (_, known) -> {
            Destinations current = known != null ? known : Destinations.NONE;
            return current.updated(all, clock.instant(), options.drain());
        });
    }

    private static ObjectKey serviceOf(Json slice) {
        return new ObjectKey(
                ObjectKey.of(slice).namespace(),
                slice.at("metadata", "labels").get(SERVICE_NAME).stringOrEmpty());
    }

    private Optional<Endpoint> pick(ObjectKey service, long number) {
        Instant now = clock.instant();
        List<Endpoint> choices =
                destinations.getOrDefault(service, Destinations.NONE).at(now);
        if (choices.isEmpty()) return Optional.empty();
        return Optional.of(
                switch (options.spread()) {
                    case IN_TURN -> choices.get((int) (number % choices.size()));
                    case RANDOM -> choices.get(chance(choices.size()));
                });
    }

    private int chance(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    // --- requests --------------------------------------------------------------------------------------------------

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Target> target = Target.of(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Host")),
                    exchange.getRequestURI().getPath(),
                    destinations.keySet(),
                    options.defaultService());
            if (target.isEmpty()) {
                say(exchange, 404, "no such Service here; known: " + destinations.keySet());
            } else if (target.get().wantsSlash()) {
                exchange.getResponseHeaders()
                        .add("Location", exchange.getRequestURI().getPath() + "/");
                exchange.sendResponseHeaders(302, -1);
            } else {
                forward(exchange, target.get());
            }
        }
    }

    private void forward(HttpExchange exchange, Target target) throws IOException {
        ObjectKey service = target.service();
        long number = turns.computeIfAbsent(service, _ -> new AtomicLong()).getAndIncrement();
        Optional<Endpoint> endpoint = pick(service, number);
        if (endpoint.isEmpty()) {
            count(service, Shares.NONE.plusFailure(503));
            say(exchange, 503, "no endpoint of " + service + " is ready");
            return;
        }
        String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                .orElse("");
        switch (backends.call(endpoint.get(), new Backends.Request(target.path(), accept, number))) {
            case Reply.Refused() -> {
                count(service, Shares.NONE.plusFailure(502));
                say(exchange, 502, endpoint.get().address() + ": connection refused");
            }
            case Reply.Answered answer -> {
                count(
                        service,
                        answer.status() == 200
                                ? Shares.NONE.plusAnswer(answer.label())
                                : Shares.NONE.plusFailure(answer.status()));
                exchange.getResponseHeaders().add(COLOUR_HEADER, answer.label());
                send(exchange, answer.status(), answer.contentType(), answer.body());
            }
        }
    }

    private void count(ObjectKey service, Shares one) {
        counts.merge(service, one, Shares::plus);
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        Json body = Json.object("status", status, "error", text);
        send(exchange, status, "application/json", (body + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        slices.close();
        server.stop(0);
        client.shutdownNow();
        executor.shutdownNow();
    }
}
