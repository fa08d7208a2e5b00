package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.json.Json;
import tidegate.system.conformance.Watching.Event;

/** Watches: what they begin with, what they tell, and how they end. */
@ExtendWith(ConformanceExtension.class)
class WatchTest {

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aWatchFromAVersionTellsEveryLaterChangeInOrder(Kind kind, Space space) {
        Json first = space.create(kind, a(kind, "first"));
        try (Watching watch = space.watch(kind, Space.versionOf(first))) {
            space.create(kind, a(kind, "second"));
            space.merge(kind, "first", "{\"metadata\":{\"labels\":{\"round\":\"1\"}}}");
            space.delete(kind, "second");

            watch.expect("ADDED", "second");
            Json changed = watch.expect("MODIFIED", "first");
            Json deleted = watch.expect("DELETED", "second");

            assertThat(changed).isEqualTo(space.get(kind, "first"));
            assertThat(Long.parseLong(Space.versionOf(deleted)))
                    .as("a deletion has a version of its own")
                    .isGreaterThan(Long.parseLong(Space.versionOf(changed)));
        }
    }

    @Test
    void aWatchFromAListMissesNothingInBetween(Space space) {
        space.create(CONFIG_MAP, Given.configMap("before"));
        String listed = Space.versionOf(space.all("GET", CONFIG_MAP).ok(200));
        space.create(CONFIG_MAP, Given.configMap("between"));
        try (Watching watch = space.watch(CONFIG_MAP, listed)) {
            watch.expect("ADDED", "between");
        }
    }

    @Test
    void aWatchWithoutVersionBeginsWithWhatIsThere(Space space) {
        space.create(CONFIG_MAP, Given.configMap("one"));
        space.create(CONFIG_MAP, Given.configMap("two"));
        try (Watching watch = space.all("GET", CONFIG_MAP).watch()) {
            assertThat(List.of(watch.next().toString(), watch.next().toString()))
                    .containsExactlyInAnyOrder("ADDED one", "ADDED two");
            space.create(CONFIG_MAP, Given.configMap("three"));
            watch.expect("ADDED", "three");
        }
    }

    @Test
    void aWatchFromVersionZeroBeginsWithWhatIsThere(Space space) {
        space.create(CONFIG_MAP, Given.configMap("one"));
        try (Watching watch = space.watch(CONFIG_MAP, "0")) {
            watch.expect("ADDED", "one");
            space.create(CONFIG_MAP, Given.configMap("two"));
            watch.expect("ADDED", "two");
        }
    }

    @Test
    void theInitialEventsEndWithAnAnnotatedBookmark(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Call streaming = space.all("GET", ROLLOUT)
                .with("sendInitialEvents", true)
                .with("resourceVersionMatch", "NotOlderThan")
                .with("allowWatchBookmarks", true);
        try (Watching watch = streaming.watch()) {
            assertThat(watch.next()).hasToString("ADDED shop");
            Event bookmark = watch.next();
            assertThat(bookmark.type()).isEqualTo("BOOKMARK");
            assertThat(bookmark.object().get("kind")).isEqualTo(Json.of("Rollout"));
            assertThat(bookmark.object().get("apiVersion")).isEqualTo(Json.of("argoproj.io/v1alpha1"));
            assertThat(bookmark.object().at("metadata", "annotations", "k8s.io/initial-events-end"))
                    .isEqualTo(Json.of("true"));
            space.create(ROLLOUT, Given.rollout("other"));
            Json added = watch.expect("ADDED", "other");
            assertThat(Long.parseLong(Space.versionOf(added))).isGreaterThan(bookmark.version());
        }
    }

    @Test
    void initialEventsNeedAMatchAndBookmarksToBeAskedFor(Space space) {
        Call streaming = space.all("GET", CONFIG_MAP).with("watch", true).with("sendInitialEvents", true);
        streaming
                .refused(422, "Invalid")
                .saying("resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to"
                        + " NotOlderThan");
    }

    /** The real API sends one only of a later version than the watch began with, so something has to happen elsewhere. */
    @Test
    void aWatchWithBookmarksGetsOneBeforeItsTimeIsUp(Space space, Space elsewhere) {
        Json object = space.create(CONFIG_MAP, Given.configMap("quiet"));
        Call call = space.all("GET", CONFIG_MAP)
                .with("resourceVersion", Space.versionOf(object))
                .with("allowWatchBookmarks", true)
                .with("timeoutSeconds", 8);
        try (Watching watch = call.watch()) {
            elsewhere.create(CONFIG_MAP, Given.configMap("unrelated"));
            List<Event> events = watch.untilTheEnd();
            assertThat(events).isNotEmpty().allMatch(event -> event.type().equals("BOOKMARK"));
            assertThat(events.getLast().version()).isGreaterThanOrEqualTo(Long.parseLong(Space.versionOf(object)));
            assertThat(events.getLast().object().get("metadata").members().keySet())
                    .contains("resourceVersion")
                    .doesNotContain("name", "uid");
        }
    }

