package tidegate.rollout.plan.strategy;

import java.time.Instant;
import java.util.Optional;
import tidegate.rollout.plan.status.Draft;

/**
 * What one pass decided.
 *
 * @param draft the complete next status and the events that come with it
 * @param sizes of all ReplicaSets
 * @param nextLook when time alone changes the decision
 * @param waitsFor for humans, {@code ""} when settled
 */
public record Decision(Draft draft, Sizes sizes, Optional<Instant> nextLook, String waitsFor) {}
