package tidegate.kube.informer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.api.json.JsonSharing;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.WatchEvent;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.schedule.Backoff;
import tidegate.kube.time.Timekeeper;

/**
 * Keeps a {@link Store} of one collection up to date: lists it in pages, then watches it, on one virtual thread.
 *
 * <p>Lists are consistent reads. A watch that ends is taken up from the last version seen, bookmarks included; only when
 * the server no longer has that version is everything listed again. Failures are retried for ever with growing, jittered
 * waits and show in {@link #health}.
 *
 * <p>Handlers run on a virtual thread each and are told of real changes only: a relist tells nobody of objects that
 * stayed at their version. A handler that is slow or throws holds up neither the informer nor the others.
 *
 * @param <T> what the parser makes of an object; must be immutable
 */
public final class Informer<T> implements Watched<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);
    private static final Duration BRIEF_WATCH = Duration.ofSeconds(1);

    /** Servers send bookmarks about once a minute. */
    private static final Duration LONG_SILENCE = Duration.ofMinutes(4);

    private static final int SILENT_WATCHES = 3;

    private final KubeClient client;
    private final Resource resource;
    private final Function<Json, ? extends T> parser;
    private final ListRequest selection;
    private final Backoff backoff;
    private final Timekeeper time;
    private final RandomGenerator random;
    private final Store<T> store;
    private final Thread thread;
    /** Used by the informer's thread alone. */
    private final JsonSharing sharing = new JsonSharing();

    private final ReentrantLock changes = new ReentrantLock();
    private final List<Mailbox<T>> mailboxes = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstList = new CountDownLatch(1);
    private volatile ResourceVersion version = ResourceVersion.UNKNOWN;
    private volatile int rewinds; // written by the informer's thread alone, like the next
    private volatile int lists;
    private volatile InformerHealth.@Nullable Trouble trouble;
    private volatile boolean closed;
    private volatile @Nullable WatchStream open;
    private int failures;
    private int silentWatches;

    private Informer(Builder<T> from) {
        client = from.client;
        resource = from.resource;
        parser = from.parser;
        selection = from.selection;
        backoff = from.backoff;
        time = from.time;
        random = from.random;
        store = new Store<>(from.indices);
        thread = Thread.ofVirtual().name("informer-" + resource).unstarted(this::run);
    }

    /**
     * An informer of all objects of the kind, in all namespaces.
     *
     * @param parser gets each object trimmed (see {@link Trim}); what it throws makes that object unreadable and stops
     *     nothing
     */
    public static <T> Builder<T> of(KubeClient client, Resource resource, Function<Json, ? extends T> parser) {
        return new Builder<>(client, resource, parser);
    }

    /** The settings; what is not set is fit for a controller. */
    public static final class Builder<T> {
        private final KubeClient client;
        private final Resource resource;
        private final Function<Json, ? extends T> parser;
        private final Map<String, Function<Entry<T>, ? extends Collection<String>>> indices = new HashMap<>();
        private ListRequest selection = ListRequest.everywhere().withLimit(500);
        private Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        private Timekeeper time = Timekeeper.system();
        private RandomGenerator random = RandomGenerator.getDefault();

        private Builder(KubeClient client, Resource resource, Function<Json, ? extends T> parser) {
            this.client = client;
            this.resource = resource;
            this.parser = parser;
        }

        /** Only this namespace; {@code ""} for all. */
        public Builder<T> in(String namespace) {
            selection = ListRequest.in(namespace)
                    .withLabels(selection.labelSelector())
                    .withFields(selection.fieldSelector())
                    .withLimit(selection.limit());
            return this;
        }

        public Builder<T> labels(String selector) {
            selection = selection.withLabels(selector);
            return this;
        }

        public Builder<T> fields(String selector) {
            selection = selection.withFields(selector);
            return this;
        }

        /** Objects per request of a list. */
        public Builder<T> pageSize(int objects) {
            selection = selection.withLimit(objects);
            return this;
        }

        /** An index: the values under which {@link Store#indexed} finds an entry. */
        public Builder<T> index(String name, Function<Entry<T>, ? extends Collection<String>> valuesOf) {
            indices.put(name, valuesOf);
            return this;
        }

        /** Waits after failures; each is shortened by up to half, at random. */
        public Builder<T> backoff(Backoff value) {
            backoff = value;
            return this;
        }

        public Builder<T> time(Timekeeper value) {
            time = value;
            return this;
        }

        public Builder<T> random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** An informer that waits for {@link Informer#start}. */
        public Informer<T> build() {
            return new Informer<>(this);
        }

        /** The same cache, told by hand what it sees. */
        public ManualInformer<T> buildManual() {
            return new ManualInformer<>(resource, parser, selection, new Store<>(indices));
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public Store<T> store() {
        return store;
    }

    @Override
    public void subscribe(Consumer<? super Change<T>> handler) {
        changes.lock();
        try {
            var mailbox = new Mailbox<T>("handler-" + resource, handler);
            mailboxes.add(mailbox);
            store.all().forEach(entry -> mailbox.post(entry.key(), null, entry, null));
            store.unreadable().forEach(broken -> mailbox.post(broken.key(), null, null, broken));
            mailbox.open();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public boolean hasSynced() {
        return firstList.getCount() == 0;
    }

    @Override
    public boolean awaitSync(Duration atMost) throws InterruptedException {
        return firstList.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public InformerHealth health() {
        return new InformerHealth(hasSynced(), store.size(), Math.max(0, lists - 1), Optional.ofNullable(trouble));
    }

    @Override
    public Optional<Cached> cached(ObjectKey key) {
        return store.cached(key);
    }

    @Override
    public ResourceVersion collectionVersion() {
        return version;
    }

    @Override
    public int rewinds() {
        return rewinds;
    }

    /** Ends the watch and the handlers; the store stays as it is. */
    @Override
    public void close() {
        closed = true;
        WatchStream stream = open;
        if (stream != null) stream.close();
        thread.interrupt();
        mailboxes.forEach(Mailbox::close);
    }

    private void run() {
        boolean mustList = true;
        while (!closed) {
            try {
                if (mustList) listAll();
                mustList = watchOnce();
            } catch (KubeException e) {
                mustList = mustList || e.error() instanceof KubeError.Gone;
                pauseAfter(e.error());
            } catch (Throwable e) {
                // whatever it was: an informer that ends leaves a cache that never moves again
                if (closed) return;
                LOG.atError().addKeyValue("resource", resource).setCause(e).log("an informer stumbled; it lists again");
                mustList = true;
                pauseAfter(new KubeError.Transient(String.valueOf(e), Optional.empty()));
            }
        }
    }

    private void listAll() {
        var seen = new java.util.HashSet<ObjectKey>();
        ResourceVersion listed = listPages(selection, seen);
        for (ObjectKey key : store.keys()) if (!seen.contains(key)) remove(key);
        if (listed.isOlderThan(version)) {
            LOG.atWarn()
                    .addKeyValue("resource", resource)
                    .addKeyValue("had", version)
                    .addKeyValue("listed", listed)
                    .log("the server's history went back; starting over from its list");
            rewinds++;
        }
        version = listed;
        lists++;
        wentWell();
        firstList.countDown();
    }

    /** Pages as they come; when the server drops the list half-way, once more in one piece. */
    private ResourceVersion listPages(ListRequest request, Set<ObjectKey> seen) {
        ListPage page = client.list(resource, request);
        ResourceVersion first = page.version();
        take(page, seen);
        try {
            while (!page.isLast()) {
                page = client.list(resource, request.continuedBy(page.continueToken()));
                take(page, seen);
            }
            return first;
        } catch (KubeException e) {
            if (!(e.error() instanceof KubeError.Gone) || request.limit() == 0) throw e;
            seen.clear();
            return listPages(request.withLimit(0), seen);
        }
    }

    private void take(ListPage page, Set<ObjectKey> seen) {
        for (Json object : page.items()) {
            seen.add(Entry.keyOf(object));
            put(object);
        }
    }

    /** @return whether the collection must be listed again */
    private boolean watchOnce() {
        long began = time.nanos();
        boolean silent = true;
        var lasting = Duration.ofSeconds(random.nextInt(300, 600));
        try (WatchStream stream = client.watch(resource, WatchRequest.after(selection, version, lasting))) {
            open = stream;
            if (closed) return false;
            for (var next = stream.next(); next.isPresent() && !closed; next = stream.next()) {
                take(next.get());
                if (silent) wentWell();
                silent = false;
            }
        } finally {
            open = null;
        }
        if (!silent || closed) return false;
        return isDoubtful(Duration.ofNanos(time.nanos() - began));
    }

    /**
     * A watch brought nothing, not even a bookmark. A server whose history went back (a restored backup) answers like
     * this to a version that it does not have yet: with silence.
     */
    private boolean isDoubtful(Duration lasted) {
        if (lasted.compareTo(LONG_SILENCE) >= 0) return true;
        if (++silentWatches >= SILENT_WATCHES) throw listAgain(SILENT_WATCHES + " watches brought nothing");
        if (lasted.compareTo(BRIEF_WATCH) < 0)
            throw new KubeException(
                    "watch " + resource, new KubeError.Transient("the watch ended at once", Optional.empty()));
        return false;
    }

    private void take(WatchEvent event) {
        switch (event) {
            case WatchEvent.Added(Json object) -> happened(object);
            case WatchEvent.Modified(Json object) -> happened(object);
            case WatchEvent.Deleted(Json object) -> removed(object);
            case WatchEvent.Bookmark(ResourceVersion at) -> moveTo(at);
            case WatchEvent.Failed(KubeError error) -> throw new KubeException("watch " + resource, error);
            case WatchEvent.Unreadable(String why) -> throw listAgain("a watch sent what cannot be read: " + why);
        }
    }

    private KubeException listAgain(String why) {
        return new KubeException("watch " + resource, new KubeError.Gone(why));
    }

    private void moveTo(ResourceVersion at) {
        if (at.isOlderThan(version)) throw listAgain("the server's history went back");
        version = version.orLater(at);
    }

    private void happened(Json object) {
        put(object);
        moveTo(ResourceVersion.of(object));
    }

    private void removed(Json object) {
        remove(Entry.keyOf(object));
        moveTo(ResourceVersion.of(object));
    }

    private void put(Json object) {
        ObjectKey key = Entry.keyOf(object);
        var have = store.cached(key);
        if (have.isPresent() && have.get().version().equals(ResourceVersion.of(object))) return;
        Json kept = sharing.share(Trim.of(object));
        try {
            put(Entry.of(kept, parser.apply(kept)));
        } catch (RuntimeException e) {
            putUnreadable(UnreadableObject.of(object, String.valueOf(e.getMessage())));
        }
    }

    private void put(Entry<T> entry) {
        changes.lock();
        try {
            Entry<T> before = store.put(entry);
            for (var mailbox : mailboxes) mailbox.post(entry.key(), before, entry, null);
        } finally {
            changes.unlock();
        }
    }

    private void putUnreadable(UnreadableObject broken) {
        LOG.atWarn()
                .addKeyValue("resource", resource)
                .addKeyValue("key", broken.key())
                .addKeyValue("why", broken.why())
                .log("an object cannot be read; the others can");
        changes.lock();
        try {
            Entry<T> before = store.putUnreadable(broken);
            for (var mailbox : mailboxes) mailbox.post(broken.key(), before, null, broken);
        } finally {
            changes.unlock();
        }
    }

    private void remove(ObjectKey key) {
        changes.lock();
        try {
            Entry<T> before = store.remove(key);
            for (var mailbox : mailboxes) mailbox.post(key, before, null, null);
        } finally {
            changes.unlock();
        }
    }

    private void wentWell() {
        failures = 0;
        silentWatches = 0;
        trouble = null;
    }

    private void pauseAfter(KubeError error) {
        if (closed) return;
        var since = trouble;
        trouble = new InformerHealth.Trouble(since == null ? time.now() : since.since(), error.message());
        Duration wait = jittered(backoff.afterFailure(++failures));
        Duration asked = error.notBefore().orElse(Duration.ZERO);
        LOG.atInfo()
                .addKeyValue("resource", resource)
                .addKeyValue("why", error.message())
                .addKeyValue("failures", failures)
                .log("an informer cannot reach its collection; it tries again");
        try {
            time.sleep(wait.compareTo(asked) > 0 ? wait : asked);
        } catch (InterruptedException _) {
            // only close() interrupts, and the loop looks
        }
    }

    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.nextDouble() / 2)));
    }
}
