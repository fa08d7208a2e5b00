package tidegate.simulator.episode;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.Refusal;
import tidegate.simulator.episode.Scenario.Blow;

/** The faults in force at present: those of the weather, and those that were set on purpose. */
final class Climate {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Set<String> refused = new HashSet<>();
    private final Blow blow;
    private Weather weather;
    private boolean fair;
    private long kindRefusedUntil;
    private Kind kindRefused = Kind.POD;
    private long readsRefusedUntil;
    private Duration clockIsAhead = Duration.ZERO;
    private long faultsEnded;
    private long lastJump = Long.MIN_VALUE / 2;
    private int writes;

    Climate(VirtualTime time, RandomGenerator random, Scenario scenario) {
        this.time = time;
        this.random = random;
        this.weather = scenario.weather();
        this.blow = scenario.blow();
    }

    Weather weather() {
        return weather;
    }

    Duration clockIsAhead() {
        return clockIsAhead;
    }

    /** All faults end; the clock stays where it jumped to. */
    void turnFair() {
        weather = Weather.FAIR;
        fair = true;
        refused.clear();
        kindRefusedUntil = 0;
        readsRefusedUntil = 0;
        faultsEnded = time.nanos();
    }

    void moveClock(Duration by) {
        clockIsAhead = clockIsAhead.plus(by);
        lastJump = time.nanos();
    }

    void refuse(Kind kind, String name) {
        refused.add(kind + "/" + name);
    }

    void refuse(Kind kind, Duration wait) {
        kindRefused = kind;
        kindRefusedUntil = time.nanos() + wait.toNanos();
    }

    void refuseReads(Duration wait) {
        readsRefusedUntil = time.nanos() + wait.toNanos();
    }

    /** Whether a process could write the Rollout's status at present. */
    boolean isRolloutWritable() {
        return time.nanos() >= readsRefusedUntil
                && !refused.contains(Kind.ROLLOUT + "/" + RandomRollout.NAME)
                && !(kindRefused == Kind.ROLLOUT && time.nanos() < kindRefusedUntil);
    }

    /** 0 before. */
    long faultsEnded() {
        return faultsEnded;
    }

    /** When the clock last jumped; long ago if never. */
    long lastJump() {
        return lastJump;
    }

    void beforeRead(Kind kind, String name) {
        if (time.nanos() < readsRefusedUntil) throw unanswered("read " + kind.plural() + " " + name);
        if (happens(weather.unanswered())) throw unanswered("read " + kind.plural() + " " + name);
        beforeAny();
    }

    void beforeWrite(Kind kind, String name) {
        boolean kindIsRefused = kind == kindRefused && time.nanos() < kindRefusedUntil;
        if (kindIsRefused || refused.contains(kind + "/" + name))
            throw random.nextBoolean()
                    ? unanswered("write " + kind.plural() + " " + name)
                    : new Refusal(Refusal.Kind.FORBIDDEN, kind.plural() + " \"" + name + "\" is forbidden: webhook");
        if (happens(weather.conflicts())) throw new Refusal(Refusal.Kind.CONFLICT, "somebody was faster");
        if (happens(weather.unanswered())) throw unanswered("write " + kind.plural() + " " + name);
        beforeAny();
    }

    private void beforeAny() {
        if (happens(weather.busy()))
            throw new Refusal(
                    Refusal.Kind.TOO_MANY_REQUESTS,
                    "too many requests",
                    random.nextBoolean() ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
    }

    private static Refusal unanswered(String call) {
        return new Refusal(Refusal.Kind.NO_ANSWER, call + ": the server does not answer");
    }

    boolean losesAnswer() {
        return blow.hits(writes, Blow.Kind.LOSES_ANSWER) || happens(weather.lostAnswers());
    }

    boolean isLate() {
        return blow.hits(writes, Blow.Kind.COMES_LATE);
    }

    boolean refusesEviction() {
        return !fair && random.nextInt(4) == 0;
    }

    /** Writes that were begun so far, whatever came of them. */
    int writes() {
        return writes;
    }

    /** Whether the process dies at the present write. @param after once it is done */
    boolean isDeadly(boolean after) {
        if (!after) writes++;
        return blow.hits(writes, after ? Blow.Kind.DIES_AFTER : Blow.Kind.DIES_BEFORE) || happens(weather.deaths());
    }

    private boolean happens(int ofThousand) {
        return ofThousand > 0 && random.nextInt(1000) < ofThousand;
    }
}
