package tidegate.rollout.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import tidegate.api.wire.ControllerNames;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.plan.RolloutPlanner;

/** The service: an {@link Assembly} on a {@link Connection}, with health and metrics around it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Settings.class)
class RolloutController {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutController.class);

    /** Flags that were given and mean nothing in this version. */
    record IdleFlags(List<String> names) {}

    @Bean
    Timekeeper time() {
        return Timekeeper.system();
    }

    @Bean
    Connection connection(Settings settings, ObjectProvider<IdleFlags> idle) {
        idle.ifAvailable(flags -> flags.names()
                .forEach(
                        flag -> LOG.atInfo().addKeyValue("flag", flag).log("This flag has no effect in this version")));
        if (settings.log().clientVerbosity() >= 6)
            LoggingSystem.get(RolloutController.class.getClassLoader()).setLogLevel("tidegate.kube", LogLevel.DEBUG);
        return new Connection(settings, Version.current());
    }

    /** Checked before anything is started: see {@link Preflight}. */
    @Bean
    Assembly assembly(Settings settings, Connection connection, Timekeeper time) {
        var access = connection.access();
        String namespace = settings.scope().namespaced() ? access.namespace() : "";
        String own = Assembly.ownNamespace(settings, ServiceAccount.namespace());
        boolean elects = settings.leaderElection().enabled();
        var preflight = new Preflight(connection.lease(), access.server(), time);
        preflight.check(
                namespace,
                elects ? Optional.of(own) : Optional.empty(),
                settings.client().startTimeout());
        if (!elects)
            preflight.refuseBesideALeader(
                    own, ControllerNames.leaseOf(settings.scope().instanceId()));
        var planner = new RolloutPlanner();
        return new Assembly(
                settings,
                connection.work(),
                connection.lease(),
                planner::plan,
                namespace,
                own,
                time,
                RolloutControllerMain::exit);
    }

    @Bean
    Work work(Assembly assembly) {
        return assembly.work();
    }

    @Bean
    MetricsServer metricsServer(
            Settings settings, Assembly assembly, ObjectProvider<PrometheusMeterRegistry> registries) {
        return new MetricsServer(settings.metrics().port(), () -> assembly.metricsText() + scraped(registries));
    }

    private static String scraped(ObjectProvider<PrometheusMeterRegistry> registries) {
        PrometheusMeterRegistry registry = registries.getIfAvailable();
        return registry == null ? "" : registry.scrape();
    }

    @Bean
    CachesHealth cachesHealthIndicator(Assembly assembly, Timekeeper time) {
        return new CachesHealth(assembly.caches(), time);
    }

    @Bean
    WorkersHealth workersHealthIndicator(Assembly assembly) {
        return new WorkersHealth(assembly.work());
    }

    /** The peer's probe: always well, whatever depends on it. */
    @Bean
    RouterFunction<ServerResponse> healthz() {
        return RouterFunctions.route()
                .GET(
                        "/healthz",
                        _ -> ServerResponse.ok()
                                .header("Content-Type", "text/plain; charset=utf-8")
                                .header("X-Content-Type-Options", "nosniff")
                                .bodyValue("ok"))
                .build();
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> announcePorts() {
        return started -> {
            String namespace = started.getApplicationContext().getServerNamespace();
            LOG.atInfo()
                    .addKeyValue("server", namespace == null ? "health" : namespace)
                    .addKeyValue("port", started.getWebServer().getPort())
                    .log("Listening");
        };
    }
}