    @Test
    void aWatchEndsQuietlyWhenItsTimeIsUp(Space space) {
        Json object = space.create(CONFIG_MAP, Given.configMap("quiet"));
        Call call = space.all("GET", CONFIG_MAP)
                .with("resourceVersion", Space.versionOf(object))
                .with("timeoutSeconds", 1);
        try (Watching watch = call.watch()) {
            assertThat(watch.untilTheEnd()).isEmpty();
        }
    }

    @Test
    void anObjectEntersAndLeavesALabelledWatchAsItsLabelsChange(Space space) {
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("moving"), "tier", "front"));
        Call call = space.all("GET", CONFIG_MAP)
                .with("labelSelector", "tier=back")
                .with(
                        "resourceVersion",
                        Space.versionOf(space.all("GET", CONFIG_MAP).ok(200)));
        try (Watching watch = call.watch()) {
            space.merge(CONFIG_MAP, "moving", "{\"metadata\":{\"labels\":{\"tier\":\"back\"}}}");
            space.merge(CONFIG_MAP, "moving", "{\"data\":{\"colour\":\"red\"}}");
            space.merge(CONFIG_MAP, "moving", "{\"metadata\":{\"labels\":{\"tier\":\"front\"}}}");
            Json back = space.merge(CONFIG_MAP, "moving", "{\"metadata\":{\"labels\":{\"tier\":\"back\"}}}");

            watch.expect("ADDED", "moving");
            Json red = watch.expect("MODIFIED", "moving");
            Json left = watch.expect("DELETED", "moving");
            assertThat(left.at("metadata", "labels", "tier"))
                    .as("what left is told as it was while it matched")
                    .isEqualTo(Json.of("back"));
            assertThat(left.get("data")).isEqualTo(red.get("data"));
            assertThat(Long.parseLong(Space.versionOf(left)))
                    .as("with the version that made it leave")
                    .isGreaterThan(Long.parseLong(Space.versionOf(red)));
            assertThat(watch.expect("ADDED", "moving")).isEqualTo(back);
        }
    }

    @Test
    void aDeletionIsToldOnlyWhereTheObjectMatched(Space space) {
        String from = Space.versionOf(space.all("GET", CONFIG_MAP).ok(200));
        Call call =
                space.all("GET", CONFIG_MAP).with("labelSelector", "tier=back").with("resourceVersion", from);
        try (Watching watch = call.watch()) {
            space.create(CONFIG_MAP, Given.labelled(Given.configMap("other"), "tier", "front"));
            space.delete(CONFIG_MAP, "other");
            space.create(CONFIG_MAP, Given.labelled(Given.configMap("mine"), "tier", "back"));
            space.delete(CONFIG_MAP, "mine");

            watch.expect("ADDED", "mine");
            watch.expect("DELETED", "mine");
        }
    }

    @Test
    void aWatchCanBeAboutOneName(Space space) {
        space.create(ROLLOUT, Given.rollout("other"));
        space.create(ROLLOUT, Given.rollout("shop"));
        Call call = space.all("GET", ROLLOUT).with("fieldSelector", "metadata.name=shop");
        try (Watching watch = call.watch()) {
            watch.expect("ADDED", "shop");
            space.merge(ROLLOUT, "other", "{\"spec\":{\"paused\":true}}");
            space.merge(ROLLOUT, "shop", "{\"spec\":{\"paused\":true}}");
            watch.expect("MODIFIED", "shop");
        }
    }

    @Test
    void aPodEntersAWatchOfItsNodeWhenItIsBound(Space space) {
        String node = ApiUnderTest.uniqueName("node");
        space.create(Kind.POD, Given.pod("shop"));
        Call call = space.call("GET", Kind.POD.everywhere()).with("fieldSelector", "spec.nodeName=" + node);
        try (Watching watch = call.watch()) {
            DeletionTest.bind(space, "shop", node);
            watch.expect("ADDED", "shop");
        }
    }

    @Test
    void aWriteThatChangesNothingIsNotTold(Space space) {
        Json before = space.create(CONFIG_MAP, Given.configMap("same"));
        try (Watching watch = space.watch(CONFIG_MAP, Space.versionOf(before))) {
            Json after = space.put(CONFIG_MAP, "same", before);
            assertThat(Space.versionOf(after)).isEqualTo(Space.versionOf(before));
            space.create(CONFIG_MAP, Given.configMap("next"));
            watch.expect("ADDED", "next");
        }
    }

    @Test
    void aWatchAcrossNamespacesTellsOfAllOfThem(Space space) {
        String from = Space.versionOf(space.call("GET", ROLLOUT.everywhere()).ok(200));
        try (Watching watch = space.call("GET", ROLLOUT.everywhere())
                .with("resourceVersion", from)
                .watch()) {
            space.create(ROLLOUT, Given.rollout("shop"));
            Event event = watch.nextOf(any ->
                    any.object().at("metadata", "namespace").stringOrEmpty().equals(space.namespace()));
            assertThat(event).hasToString("ADDED shop");
        }
    }

    private static Json a(Kind kind, String name) {
        return kind == ROLLOUT ? Given.rollout(name) : Given.configMap(name);
    }
}
