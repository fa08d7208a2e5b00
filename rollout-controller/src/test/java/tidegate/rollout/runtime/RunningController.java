package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.HashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tidegate.kube.client.KubeClient;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;

/** A controller at work in this JVM until it is closed, which ends its passes in order. */
record RunningController(Connection connection, Assembly assembly) implements AutoCloseable {
    /**
     * Lets a controller work on a cluster.
     *
     * @param client made of its own
     * @param settings keys without their prefix, each followed by its value
     */
    static RunningController on(
            Bench bench,
            UnaryOperator<KubeClient> client,
            BiFunction<RolloutSnapshot, Instant, Plan> planner,
            String... settings) {
        Settings read = settings(bench, settings);
        var connection = new Connection(read, "test");
        var assembly = new Assembly(
                read,
                client.apply(connection.work()),
                connection.lease(),
                planner,
                read.scope().namespaced() ? connection.access().namespace() : "",
                "default",
                Timekeeper.system(),
                () -> {});
        assembly.work().start();
        return new RunningController(connection, assembly);
    }

    static Settings settings(Bench bench, String... settings) {
        var map = new HashMap<String, String>();
        map.put("tidegate.kubeconfig.path", bench.embedded.kubeconfig().toString());
        map.put("tidegate.client.qps", "1000");
        map.put("tidegate.client.burst", "1000");
        for (int i = 0; i < settings.length; i += 2) map.put("tidegate." + settings[i], settings[i + 1]);
        return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("tidegate", Settings.class);
    }

    @Override
    public void close() {
        assembly.work().stop();
        connection.close();
    }
}
