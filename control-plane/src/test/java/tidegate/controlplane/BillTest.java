package tidegate.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tidegate.controlplane.Audit.ApiWrite;

class BillTest {
    private static final List<ApiWrite> WRITES = List.of(
            write("ours", "create", "rollouts", 201),
            write("others", "patch", "rollouts", 200),
            write("ours", "patch", "rollouts", 409),
            write("ours", "create", "events", 201));

    private final Bill bill = Bill.of(WRITES, write -> write.userAgent().equals("ours"));

    @Test
    void onlyWhatTheCallerPaysForIsOnIt() {
        assertThat(bill.byKind()).isEqualTo(Map.of("create rollouts", 1L, "patch rollouts", 1L, "create events", 1L));
        assertThat(bill.besidesEvents().total()).isEqualTo(2);
        assertThat(bill.events().total()).isEqualTo(1);
        assertThat(bill.refused()).isEqualTo(1);
    }

    @Test
    void itGoesOnFromAnEarlierOne() {
        var earlier = new Bill(bill.writes().subList(0, 1));
        assertThat(bill.since(earlier).byKind()).isEqualTo(Map.of("patch rollouts", 1L, "create events", 1L));
    }

    private static ApiWrite write(String userAgent, String verb, String resource, int code) {
        return new ApiWrite(verb, resource, "", "bench", "shop", userAgent, code, Instant.EPOCH);
    }
}
