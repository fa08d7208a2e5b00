package tidegate.kube.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.informer.ObjectCache;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Freshness.Unseen;

class WriteLedgerTest {
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final Resource EVENTS = Resource.namespaced("", "v1", "events", "Event");
    private static final ObjectRef WEB = SETS.named("shop", "web");

    /** A cache whose content tests set. */
    private static final class SetCache implements ObjectCache {
        private final Map<ObjectKey, Cached> objects = new HashMap<>();
        private ResourceVersion version = new ResourceVersion("100");
        private int rewinds;

        @Override
        public Optional<Cached> cached(ObjectKey key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public ResourceVersion collectionVersion() {
            return version;
        }

        @Override
        public int rewinds() {
            return rewinds;
        }

        SetCache has(String uid, String objectVersion, String collectionVersion) {
            objects.put(new ObjectKey("shop", "web"), new Cached(uid, new ResourceVersion(objectVersion)));
            version = new ResourceVersion(collectionVersion);
            return this;
        }

        SetCache hasNothing(String collectionVersion) {
            objects.clear();
            version = new ResourceVersion(collectionVersion);
            return this;
        }
    }

    private final SetCache cache = new SetCache();
    private final Map<ObjectRef, Json> live = new HashMap<>();
    private final List<ObjectRef> asked = new ArrayList<>();
    private boolean serverAnswers = true;
    private Runnable afterAnswer = () -> {};
    private final WriteLedger<String> ledger = new WriteLedger<>(Map.of(SETS, cache), ref -> {
        asked.add(ref);
        if (!serverAnswers) throw new KubeException("get", new KubeError.Transient("down", Optional.empty()));
        var answer = Optional.ofNullable(live.get(ref));
        afterAnswer.run();
        return answer;
    });

    private static Json written(String uid, String version) {
        return Json.object("metadata", Json.object("uid", uid, "resourceVersion", version));
    }

    private boolean caughtUp() {
        return ledger.freshness("rollout") instanceof Freshness.CaughtUp;
    }

    interface World {
        void set(SetCache cache);
    }

    record Case(String why, World then, boolean caughtUp) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> afterWritingVersion120 = List.of(
            new Case("the cache has the object as it was before", cache -> cache.has("u", "90", "119"), false),
            new Case("it has the object as written", cache -> cache.has("u", "120", "120"), true),
            new Case("somebody wrote again", cache -> cache.has("u", "125", "125"), true),
            new Case("a created object is not visible yet", cache -> cache.hasNothing("119"), false),
            new Case("somebody deleted it and the cache passed that", cache -> cache.hasNothing("130"), true),
            new Case("it left the selection and a bookmark passed it", cache -> cache.has("u", "90", "121"), true),
            new Case("digits do not compare as text", cache -> cache.has("u", "99", "99"), false),
            new Case("a malformed version proves nothing", cache -> cache.has("u", "x", "x"), false));

    @ParameterizedTest
    @FieldSource("afterWritingVersion120")
    void aWriteIsSeenOnceTheCacheShowsIt(Case c) {
        ledger.wrote("rollout", WEB, written("u", "120"));
        c.then().set(cache);
        assertThat(caughtUp()).isEqualTo(c.caughtUp());
        assertThat(ledger.size()).as("what was seen is dropped").isEqualTo(c.caughtUp() ? 0 : 1);
    }

    static final List<Case> afterRemovingUidU = List.of(
            new Case("the cache still has it", cache -> cache.has("u", "90", "119"), false),
            new Case("it has not moved and has no such object", cache -> cache.hasNothing("100"), true),
            new Case("another object has the name", cache -> cache.has("v", "121", "121"), true));

    @ParameterizedTest
    @FieldSource("afterRemovingUidU")
    void aDeletionIsSeenOnceTheUidIsGone(Case c) {
        ledger.removed("rollout", WEB, "u");
        c.then().set(cache);
        assertThat(caughtUp()).isEqualTo(c.caughtUp());
    }

    @Test
    void aDeletionOfWhatTheCacheHasNotSeenYetWaitsForBoth() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        ledger.removed("rollout", WEB, "u");
        cache.hasNothing("110");
        assertThat(caughtUp()).as("the creation is still to come").isFalse();
        cache.has("u", "120", "120");
        assertThat(caughtUp()).as("now it is here, although we removed it").isFalse();
        cache.hasNothing("121");
        assertThat(caughtUp()).isTrue();
    }

