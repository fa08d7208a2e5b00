package tidegate.rollout.runtime;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** {@code GET /metrics} in Prometheus' text format on a port of its own, from start to end, leader or not. */
final class MetricsServer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final String TEXT_0_0_4 = "text/plain; version=0.0.4; charset=utf-8";

    private final int port;
    private final Supplier<String> text;
    private volatile @Nullable DisposableServer server;

    /** Of its own: the shared ones end with the first application context that is closed. */
    private final LoopResources loop = LoopResources.create("metrics", 1, true);

    /** @param port 0 for any free one */
    MetricsServer(int port, Supplier<String> text) {
        this.port = port;
        this.text = text;
    }

    @Override
    public void start() {
        try {
            server = HttpServer.create()
                    .runOn(loop, false)
                    .port(port)
                    .route(routes -> routes.get(
                            "/metrics",
                            (_, response) -> response.header(HttpHeaderNames.CONTENT_TYPE, TEXT_0_0_4)
                                    .sendString(Mono.fromSupplier(text))))
                    .bindNow();
        } catch (ChannelBindException e) {
            throw new StartupRefusal("port " + port + " is in use (metrics)", e);
        }
        LOG.atInfo()
                .addKeyValue("server", "metrics")
                .addKeyValue("port", port())
                .log("Listening");
    }

    /** The port that was taken. */
    int port() {
        DisposableServer running = server;
        return running == null ? -1 : running.port();
    }

    @Override
    public void stop() {
        DisposableServer running = server;
        server = null;
        if (running != null) running.disposeNow(Duration.ofSeconds(3));
        loop.dispose();
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** Before the work, and longer than it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
