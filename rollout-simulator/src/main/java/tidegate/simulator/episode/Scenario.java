package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tidegate.api.json.Json;

/**
 * Everything that is decided before an episode begins.
 *
 * @param seed of what is left to chance while it runs
 * @param rollout its manifest
 * @param neighbours manifests of what it names
 * @param faultsEndMillis when weather turns fair and everything that was refused is allowed again
 */
public record Scenario(
        long seed,
        Json rollout,
        List<Json> neighbours,
        List<Happening> happenings,
        Weather weather,
        Blow blow,
        int faultsEndMillis) {

    /**
     * What befalls a single write.
     *
     * @param write 1 for the first of the episode; 0 for none
     */
    public record Blow(int write, Kind kind) {
        public static final Blow NONE = new Blow(0, Kind.DIES_BEFORE);

        public enum Kind {
            DIES_BEFORE,
            /** It is done, and the process dies before it hears of that. */
            DIES_AFTER,
            /** It is done, and the process lives on without an answer. */
            LOSES_ANSWER,
            /** It gets no answer, and is done right after the process has read that object anew. */
            COMES_LATE
        }

        boolean hits(int present, Kind what) {
            return write == present && kind == what;
        }
    }

    public Scenario {
        neighbours = List.copyOf(neighbours);
        happenings = List.copyOf(happenings);
    }

    /** Any, by its seed. */
    public static Scenario ofSeed(long seed) {
        var random = new SplittableRandom(seed);
        var rollouts = new RandomRollout(random);
        Json manifest = rollouts.manifest();
        int lasts = random.nextInt(30_000, 120_000);
        boolean calm = random.nextInt(5) == 0;
        Weather weather = calm ? Weather.FAIR : Weather.random(random);
        var happenings = new ArrayList<Happening>();
        for (int i = random.nextInt(14); i > 0; i--) happenings.add(any(random, lasts, Deeds.USUAL));
        if (!calm) for (int i = random.nextInt(8); i > 0; i--) happenings.add(any(random, lasts, Deeds.MISHAPS));
        return new Scenario(seed, manifest, rollouts.neighbours(manifest), happenings, weather, Blow.NONE, lasts);
    }

    private static Happening any(SplittableRandom random, int lasts, List<Deed> deeds) {
        return new Happening(random.nextInt(lasts), deeds.get(random.nextInt(deeds.size())), random.nextLong());
    }

    /** A pod template with this image; its tag says how the pods behave. */
    public static Json template(String image) {
        return RandomRollout.template(image);
    }

    /** The Services that Rollouts here may name: demo-active, demo-preview, demo-canary, demo-stable. */
    public static List<Json> services() {
        return RandomRollout.services();
    }

    /** The Deployment that Rollouts here may refer to: legacy. */
    public static Json workload(int replicas, String image) {
        return RandomRollout.workload(replicas, image);
    }

    /** The same, with other luck. */
    public Scenario ofSeedAlone(long other) {
        return new Scenario(other, rollout, neighbours, happenings, weather, blow, faultsEndMillis);
    }

    public Scenario with(Json manifest) {
        return new Scenario(seed, manifest, neighbours, happenings, weather, blow, faultsEndMillis);
    }

    public Scenario with(List<Happening> others) {
        return new Scenario(seed, rollout, neighbours, others, weather, blow, faultsEndMillis);
    }

    public Scenario with(Weather other) {
        return new Scenario(seed, rollout, neighbours, happenings, other, blow, faultsEndMillis);
    }

    public Scenario with(Blow other) {
        return new Scenario(seed, rollout, neighbours, happenings, weather, other, faultsEndMillis);
    }

    /** Decks to draw deeds from: what is there twice comes twice as often. */
    private static final class Deeds {
        static final List<Deed> USUAL = deck(deed -> switch (deed.doer()) {
            case USER ->
                switch (deed) {
                    case SET_IMAGE, PROMOTE -> 3;
                    case SET_GOOD_IMAGE, SET_BROKEN_IMAGE, DELETE_ROLLOUT, SWITCH_STRATEGY, EDIT_WORKLOAD -> 0;
                    default -> 1;
                };
            case OTHERS -> deed == Deed.AUTOSCALE ? 1 : 0;
            case NODES -> 1;
            case PROCESS, WATCH, API -> 0;
        });
        static final List<Deed> MISHAPS = deck(deed -> switch (deed.doer()) {
            case USER ->
                switch (deed) {
                    case DELETE_ROLLOUT, SWITCH_STRATEGY, EDIT_WORKLOAD -> 1;
                    default -> 0;
                };
            case OTHERS, NODES -> 1;
            case PROCESS, WATCH, API -> 2;
        });

        private static List<Deed> deck(java.util.function.ToIntFunction<Deed> copies) {
            var deck = new ArrayList<Deed>();
            for (Deed deed : Deed.values()) for (int i = copies.applyAsInt(deed); i > 0; i--) deck.add(deed);
            return List.copyOf(deck);
        }
    }
}
