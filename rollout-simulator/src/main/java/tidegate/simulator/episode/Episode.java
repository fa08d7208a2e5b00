package tidegate.simulator.episode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.PodBehaviour;
import tidegate.simulator.law.CapacityLaw;
import tidegate.simulator.law.CommandLaw;
import tidegate.simulator.law.DeadlineLaw;
import tidegate.simulator.law.KeepLaw;
import tidegate.simulator.law.Law;
import tidegate.simulator.law.PromotionLaw;
import tidegate.simulator.law.ServiceLaw;
import tidegate.simulator.law.Settled;
import tidegate.simulator.law.StepLaw;
import tidegate.simulator.law.World;
import tidegate.simulator.port.Controllers;

/** One scenario, played to its end: until the faults are over and nothing has happened for a long time. */
public final class Episode {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Longer than any resync, so that one of those is seen to change nothing. */
    private static final Duration SILENCE = Duration.ofMinutes(20);

    private static final Duration PATIENCE = Duration.ofHours(3);
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofSeconds(5);
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
    private static final int MOST_PASSES_A_SECOND = 60;

    /**
     * How an episode went.
     *
     * @param failure what should not have happened; empty if all was well
     * @param phase in which it settled
     * @param writes of the controller, by kind; without those of pods
     * @param writeCalls of the controller, whatever came of them: a process may die at each
     * @param events that were told, with their messages; empty unless the story is asked for
     * @param end all objects as they are at the end, without times, uids, versions and pods; empty unless the story is
     *     asked for
     * @param story line by line, empty unless asked for
     */
    public record Result(
            Scenario scenario,
            Optional<String> failure,
            String phase,
            int passes,
            Map<String, Integer> writes,
            int writeCalls,
            Duration virtual,
            List<String> events,
            List<Json> end,
            List<String> story) {
        /** All writes of the controller but those of pods. */
        public int writeCount() {
            return writes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private final Scenario scenario;
    private final Controllers controllers;
    private final VirtualTime time = new VirtualTime(START);
    private final SplittableRandom random;
    private final Story story;
    private final ApiServer api;
    private final Climate climate;
    private final Actors actors;
    private final World world;
    private final List<Law> laws = List.of(
            new CapacityLaw(), new StepLaw(), new CommandLaw(), new KeepLaw(), new ServiceLaw(), new PromotionLaw());
    private final Map<String, Integer> writes = new TreeMap<>();
    private final List<String> events = new ArrayList<>();
    private Process process;
    private @Nullable String broken;
    private int passes;
    private long secondBegan;
    private int passesThisSecond;
    private long lastChange;
    private long lastRolloutChange;
    private long steadySince;
    private boolean faultsAreOver;

    private Episode(Scenario scenario, Controllers controllers, boolean told) {
        this.scenario = scenario;
        this.controllers = controllers;
        this.random = new SplittableRandom(scenario.seed() ^ 0x5DEECE66DL);
        this.story = new Story(time, told);
        this.api = new ApiServer(time, random.split());
        this.climate = new Climate(time, random.split(), scenario);
        this.actors = new Actors(api, time);
        this.world = new World(api);
        this.process = new Process(api, time, random.split(), climate, new Witness());
        api.slowestSync(Duration.ofMillis(scenario.weather().countsMillis()));
        api.watch(this::happened);
    }

    /** @param told whether the story is wanted */
    public static Result play(Scenario scenario, Controllers controllers, boolean told) {
        return new Episode(scenario, controllers, told).play();
    }

    private Result play() {
        story.add("episode", () -> "seed " + scenario.seed() + ", " + scenario.weather());
        for (Json neighbour : scenario.neighbours())
            api.create(Author.USER, kindOf(neighbour), neighbour.without("kind"));
        api.create(Author.USER, Kind.ROLLOUT, scenario.rollout());
        for (Happening happening : scenario.happenings())
            time.after(Duration.ofMillis(happening.millis()), () -> happen(happening));
        time.after(Duration.ofMillis(scenario.faultsEndMillis()), this::turnFair);
        time.after(GLANCE, this::glance);
        controllers.start(process);
        run();
        Optional<String> failure = Optional.ofNullable(broken)
                .or(() -> isSilent() ? Optional.empty() : Optional.of("never falls silent"))
                .or(() -> Settled.wrong(world, api.rollout(RandomRollout.NAME)));
        story.add(
                "end",
                () -> failure.orElse("well") + " | " + pods() + " | "
                        + api.rollout(RandomRollout.NAME)
                                .map(end -> legible(end.json()).get("status").toString())
                                .orElse("gone"));
        return result(failure);
    }

    private static Kind kindOf(Json manifest) {
        String kind = manifest.get("kind").stringOrEmpty();
        for (Kind known : Kind.values()) if (known.wire().equals(kind)) return known;
        throw new IllegalArgumentException("kind: " + kind + " (expected: one that the model has)");
    }

    private void run() {
        long until =
                Duration.ofMillis(scenario.faultsEndMillis()).plus(PATIENCE).toNanos();
        while (broken == null && !isSilent() && time.step(until)) {}
    }

    private boolean isSilent() {
        return faultsAreOver && time.nanos() - lastChange > SILENCE.toNanos();
    }

    private Result result(Optional<String> failure) {
        String phase = api.rollout(RandomRollout.NAME)
                .map(rollout -> rollout.status().phase())
                .orElse("Gone");
        return new Result(
                scenario,
                failure,
                phase,
                passes,
                writes,
                climate.writes(),
                Duration.ofNanos(time.nanos()),
                List.copyOf(events),
                end(),
                story.lines());
    }

    private List<Json> end() {
        var all = new ArrayList<Json>();
        if (!story.isTold()) return all;
        for (Kind kind : List.of(Kind.ROLLOUT, Kind.REPLICA_SET, Kind.SERVICE, Kind.DEPLOYMENT))
            for (Json object : api.list(kind)) all.add(essence(object));
        return all;
    }

    private static Json essence(Json object) {
        Json metadata = object.get("metadata");
        Json kept = Json.object(
                "name", metadata.get("name"),
                "labels", metadata.get("labels"),
                "annotations", metadata.get("annotations"),
                "spec", object.get("spec"),
                "status", object.get("status").without("observedGeneration").without("duration"));
        return Json.parse(TIME.matcher(kept.toString()).replaceAll("TIME"));
    }

    private void breaks(String law) {
        if (broken != null) return;
        broken = law;
        story.add("BROKEN", () -> law);
    }

    // --- what happens ---------------------------------------------------------------------------------------------

    private void happened(Change change) {
        lastChange = time.nanos();
        if (change.kind() == Kind.ROLLOUT && change.author() != Author.CONTROLLER) lastRolloutChange = time.nanos();
        if (change.author() == Author.CONTROLLER) writes.merge(change.kind().plural(), 1, Integer::sum);
        story.add(change.author().name().toLowerCase(java.util.Locale.ROOT), () -> text(change));
        process.happened(change);
        world.at(process.now());
        world.happened(change);
        for (Law law : laws) law.judge(change, world).ifPresent(this::breaks);
    }

    private static String text(Change change) {
        String what = change.kind().wire() + " " + change.name();
        if (change.isDeletion()) return "deletes " + what;
        if (change.isCreation())
            return "creates " + what + " ("
                    + PodBehaviour.imageOf(change.after().at("spec", "template")) + ") "
                    + change.after().at("spec", "replicas");
        return "writes " + what + " " + MergePatch.between(legible(change.before()), legible(change.after()));
    }

    /** Without versions, and each condition in one word. */
    private static Json legible(Json object) {
        Json conditions = object.at("status", "conditions");
        Json bare = object.map("metadata", metadata -> metadata.without("resourceVersion"));
        for (Json condition : conditions.elements())
            bare = bare.withAt(
                    List.of("status", condition.get("type").stringOrEmpty()),
                    condition.get("status").stringOrEmpty() + " "
                            + condition.get("reason").stringOrEmpty());
        return bare.map("status", status -> status.without("conditions"));
    }

    private void happen(Happening happening) {
        Optional<String> done = actors.perform(happening);
        String text = done.orElseGet(() -> befall(happening));
        story.add(happening.deed().doer().name(), () -> text);
    }

    /** What happens to the process and to what it sees. */
    private String befall(Happening happening) {
        var dice = new SplittableRandom(happening.dice());
        Kind kind = dice.nextInt(3) == 0 ? Kind.ROLLOUT : dice.nextInt(3) == 0 ? Kind.SERVICE : Kind.REPLICA_SET;
        Duration wait = Duration.ofMillis(dice.nextInt(500, 30_000));
        return switch (happening.deed()) {
            case CRASH -> {
                process.die();
                yield "the process is killed";
            }
            case CLOCK_FORWARD -> {
                climate.moveClock(Duration.ofSeconds(dice.nextInt(1, 90)));
                yield "the clock jumps forward to " + process.now();
            }
            case CLOCK_BACK -> {
                climate.moveClock(Duration.ofMillis(-dice.nextInt(1, 5000)));
                yield "the clock jumps back to " + process.now();
            }
            case STALE_KIND -> {
                views(kind).forEach(view -> view.beSilentFor(wait));
                yield "nothing is told of " + kind.plural() + " for " + wait;
            }
            case RELIST -> {
                views(kind).forEach(View::list);
                yield kind.plural() + " are listed again";
            }
            case HIDE_OBJECT -> {
                String name = anyName(kind, dice);
                views(kind).forEach(view -> view.hide(name, wait.dividedBy(10)));
                yield kind + " " + name + " is missing from the view for " + wait.dividedBy(10);
            }
            case REFUSE_OBJECT -> {
                String name = anyName(kind, dice);
                climate.refuse(kind, name);
                yield kind + " " + name + " cannot be written until the faults end";
            }
            case REFUSE_KIND -> {
                climate.refuse(kind, wait);
                yield kind.plural() + " cannot be written for " + wait;
            }
            case REFUSE_READS -> {
                climate.refuseReads(wait.dividedBy(3));
                yield "reads fail for " + wait.dividedBy(3);
            }
            default -> throw new IllegalStateException(happening.deed() + " befalls nobody");
        };
    }

    private List<View> views(Kind kind) {
        return process.views().stream().filter(view -> view.kind() == kind).toList();
    }

    private String anyName(Kind kind, SplittableRandom dice) {
        var all = api.list(kind);
        return all.isEmpty()
                ? "nothing"
                : all.get(dice.nextInt(all.size())).at("metadata", "name").stringOrEmpty();
    }

    private void turnFair() {
        faultsAreOver = true;
        lastChange = time.nanos();
        climate.turnFair();
        api.slowestSync(Duration.ofMillis(Weather.FAIR.countsMillis()));
        process.views().forEach(view -> view.calm(Weather.FAIR.delayMillis()));
        story.add("episode", () -> "the faults are over");
    }

    /** Looks at what nobody's write would show. */
    private void glance() {
        world.at(process.now());
        boolean steady = climate.isRolloutWritable()
                && !process.isDead()
                && views(Kind.ROLLOUT).stream().noneMatch(View::isSilent)
                && views(Kind.REPLICA_SET).stream().noneMatch(View::isSilent);
        if (!steady) steadySince = time.nanos();
        // a timer that was set before the clock jumped rings by the old time
        long clockSettled = climate.lastJump() + LONGEST_DEADLINE.toNanos();
        long undisturbed = Math.max(lastRolloutChange, climate.faultsEnded());
        steadySince = Math.max(steadySince, Math.max(undisturbed, clockSettled));
        Duration since = Duration.ofNanos(time.nanos() - steadySince);
        api.rollout(RandomRollout.NAME)
                .flatMap(rollout -> DeadlineLaw.judge(rollout, process.now(), since))
                .ifPresent(this::breaks);
        if (!isSilent()) time.after(GLANCE, this::glance);
    }

    private String pods() {
        var all = new ArrayList<String>();
        for (ReplicaSet set : api.replicaSets())
            all.add(PodBehaviour.imageOf(set.template()) + " " + api.available(set.name()) + "/" + set.replicas());
        return String.join(", ", all);
    }

    private static String sizes(List<ReplicaSet> sets) {
        return sets.stream()
                .map(set -> set.name() + " " + set.counts().available() + "/" + set.replicas()
                        + (set.hasCurrentCounts() ? "" : " (counts are old)"))
                .collect(Collectors.joining(", "));
    }

    private final class Witness implements Process.Watcher {
        @Override
        public void decides(Rollout seen, List<ReplicaSet> sets) {
            passes++;
            story.add("looks", () -> "at version " + seen.meta().resourceVersion() + ", " + sizes(sets));
            if (time.nanos() - secondBegan > 1_000_000_000L) {
                secondBegan = time.nanos();
                passesThisSecond = 0;
            }
            if (++passesThisSecond > MOST_PASSES_A_SECOND)
                breaks("a busy loop: " + passesThisSecond + " passes in a second");
            world.at(process.now());
            world.decides(seen, sets);
        }

        @Override
        public void tells(String reason, String message) {
            if (!story.isTold()) return;
            String event = reason + ": " + message;
            events.add(event);
            story.add("event", () -> event);
        }

        @Override
        public void says(String who, Supplier<String> what) {
            story.add(who, what);
        }

        @Override
        public void overlooks(String what) {
            breaks("law 2: " + what);
        }

        @Override
        public void broke(Throwable cause) {
            StackTraceElement[] trace = cause.getStackTrace();
            breaks("a pass threw " + cause + (trace.length > 0 ? " at " + trace[0] : ""));
        }

        @Override
        public void calls(String what) {
            story.add("call", () -> what);
        }

        @Override
        public void died() {
            steadySince = time.nanos();
            time.after(Duration.ofMillis(random.nextInt(200, 3000)), () -> {
                story.add("process", () -> "a new one begins");
                process = new Process(api, time, random.split(), climate, new Witness());
                controllers.start(process);
            });
        }
    }
}
