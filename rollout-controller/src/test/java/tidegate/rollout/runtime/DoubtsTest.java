package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.act.Doubt;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;

/** Writes without an answer, from one pass to the next. */
class DoubtsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Doubts doubts = new Doubts();

    private static Rollout at(String version, String phase) {
        return Rollout.of(Json.object(
                "metadata",
                Json.object("namespace", "shop", "name", "web", "uid", "u", "resourceVersion", version),
                "status",
                Json.object("phase", phase)));
    }

    private static RolloutSnapshot seen(String version, String phase) {
        return RolloutSnapshot.of(at(version, phase), List.of());
    }

    /** A pass at that version, whose status got no answer. */
    private void notAnswered(String version, String phase, RolloutEvent event) {
        var status = new StatusWrite(RolloutStatus.NONE, Json.object("phase", phase), Set.of(), false);
        var doubt = new Doubt(new Doubt.Write.OfStatus(status), "u", version, List.of(event));
        doubts.note(at(version, ""), outcome(Set.of(), List.of(doubt)), NOW);
    }

    private static Outcome outcome(Set<String> written, List<Doubt> doubts) {
        return new Outcome(Set.of(), List.of(), Set.of(), List.of(), written, doubts, 0);
    }

    private List<RolloutEvent> toldOnceSeen(String version, String phase) {
        return doubts.done(seen(version, phase)).stream()
                .flatMap(one -> one.doubt().events().stream())
                .toList();
    }

    @Test
    void whatComesAfterALookThatDidNotShowItIsTold() {
        notAnswered("7", "Paused", RolloutEvent.resumed());
        assertThat(toldOnceSeen("7", "Progressing")).isEmpty();
        assertThat(toldOnceSeen("8", "Paused")).containsExactly(RolloutEvent.resumed());
        assertThat(toldOnceSeen("8", "Paused")).isEmpty();
    }

    @Test
    void whatSomebodyElseForestalledIsNot() {
        notAnswered("7", "Paused", RolloutEvent.resumed());
        assertThat(toldOnceSeen("8", "Progressing")).isEmpty();
        assertThat(toldOnceSeen("9", "Paused")).isEmpty();
    }

    @Test
    void whatThePassItselfWroteAtThatVersionWasNotWrittenBefore() {
        notAnswered("7", "Paused", RolloutEvent.resumed());
        assertThat(toldOnceSeen("7", "Progressing")).isEmpty();
        doubts.note(at("7", "Progressing"), outcome(Set.of("u"), List.of()), NOW);
        assertThat(toldOnceSeen("8", "Paused")).isEmpty();
    }

    @Test
    void ofSeveralTriesOneIsTold() {
        for (int i = 0; i < 100; i++) notAnswered("7", "Paused", RolloutEvent.resumed());
        notAnswered("7", "Healthy", RolloutEvent.updated(3));
        assertThat(toldOnceSeen("8", "Paused")).containsExactly(RolloutEvent.resumed());
    }
}
