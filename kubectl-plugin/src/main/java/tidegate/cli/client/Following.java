package tidegate.cli.client;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/**
 * Objects of one resource, kept up to date: a list, then a watch from its version; lost watches go on where they
 * stopped, and where the server no longer keeps that version (410) everything is listed anew.
 *
 * <p>One that is {@linkplain Need#OPTIONAL optional} stays empty where the server does not serve the resource or the
 * user may not list it.
 *
 * <p>Runs on a virtual thread of its own until closed. Failures after the first list are tried again for ever, a second
 * apart; {@link #trouble} tells them.
 */
public final class Following implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** Whether a view can do without these objects. */
    public enum Need {
        REQUIRED,
        OPTIONAL
    }

    /** What the API said last when it did not answer as it should, and how many times in a row. */
    public record Trouble(RuntimeException failure, int times) {}

    private final KubeApi api;
    private final Resource resource;
    private final String namespace;
    private final ListOptions options;
    private final Need need;
    private final Runnable onChange;
    private final CountDownLatch firstList = new CountDownLatch(1);
    private final Thread thread;

    private Map<String, Json> objects = new LinkedHashMap<>();
    private @Nullable Trouble trouble;
    private boolean isAbsent;
    private boolean isListed;
    private volatile boolean isClosed;
    private volatile @Nullable Call current;

    private Following(
            KubeApi api, Resource resource, String namespace, ListOptions options, Need need, Runnable onChange) {
        this.api = api;
        this.resource = resource;
        this.namespace = namespace;
        this.options = options;
        this.need = need;
        this.onChange = onChange;
        this.thread = Thread.ofVirtual().name("follow-" + resource.fullName()).unstarted(this::follow);
    }

    /** @param onChange called after each change, and when trouble begins or ends, on the thread of this object */
    public static Following start(
            KubeApi api, Resource resource, String namespace, ListOptions options, Need need, Runnable onChange) {
        var following = new Following(api, resource, namespace, options, need, onChange);
        following.thread.start();
        return following;
    }

    /**
     * Waits for the first list.
     *
     * @throws ApiFailure if it was refused
     * @throws ConnectionProblem if there was no answer in time
     */
    public void awaitFirstList(Duration atMost) throws InterruptedException {
        boolean isAnswered = firstList.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (!isAnswered)
            throw new ConnectionProblem(
                    "no answer to list " + resource.fullName() + " within " + atMost.toSeconds() + " s");
        synchronized (this) {
            if (trouble != null && !isListed) throw trouble.failure();
        }
    }

    /** The objects as last seen, in the order of the server's list, new ones at the end. */
    public synchronized List<Json> objects() {
        return List.copyOf(objects.values());
    }

    /** Empty while all is well. */
    public synchronized Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether the resource is not served or may not be listed, and is done without. */
    public synchronized boolean isAbsent() {
        return isAbsent;
    }

    private void follow() {
        String version = "";
        while (!isClosed) {
            try {
                if (version.isEmpty()) version = list();
                version = watch(version);
            } catch (ApiFailure | ConnectionProblem failure) {
                if (isClosed || isDoneWithout(failure)) return;
                if (failure instanceof ApiFailure answer && answer.isGone()) {
                    version = "";
                } else {
                    failed(failure);
                    pause();
                }
            }
        }
    }

    private boolean isDoneWithout(RuntimeException failure) {
        boolean isRefused =
                failure instanceof ApiFailure answer && (answer.isForbidden() || answer.isUnknownResource());
        if (!isRefused || need == Need.REQUIRED) return false;
        synchronized (this) {
            isAbsent = true;
            trouble = null;
            objects = new LinkedHashMap<>();
        }
        firstList.countDown();
        onChange.run();
        return true;
    }

    private String list() {
        Json list = api.list(resource, namespace, options);
        var found = new LinkedHashMap<String, Json>();
        for (Json object : list.get("items").elements()) found.put(key(object), object);
        synchronized (this) {
            objects = found;
            isListed = true;
            trouble = null;
        }
        firstList.countDown();
        onChange.run();
        return list.at("metadata", "resourceVersion").stringOrEmpty();
    }

    private static String key(Json object) {
        Json meta = object.get("metadata");
        return meta.get("namespace").stringOrEmpty() + "/" + meta.get("name").stringOrEmpty();
    }

    /** Follows one watch to its end; answers the version to go on from. */
    private String watch(String version) {
        Call call = api.watch(resource, namespace, options, version);
        current = call;
        if (isClosed) return version;
        long start = System.nanoTime();
        String reached = version;
        try (Response response = call.execute()) {
            if (!response.isSuccessful())
                throw ApiFailure.of(response.code(), response.body().bytes(), resource.fullName());
            wentWell();
            BufferedSource lines = response.body().source();
            for (String line = lines.readUtf8Line(); line != null; line = lines.readUtf8Line())
                if (!line.isBlank()) reached = take(Json.parse(line));
        } catch (IOException | JsonException e) {
            throw e instanceof IOException failure
                    ? api.unreachable(failure)
                    : new ConnectionProblem("a watch of " + resource.fullName() + " was cut off", e);
        }
        boolean endedAtOnce = System.nanoTime() - start < BETWEEN_TRIES.toNanos();
        if (endedAtOnce) pause();
        return reached;
    }

    private String take(Json event) {
        Json object = event.get("object");
        String type = event.get("type").stringOrEmpty();
        if (type.equals("ERROR")) throw ApiFailure.ofEvent(object, resource.fullName());
        if (!type.equals("BOOKMARK")) {
            synchronized (this) {
                if (type.equals("DELETED")) objects.remove(key(object));
                else objects.put(key(object), object);
            }
            onChange.run();
        }
        return object.at("metadata", "resourceVersion").stringOrEmpty();
    }

    private void wentWell() {
        boolean hadTrouble;
        synchronized (this) {
            hadTrouble = trouble != null;
            trouble = null;
        }
        if (hadTrouble) onChange.run();
    }

    private void failed(RuntimeException failure) {
        synchronized (this) {
            trouble = new Trouble(failure, trouble == null ? 1 : trouble.times() + 1);
        }
        firstList.countDown();
        onChange.run();
    }

    private void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException _) {
            isClosed = true;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        Call call = current;
        if (call != null) call.cancel();
        thread.interrupt();
    }
}
