package tidegate.playground.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tidegate.playground.client.Kubeconfig;
import tidegate.playground.http.Loopback;

/**
 * A reverse proxy in front of one Kubernetes API that lets calls fail as its rules say.
 *
 * <p>Clients speak plain HTTP to it on 127.0.0.1 and are whoever its own kubeconfig's user is: it sends the credentials
 * on. Of several rules about one call the one that was added first and may still strike decides. The JDK's server and
 * client do the carrying: they stream both ways on virtual threads, and what is wanted beside that (a connection cut in
 * the middle, an answer held back) is what proxies are made to avoid.
 */
public final class FaultLayer implements AutoCloseable {
    private final Kubeconfig behind;
    private final Path kubeconfig;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final HttpServer server;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Set<WatchPassage> watches = ConcurrentHashMap.newKeySet();

    private FaultLayer(Kubeconfig behind, Path kubeconfig) {
        this.behind = behind;
        this.kubeconfig = kubeconfig;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .connectTimeout(Duration.ofSeconds(5));
        if (behind.server().getScheme().equals("https")) builder.sslContext(behind.tls());
        this.client = builder.build();
        this.server = Loopback.server(0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts one in front of the API that a kubeconfig's current context names.
     *
     * @throws tidegate.playground.client.KubeconfigException if the file is unusable
     */
    public static FaultLayer before(Path kubeconfig) {
        try {
            Path own = Files.createTempFile("tidegate-faults-", ".kubeconfig");
            own.toFile().deleteOnExit();
            var layer = new FaultLayer(Kubeconfig.read(kubeconfig), own);
            layer.server.start();
            Files.writeString(own, layer.describe());
            return layer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String describe() {
        return """
                apiVersion: v1
                kind: Config
                current-context: faults
                clusters:
                - {name: faults, cluster: {server: '%s'}}
                users:
                - {name: anybody, user: {}}
                contexts:
                - {name: faults, context: {cluster: faults, user: anybody, namespace: '%s'}}
                """.formatted(server(), behind.namespace());
    }

    public URI server() {
        return Loopback.uriOf(server);
    }

    /** A kubeconfig whose only context is the API with its faults. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** From now on these calls meet this fault, until the rule is closed. */
    public Rule add(Calls calls, Fault fault) {
        return add(calls, fault, Integer.MAX_VALUE);
    }

    /** The same, for the next so many of them. */
    public Rule add(Calls calls, Fault fault, int times) {
        var rule = new Rule(this, calls, fault, times);
        rules.add(rule);
        return rule;
    }

    void remove(Rule rule) {
        rules.remove(rule);
    }

    /** Takes all rules away. */
    public void clear() {
        rules.forEach(Rule::close);
    }

    /** Breaks off these watches now; answers how many. Their clients may open new ones at once. */
    public int cutWatches(Calls calls) {
        List<WatchPassage> those =
                watches.stream().filter(watch -> calls.include(watch.call())).toList();
        those.forEach(WatchPassage::cut);
        return those.size();
    }

    /**
     * The rule that decides about this call now; it has struck once more.
     *
     * @param possible which faults can be met here
     */
    Optional<Rule> striking(ApiCall call, Predicate<Fault> possible) {
        return rules.stream()
                .filter(rule -> possible.test(rule.fault()) && rule.strikes(call))
                .findFirst();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ApiCall call = ApiCall.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")),
                body);
        try {
            new Passage(this, client, behind, call, exchange, body).go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", e);
        }
    }

    void opened(WatchPassage watch) {
        watches.add(watch);
    }

    void ended(WatchPassage watch) {
        watches.remove(watch);
    }

    /** Ends it and every connection through it; what it holds is lost. */
    @Override
    public void close() {
        clear();
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
