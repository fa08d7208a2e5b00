package tidegate.simulator.episode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.Refusal;
import tidegate.simulator.port.Cache;
import tidegate.simulator.port.Death;
import tidegate.simulator.port.Host;
import tidegate.simulator.port.Line;

/** One process of the controller: from its start until it dies, with its own caches, clock and line to the API. */
final class Process implements Host, Line {
    private final ApiServer api;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Climate climate;
    private final Watcher watcher;
    private final List<View> views = new ArrayList<>();
    private final OwnWrites written = new OwnWrites();
    private boolean dead;
    private @Nullable Late late;

    /** A write on its way to the API; it comes there right after the next read of the same object. */
    private record Late(String verb, Kind kind, String name, Supplier<?> call) {}

    /** Who is told what the process does. */
    interface Watcher {
        void decides(Rollout seen, List<ReplicaSet> sets);

        void tells(String reason, String message);

        void says(String who, Supplier<String> what);

        /** It is about to decide without something it wrote itself. */
        void overlooks(String what);

        void broke(Throwable cause);

        /** Something befalls a call. */
        void calls(String what);

        void died();
    }

    Process(ApiServer api, VirtualTime time, RandomGenerator random, Climate climate, Watcher watcher) {
        this.api = api;
        this.time = time;
        this.random = random;
        this.climate = climate;
        this.watcher = watcher;
    }

    boolean isDead() {
        return dead;
    }

    List<View> views() {
        return views;
    }

    void happened(Change change) {
        for (View view : views) view.happened(change);
    }

    /** Ends it now; what still runs of it ends at its next call. */
    void die() {
        if (dead) return;
        dead = true;
        views.forEach(View::die);
        watcher.died();
    }

    // --- the host -------------------------------------------------------------------------------------------------

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Instant now() {
        return time.now().plus(climate.clockIsAhead());
    }

    @Override
    public Cancel at(long nanos, Runnable task) {
        var due = time.at(nanos, () -> {
            if (!dead) task.run();
        });
        return due::callOff;
    }

    @Override
    public void soon(Runnable task) {
        at(nanos() + random.nextLong(100_000, 5_000_000), task);
    }

    @Override
    public void onceSynced(Runnable task) {
        if (views.stream().allMatch(View::isSynced)) soon(task);
        else at(nanos() + 1_000_000, () -> onceSynced(task));
    }

    @Override
    public void attach(Kind kind, Cache cache) {
        views.add(new View(kind, cache, api, time, random, climate.weather().delayMillis()));
    }

    @Override
    public Line api() {
        return this;
    }

    @Override
    public void decides(Rollout seen, List<ReplicaSet> sets) {
        if (dead) return;
        written.overlookedBy(seen, sets).ifPresent(watcher::overlooks);
        watcher.decides(seen, sets);
    }

    @Override
    public void tells(String reason, String message) {
        if (!dead) watcher.tells(reason, message);
    }

    @Override
    public void says(String who, Supplier<String> what) {
        if (!dead) watcher.says(who, what);
    }

    @Override
    public void broke(Throwable cause) {
        if (!dead && !(cause instanceof Death)) watcher.broke(cause);
    }

    // --- the line -------------------------------------------------------------------------------------------------

    @Override
    public Optional<Json> find(Kind kind, String name) {
        return read(kind, name, () -> api.find(kind, name));
    }

    @Override
    public List<Json> list(Kind kind) {
        return read(kind, "", () -> api.list(kind));
    }

    @Override
    public Json create(Kind kind, Json manifest, boolean dryRun) {
        String name = manifest.at("metadata", "name").stringOrEmpty();
        if (dryRun) return read(kind, name, () -> manifest);
        return write(
                "create",
                kind,
                name,
                () -> api.create(Author.CONTROLLER, kind, manifest),
                done -> written.noted(kind, done));
    }

    @Override
    public Json patch(Kind kind, String name, Part part, PatchType type, Json patch) {
        return write(
                "patch",
                kind,
                name,
                () -> api.patch(Author.CONTROLLER, kind, name, part, type, patch),
                done -> written.noted(kind, done));
    }

    @Override
    public void delete(Kind kind, String name, String uid, String resourceVersion) {
        write(
                "delete",
                kind,
                name,
                () -> {
                    api.delete(Author.CONTROLLER, kind, name, uid, resourceVersion);
                    return true;
                },
                done -> done);
    }

    @Override
    public void evict(String pod, String uid, String resourceVersion) {
        if (climate.refusesEviction())
            throw new Refusal(Refusal.Kind.TOO_MANY_REQUESTS, "Cannot evict pod as it would violate its budget");
        delete(Kind.POD, pod, uid, resourceVersion);
    }

    private <R> R read(Kind kind, String name, Supplier<R> call) {
        travel();
        climate.beforeRead(kind, name);
        R answer = call.get();
        if (late != null && late.kind == kind && late.name.equals(name)) arrive(late);
        return answer;
    }

    /** @param noted what the process could know of it */
    private <R> R write(String verb, Kind kind, String name, Supplier<R> call, UnaryOperator<R> noted) {
        travel();
        if (climate.isDeadly(false)) fall("before " + verb + " " + kind.plural() + " " + name);
        climate.beforeWrite(kind, name);
        if (climate.isLate()) {
            watcher.calls("nobody waits any longer for " + verb + " " + kind.plural() + " " + name);
            late = new Late(verb, kind, name, call);
            throw new Refusal(Refusal.Kind.NO_ANSWER, "timeout");
        }
        R done = noted.apply(call.get());
        if (climate.isDeadly(true)) fall("after " + verb + " " + kind.plural() + " " + name);
        if (climate.losesAnswer()) {
            watcher.calls("the answer to " + verb + " " + kind.plural() + " " + name + " is lost");
            time.advance(Duration.ofMillis(random.nextInt(5, 3000)));
            beAlive();
            throw new Refusal(Refusal.Kind.NO_ANSWER, "timeout");
        }
        beAlive();
        return done;
    }

    private void arrive(Late write) {
        late = null;
        String what = write.verb + " " + write.kind.plural() + " " + write.name;
        try {
            var _ = write.call.get();
            watcher.calls(what + " has come after all");
        } catch (Refusal refused) {
            watcher.calls(what + " has come too late: " + refused.getMessage());
        }
    }

    private void fall(String when) {
        watcher.calls("dies " + when);
        die();
        throw new Death();
    }

    private void travel() {
        beAlive();
        time.advance(Duration.ofMillis(random.nextInt(1, climate.weather().latencyMillis())));
        beAlive();
    }

    private void beAlive() {
        if (dead) throw new Death();
    }
}
