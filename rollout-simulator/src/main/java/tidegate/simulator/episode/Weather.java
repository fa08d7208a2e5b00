package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What goes wrong by chance between a controller and the API, as long as the faults last.
 *
 * @param conflicts writes refused as if somebody else had been faster, of a thousand
 * @param unanswered calls that time out and never arrived, of a thousand
 * @param lostAnswers writes that were done and whose answer is lost, of a thousand
 * @param busy calls answered by 429, of a thousand
 * @param deaths the process dies right before a write, or after it and before it hears of it, of a thousand
 * @param latencyMillis the slowest call
 * @param delayMillis the slowest watch event, for each kind anew
 * @param countsMillis the slowest sync of a ReplicaSet
 */
public record Weather(
        int conflicts,
        int unanswered,
        int lostAnswers,
        int busy,
        int deaths,
        int latencyMillis,
        int delayMillis,
        int countsMillis) {
    public static final Weather FAIR = new Weather(0, 0, 0, 0, 0, 10, 30, 80);

    /** Each of them is absent more often than not. */
    static Weather random(RandomGenerator random) {
        return new Weather(
                some(random, 100),
                some(random, 100),
                some(random, 100),
                some(random, 60),
                some(random, 60),
                random.nextInt(4) == 0 ? random.nextInt(50, 2000) : 10,
                random.nextInt(3) == 0 ? random.nextInt(50, 4000) : 30,
                random.nextInt(4) == 0 ? random.nextInt(100, 6000) : 80);
    }

    private static int some(RandomGenerator random, int most) {
        return random.nextInt(10) < 7 ? 0 : random.nextInt(1, most);
    }

    /** This one with one fault less each. */
    List<Weather> fairer() {
        var all = new ArrayList<Weather>();
        all.add(FAIR);
        all.add(new Weather(0, unanswered, lostAnswers, busy, deaths, latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(conflicts, 0, lostAnswers, busy, deaths, latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(conflicts, unanswered, 0, busy, deaths, latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(conflicts, unanswered, lostAnswers, 0, deaths, latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(conflicts, unanswered, lostAnswers, busy, 0, latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(
                conflicts, unanswered, lostAnswers, busy, deaths, FAIR.latencyMillis, delayMillis, countsMillis));
        all.add(new Weather(
                conflicts, unanswered, lostAnswers, busy, deaths, latencyMillis, FAIR.delayMillis, countsMillis));
        all.add(new Weather(
                conflicts, unanswered, lostAnswers, busy, deaths, latencyMillis, delayMillis, FAIR.countsMillis));
        all.removeIf(this::equals);
        return all;
    }
}
