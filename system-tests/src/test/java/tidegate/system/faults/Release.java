package tidegate.system.faults;

import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.stable;

import java.util.function.UnaryOperator;
import tidegate.system.bench.Manifests;
import tidegate.system.bench.Scenario;

/** A full release of the Rollout {@code web} from {@code blue} to {@code yellow}, by itself from end to end. */
enum Release {
    CANARY {
        @Override
        void create(Scenario on, UnaryOperator<String> owned) {
            on.given(owned.apply(Manifests.canary("web", 2, "blue", "setWeight: 50", "pause: {duration: 1s}")));
            on.then(healthy("web"), stable("web", "blue"), countsAgree("web"), events("RolloutCompleted", 1));
        }
    },

    BLUE_GREEN {
        @Override
        void create(Scenario on, UnaryOperator<String> owned) {
            on.given(owned.apply(Manifests.blueGreen("web", 2, "blue", "scaleDownDelaySeconds: 1")));
            on.then(
                    healthy("web"),
                    stable("web", "blue"),
                    selects("web-active", "blue"),
                    selects("web-preview", "blue"),
                    countsAgree("web"),
                    events("RolloutCompleted", 1));
        }

        @Override
        void awaitEnd(Scenario on) {
            super.awaitEnd(on);
            on.then(selects("web-active", "yellow"), selects("web-preview", "yellow"), replicas("blue", 0));
            super.awaitEnd(on);
        }
    };

    /** The first version, without a fault. */
    abstract void create(Scenario on, UnaryOperator<String> owned);

    /** The next one is there, and everybody has counted its pods. */
    void awaitEnd(Scenario on) {
        on.then(healthy("web"), stable("web", "yellow"), countsAgree("web"));
    }

    /** The next one begins. */
    static void update(Scenario on) {
        on.whenImage("web", "yellow");
    }
}
