package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.controlplane.Bill;

class MeterTest {
    @Test
    void onlyWhatTheControllerWroteIsOnItsBill() {
        Bill bill = Meter.billOf(
                List.of(
                        write("earlier/1", "patch", "rollouts", 200),
                        write("any-controller/1", "patch", "rollouts", 409),
                        write("any-controller/1", "create", "events", 201),
                        write("any-controller/1", "patch", "leases", 200),
                        write("any-controller/1", "create", "selfsubjectaccessreviews", 201),
                        write("tidegate-bench", "patch", "rollouts", 200),
                        write("simulated-nodes", "patch", "pods", 200),
                        write("kube-controller-manager/v1.36.3 (linux/amd64)", "create", "pods", 201)),
                1);
        assertThat(bill.byKind()).isEqualTo(Map.of("patch rollouts", 1L, "create events", 1L));
    }

    private static ApiWrite write(String userAgent, String verb, String resource, int code) {
        return new ApiWrite(verb, resource, "", "bench", "shop", userAgent, code, Instant.EPOCH);
    }
}
