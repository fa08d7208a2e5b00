package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

/** Lists: their form, pages, versions, and what selectors let through. */
@ExtendWith(ConformanceExtension.class)
class ListTest {

    @Test
    void aListIsOfItsKindAndItsItemsOfACustomKindCarryTheirOwn(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json list = space.all("GET", ROLLOUT).ok(200);
        assertThat(list.get("kind")).isEqualTo(Json.of("RolloutList"));
        assertThat(list.get("apiVersion")).isEqualTo(Json.of("argoproj.io/v1alpha1"));
        assertThat(list.get("items").get(0)).isEqualTo(space.get(ROLLOUT, "shop"));
        assertThat(list.at("metadata", "continue").stringOrEmpty()).isEmpty();
    }

    @Test
    void theItemsOfABuiltInListLeaveOutTheirKind(Space space) {
        space.create(CONFIG_MAP, Given.configMap("one"));
        Json list = space.all("GET", CONFIG_MAP).ok(200);
        assertThat(list.get("kind")).isEqualTo(Json.of("ConfigMapList"));
        assertThat(list.get("apiVersion")).isEqualTo(Json.of("v1"));
        assertThat(list.get("items").get(0).members().keySet()).doesNotContain("kind", "apiVersion");
    }

    @Test
    void anEmptyListHasAnEmptyArrayAndAVersion(Space space) {
        Json list = space.all("GET", ROLLOUT).ok(200);
        assertThat(list.get("items")).isEqualTo(Json.EMPTY_ARRAY);
        assertThat(Long.parseLong(Space.versionOf(list))).isPositive();
    }

    @Test
    void aListIsInTheOrderOfNames(Space space) {
        for (String name : List.of("b", "c", "a")) space.create(CONFIG_MAP, Given.configMap(name));
        assertThat(space.names(space.all("GET", CONFIG_MAP))).containsExactly("a", "b", "c");
    }

    @Test
    void pagesShowOneConsistentState(Space space) {
        for (int i = 0; i < 5; i++) space.create(ROLLOUT, Given.rollout("shop-" + i));
        var names = new ArrayList<String>();
        Json page = space.all("GET", ROLLOUT).with("limit", 2).ok(200);
        String version = Space.versionOf(page);
        assertThat(page.get("items").size()).isEqualTo(2);
        assertThat(page.at("metadata", "remainingItemCount")).isEqualTo(Json.of(3));
        addNames(names, page);
        space.delete(ROLLOUT, "shop-4");
        space.create(ROLLOUT, Given.rollout("shop-9"));

        String more = page.at("metadata", "continue").stringOrEmpty();
        while (!more.isEmpty()) {
            page = space.all("GET", ROLLOUT)
                    .with("limit", 2)
                    .with("continue", more)
                    .ok(200);
            assertThat(Space.versionOf(page)).as("every page is of one version").isEqualTo(version);
            addNames(names, page);
            more = page.at("metadata", "continue").stringOrEmpty();
        }
        assertThat(names).containsExactly("shop-0", "shop-1", "shop-2", "shop-3", "shop-4");
        assertThat(page.at("metadata", "remainingItemCount").isMissing()).isTrue();
    }

    private static void addNames(List<String> names, Json page) {
        page.get("items").elements().forEach(item -> names.add(Space.nameOf(item)));
    }

    @Test
    void aSelectedListIsPagedWithoutSayingWhatRemains(Space space) {
        for (int i = 0; i < 4; i++)
            space.create(CONFIG_MAP, Given.labelled(Given.configMap("c-" + i), "even", String.valueOf(i % 2 == 0)));
        Call selected =
                space.all("GET", CONFIG_MAP).with("labelSelector", "even=true").with("limit", 1);
        Json page = selected.ok(200);
        assertThat(page.at("metadata", "remainingItemCount").isMissing()).isTrue();
        Json next = selected.with("continue", page.at("metadata", "continue").stringOrEmpty())
                .ok(200);
        assertThat(Space.nameOf(next.get("items").get(0))).isEqualTo("c-2");
    }

    @Test
    void anUnreadableContinuationIsRefused(Space space) {
        space.all("GET", CONFIG_MAP)
                .with("limit", 1)
                .with("continue", "not-a-token")
                .refused(400, "BadRequest");
    }

