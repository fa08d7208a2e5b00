package tidegate.system.crash;

import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.stable;

import java.util.function.UnaryOperator;
import tidegate.system.bench.Manifests;
import tidegate.system.bench.Scenario;

/** What happens to the Rollout {@code web} while its controller may be killed. */
enum Story {
    /** Created, then updated in two steps. */
    UPDATE {
        @Override
        void begin(Scenario on, UnaryOperator<String> owned) {}

        @Override
        void goOn(Scenario on, UnaryOperator<String> owned) {
            create(on, owned, "pause: {duration: 1s}");
            toYellow(on);
            on.then(healthy("web"), stable("web", "yellow"), countsAgree("web"));
        }

        @Override
        void finish(Scenario on) {
            on.then(events("RolloutCompleted", 2));
        }
    },

    /** Aborted in the pause of an update. */
    ABORT {
        @Override
        void begin(Scenario on, UnaryOperator<String> owned) {
            create(on, owned, "pause: {}");
            toYellow(on);
            on.then(pausedAtStep("web", 1));
        }

        @Override
        void goOn(Scenario on, UnaryOperator<String> owned) {
            on.whenPatched("web", "status", "{\"status\":{\"abort\":true}}");
            on.then(degraded("web", "aborted"), stable("web", "blue"), countsAgree("web"));
        }

        @Override
        void finish(Scenario on) {
            on.then(events("RolloutAborted", 1));
        }
    };

    /**
     * What comes first, undisturbed.
     *
     * @param owned makes the controller that may be killed responsible for a manifest
     */
    abstract void begin(Scenario on, UnaryOperator<String> owned);

    /** What may be disturbed. */
    abstract void goOn(Scenario on, UnaryOperator<String> owned);

    /** Waits for the last event, which only an undisturbed run must have. */
    abstract void finish(Scenario on);

    static void create(Scenario on, UnaryOperator<String> owned, String pause) {
        on.given(owned.apply(Manifests.canary("web", 2, "blue", "setWeight: 50", pause)));
        on.then(healthy("web"), stable("web", "blue"));
    }

    static void toYellow(Scenario on) {
        on.whenPatched(
                "web",
                "",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"demo:yellow\"}]}}}}");
    }
}
