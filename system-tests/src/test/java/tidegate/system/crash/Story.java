package tidegate.system.crash;

import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
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
            on.whenImage("web", "yellow");
            on.then(healthy("web"), stable("web", "yellow"), pods("yellow", 2), pods("blue", 0), countsAgree("web"));
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
            on.whenImage("web", "yellow");
            on.then(pausedAtStep("web", 1), countsAgree("web"), events("RolloutPaused", 1));
        }

        @Override
        void goOn(Scenario on, UnaryOperator<String> owned) {
            on.whenPatched("web", "status", "{\"status\":{\"abort\":true}}");
            on.then(
                    degraded("web", "aborted"),
                    stable("web", "blue"),
                    pods("blue", 2),
                    pods("yellow", 0),
                    countsAgree("web"));
        }

        @Override
        void finish(Scenario on) {
            on.then(events("RolloutAborted", 1));
        }
    },

    /** Exchanged all at once, after a pause and with a delay for the old pods. */
    BLUE_GREEN {
        @Override
        void begin(Scenario on, UnaryOperator<String> owned) {
            on.given(Manifests.service("web-active", "web"), Manifests.service("web-preview", "web"));
            on.given(owned.apply(Manifests.bareBlueGreen(
                    "web", 2, "blue", "", "autoPromotionSeconds: 1", "scaleDownDelaySeconds: 1")));
            on.then(healthy("web"), selects("web-active", "blue"), countsAgree("web"), events("RolloutCompleted", 1));
            on.throughout(servesWith("web-active", 2));
        }

        @Override
        void goOn(Scenario on, UnaryOperator<String> owned) {
            on.whenImage("web", "yellow");
            on.then(
                    healthy("web"),
                    stable("web", "yellow"),
                    selects("web-active", "yellow"),
                    pods("blue", 0),
                    countsAgree("web"));
        }

        @Override
        void finish(Scenario on) {
            on.then(events("RolloutCompleted", 2));
        }
    };

    /**
     * What comes first, undisturbed, up to its last write and event.
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
}