    @Test
    void saysWhatItWaitsFor() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        assertThat(ledger.freshness("rollout").unseen())
                .containsExactly(new Unseen.Written(WEB, new ResourceVersion("120")));
    }

    @Test
    void saysAllOfItAlsoWhileOneIsInDoubt() {
        ObjectRef other = SETS.named("shop", "other");
        ledger.wrote("rollout", WEB, written("u", "120"));
        ledger.inDoubt("rollout", other, "");
        serverAnswers = false;
        assertThat(ledger.freshness("rollout").unseen())
                .containsExactly(
                        new Unseen.InDoubt(other, new KubeError.Transient("down", Optional.empty())),
                        new Unseen.Written(WEB, new ResourceVersion("120")));
    }

    /** Or each of many would cost a timeout. */
    @Test
    void aServerThatDoesNotAnswerIsAskedOnceForEachKind() {
        for (String name : List.of("a", "b", "c")) ledger.inDoubt("rollout", SETS.named("shop", name), "");
        serverAnswers = false;
        assertThat(ledger.freshness("rollout").unseen()).hasSize(3);
        assertThat(asked).hasSize(1);
        serverAnswers = true;
        assertThat(caughtUp()).isTrue();
    }

    @Test
    void onlyTheKeyThatWroteWaits() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        assertThat(ledger.freshness("another")).isEqualTo(new Freshness.CaughtUp());
    }

    @Test
    void theLastWriteOfAnObjectCounts() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        ledger.wrote("rollout", WEB, written("u", "130"));
        cache.has("u", "120", "120");
        assertThat(caughtUp()).isFalse();
        cache.has("u", "130", "130");
        assertThat(caughtUp()).isTrue();
    }

    @Test
    void kindsThatNothingCachesAreNotRemembered() {
        ledger.wrote("rollout", EVENTS.named("shop", "e"), written("u", "120"));
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aMalformedVersionIsSeenWhenTheCacheShowsExactlyIt() {
        ledger.wrote("rollout", WEB, written("u", "opaque-b"));
        cache.has("u", "opaque-a", "opaque-a");
        assertThat(caughtUp()).isFalse();
        cache.has("u", "opaque-b", "opaque-b");
        assertThat(caughtUp()).isTrue();
    }

    @Test
    void aWriteInDoubtIsSettledByALiveRead() {
        ledger.inDoubt("rollout", WEB, "");
        serverAnswers = false;
        assertThat(caughtUp()).as("nobody knows").isFalse();
        serverAnswers = true;
        live.put(WEB, written("u", "120"));
        assertThat(caughtUp()).as("it happened, the cache does not show it").isFalse();
        cache.has("u", "120", "120");
        assertThat(caughtUp()).isTrue();
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aCreationInDoubtThatDidNotHappenBlocksNothing() {
        ledger.inDoubt("rollout", WEB, "");
        assertThat(caughtUp()).isTrue();
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aDeletionInDoubtThatHappenedWaitsForTheCache() {
        cache.has("u", "90", "100");
        ledger.inDoubt("rollout", WEB, "u");
        assertThat(caughtUp()).isFalse();
        cache.hasNothing("100");
        assertThat(caughtUp()).isTrue();
    }

    /** What the cache shows is from before a write that is known to have been asked for. */
    @Test
    void aPatchInDoubtOfAnObjectThatIsGoneWaitsForTheCache() {
        cache.has("u", "90", "100");
        ledger.inDoubt("rollout", WEB, "");
        assertThat(caughtUp()).as("the cache still has it").isFalse();
        cache.has("v", "130", "130");
        assertThat(caughtUp()).as("another one has its name").isTrue();
        assertThat(ledger.size()).isZero();
    }

    /** Else the key would wait for ever for an object to go that is there to stay. */
    @Test
    void whatComesRightAfterTheAnswerIsNotTakenForWhatIsGone() {
        ledger.inDoubt("rollout", WEB, "");
        afterAnswer = () -> cache.has("late", "120", "120");
        assertThat(caughtUp()).isTrue();
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aRewoundHistoryForgivesWhatWasWrittenBefore() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        cache.has("u", "50", "50");
        cache.rewinds++;
        assertThat(caughtUp()).isTrue();
    }

    @Test
    void aKeyWithManyWritesWaitsForTheWholeCollection() {
        for (int i = 0; i <= WriteLedger.MOST_PER_KEY * 4; i++)
            ledger.wrote("rollout", SETS.named("shop", "s" + i), written("u" + i, String.valueOf(1000 + i)));
        assertThat(ledger.size()).isLessThanOrEqualTo(WriteLedger.MOST_PER_KEY + 1);
        cache.hasNothing(String.valueOf(1000 + WriteLedger.MOST_PER_KEY * 4 - 1));
        assertThat(caughtUp()).isFalse();
        cache.hasNothing(String.valueOf(1000 + WriteLedger.MOST_PER_KEY * 4));
        assertThat(caughtUp()).isTrue();
        assertThat(ledger.size()).isZero();
    }

    @Test
    void nothingIsKeptOfAForgottenKey() {
        ledger.wrote("rollout", WEB, written("u", "120"));
        ledger.forget("rollout");
        assertThat(ledger.size()).isZero();
        assertThat(caughtUp()).isTrue();
    }
}
