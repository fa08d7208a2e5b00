package tidegate.rollout.plan.service;

import java.util.Optional;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;

/** What becomes of a Service that is to select a version. */
public sealed interface Switch {
    /** It does already. */
    record InPlace() implements Switch {}

    /** @param event to be told once it is done; empty if the selector stays and only the manager is written down */
    record Due(Action.PatchService patch, Optional<RolloutEvent> event) implements Switch {}

    /**
     * Not now.
     *
     * @param why in words: what has to happen first
     */
    record Withheld(String why) implements Switch {}

    /** The errand with what this asks for. */
    default Errand addTo(Errand errand) {
        return switch (this) {
            case InPlace _ -> errand;
            case Withheld(String why) -> errand.waitsFor().isPresent() ? errand : errand.waitingFor(why);
            case Due(Action.PatchService patch, Optional<RolloutEvent> event) -> {
                Errand doing = errand.doing(Stage.Name.SERVICES, patch);
                yield event.map(told -> doing.saying(new Notice(told, Stage.Name.SERVICES, patch)))
                        .orElse(doing);
            }
        };
    }
}
