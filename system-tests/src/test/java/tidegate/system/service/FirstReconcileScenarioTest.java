package tidegate.system.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Manifests.canary;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

@Isolated // it measures how long things take
@ExtendWith(ScenarioExtension.class)
class FirstReconcileScenarioTest {
    @Test
    void theFirstReconcileComesSoonAfterTheStart(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "soon")) {
            on.given(shard.own(canary("shop", 1, "blue")));
            on.then(healthy("shop"));
            shard.endAndStartAgain();
            String took = shard.process()
                    .awaitLogged(Pattern.compile("msg=\"First reconcile\" since_start_ms=([0-9]+)"))
                    .group(1);
            System.out.println("first reconcile " + took + " ms after the start of the process, on " + Bench.kind());
            // wide, for machines under load: what it takes alone is in the documents
            assertThat(Integer.parseInt(took)).isLessThan(20_000);
        }
    }
}
