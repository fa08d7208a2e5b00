package tidegate.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import tidegate.api.json.Json;
import tidegate.simulator.episode.Deed;
import tidegate.simulator.episode.Episode;
import tidegate.simulator.episode.Happening;
import tidegate.simulator.episode.Scenario;
import tidegate.simulator.episode.Scenario.Blow;
import tidegate.simulator.episode.Weather;

/** Scenarios with a fixed script, and what they must come to. */
final class Stories {
    private Stories() {}

    /** A Rollout of this spec in fair weather, and what happens to it. */
    static Scenario of(String spec, Happening... happenings) {
        Json given = Json.parse(spec);
        boolean refers = given.get("workloadRef").isObject();
        Json whole = refers
                ? given
                : given.with("selector", Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"))
                        .with("template", Scenario.template("demo:1"));
        Json manifest = Json.object("metadata", Json.object("name", "demo"), "spec", whole);
        var neighbours = new ArrayList<Json>(Scenario.services());
        if (refers) neighbours.add(Scenario.workload(3, "demo:1"));
        return new Scenario(1, manifest, neighbours, Arrays.asList(happenings), Weather.FAIR, Blow.NONE, 120_000);
    }

    static Happening at(int seconds, Deed deed) {
        return at(seconds, deed, 0);
    }

    /** @param dice what the deed leaves open */
    static Happening at(int seconds, Deed deed, long dice) {
        return new Happening(seconds * 1000, deed, dice);
    }

    static Episode.Result play(Scenario scenario) {
        Episode.Result result = Episode.play(scenario, new RealController(), true);
        assertThat(result.failure()).as(() -> String.join("\n", result.story())).isEmpty();
        return result;
    }
}