    @Test
    void aListNotOlderThanAWriteShowsIt(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("new"));
        for (Call call : List.of(
                space.all("GET", CONFIG_MAP).with("resourceVersion", Space.versionOf(made)),
                space.all("GET", CONFIG_MAP)
                        .with("resourceVersion", Space.versionOf(made))
                        .with("resourceVersionMatch", "NotOlderThan")))
            assertThat(space.names(call)).contains("new");
    }

    @Test
    void aListOfExactlyOneVersionShowsThatState(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("early"));
        space.create(CONFIG_MAP, Given.configMap("late"));
        Json list = space.all("GET", CONFIG_MAP)
                .with("resourceVersion", Space.versionOf(made))
                .with("resourceVersionMatch", "Exact")
                .with("limit", 100)
                .ok(200);
        assertThat(list.get("items").elements().stream().map(Space::nameOf))
                .contains("early")
                .doesNotContain("late");
        assertThat(Space.versionOf(list)).isEqualTo(Space.versionOf(made));
    }

    record Misuse(String why, List<String> parameters, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Misuse> misuses = List.of(
            new Misuse(
                    "a match without a version",
                    List.of("resourceVersionMatch=Exact"),
                    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is"
                            + " provided"),
            new Misuse(
                    "exactly version zero",
                    List.of("resourceVersionMatch=Exact", "resourceVersion=0"),
                    "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion"
                            + " \"0\""),
            new Misuse(
                    "an unknown match",
                    List.of("resourceVersionMatch=Newest", "resourceVersion=1"),
                    "resourceVersionMatch: Unsupported value: \"Newest\": supported values:"));

    @ParameterizedTest
    @FieldSource("misuses")
    void aVersionMatchThatMakesNoSenseIsRefused(Misuse misuse, Space space) {
        Call call = space.all("GET", CONFIG_MAP);
        for (String parameter : misuse.parameters()) {
            String[] parts = parameter.split("=", 2);
            call = call.with(parts[0], parts[1]);
        }
        call.refused(422, "Invalid").saying(misuse.message());
    }

    record Selector(String labels, String... names) {
        @Override
        public String toString() {
            return labels;
        }
    }

    static final List<Selector> selectors = List.of(
            new Selector("", "bare", "blue", "blue-old", "red"),
            new Selector("colour=blue", "blue", "blue-old"),
            new Selector("colour==blue", "blue", "blue-old"),
            new Selector("colour!=blue", "bare", "red"),
            new Selector("colour", "blue", "blue-old", "red"),
            new Selector("!colour", "bare"),
            new Selector("colour in (blue, red)", "blue", "blue-old", "red"),
            new Selector("colour in (red)", "red"),
            new Selector("colour notin (red)", "bare", "blue", "blue-old"),
            new Selector("colour,colour notin (red)", "blue", "blue-old"),
            new Selector("colour=blue,age!=old", "blue"),
            new Selector("colour=blue , age = old", "blue-old"),
            new Selector("colour=", new String[0]),
            new Selector("age in (,old)", "blue-old"),
            new Selector("weight > 5", "red"),
            new Selector("weight<5", "blue"),
            new Selector("example.com/colour=blue", new String[0]));

    @ParameterizedTest
    @FieldSource("selectors")
    void labelSelectorsLetThrough(Selector selector, Space space) {
        space.create(CONFIG_MAP, Given.configMap("bare"));
        space.create(CONFIG_MAP, coloured("blue", Json.object("colour", "blue", "weight", "3")));
        space.create(CONFIG_MAP, coloured("blue-old", Json.object("colour", "blue", "age", "old")));
        space.create(CONFIG_MAP, coloured("red", Json.object("colour", "red", "weight", "7")));
        assertThat(space.names(space.all("GET", CONFIG_MAP).with("labelSelector", selector.labels())).stream()
                        .filter(name -> !name.equals("kube-root-ca.crt")))
                .containsExactlyInAnyOrder(selector.names());
    }

    private static Json coloured(String name, Json labels) {
        return Given.configMap(name).withAt(List.of("metadata", "labels"), labels);
    }

    @ParameterizedTest
    @FieldSource("brokenSelectors")
    void aBrokenLabelSelectorIsRefused(String selector, Space space) {
        space.all("GET", ROLLOUT).with("labelSelector", selector).refused(400, "BadRequest");
    }

    static final List<String> brokenSelectors = List.of("a=b=c", "colour in blue", "a b", "-a=b", "a=b c");

    @Test
    void fieldSelectorsKnowNameAndNamespaceOfEveryKind(Space space) {
        space.create(ROLLOUT, Given.rollout("one"));
        space.create(ROLLOUT, Given.rollout("two"));
        Call all = space.all("GET", ROLLOUT);
        assertThat(space.names(all.with("fieldSelector", "metadata.name=one"))).containsExactly("one");
        assertThat(space.names(all.with("fieldSelector", "metadata.name!=one"))).containsExactly("two");
        assertThat(space.names(all.with("fieldSelector", "metadata.name=one,metadata.name=two")))
                .isEmpty();
        assertThat(space.names(space.call("GET", ROLLOUT.everywhere())
                        .with("fieldSelector", "metadata.namespace=" + space.namespace())))
                .containsExactly("one", "two");
    }

    @Test
    void fieldSelectorsOfPodsKnowNodeAndPhase(Space space) {
        String node = ApiUnderTest.uniqueName("node");
        space.create(POD, Given.pod("placed"));
        space.create(POD, Given.pod("waiting"));
        DeletionTest.bind(space, "placed", node);
        Call all = space.all("GET", POD);
        assertThat(space.names(all.with("fieldSelector", "spec.nodeName=" + node)))
                .containsExactly("placed");
        assertThat(space.names(all.with("fieldSelector", "spec.nodeName="))).containsExactly("waiting");
        assertThat(space.names(all.with("fieldSelector", "status.phase=Pending")))
                .hasSize(2);
        assertThat(space.names(all.with("fieldSelector", "status.phase!=Pending")))
                .isEmpty();
    }

    @Test
    void fieldSelectorsOfEventsKnowTheObjectTheyAreAbout(Space space) {
        for (String about : List.of("one", "two")) space.create(Kind.EVENT, """
                apiVersion: v1
                kind: Event
                metadata: {name: about-%1$s}
                involvedObject: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: %1$s, namespace: %2$s}
                reason: RolloutUpdated
                message: it was
                type: Normal
                """.formatted(about, space.namespace()));
        assertThat(space.names(space.all("GET", Kind.EVENT)
                        .with("fieldSelector", "involvedObject.kind=Rollout,involvedObject.name=two")))
                .containsExactly("about-two");
    }

    @Test
    void anUnknownFieldLabelIsRefused(Space space) {
        space.all("GET", ROLLOUT)
                .with("fieldSelector", "spec.replicas=5")
                .refused(400, "BadRequest")
                .saying("field label not supported: spec.replicas");
    }
}
