/**
 * The whole decision about a Rollout whose versions are exchanged all at once, behind a Service.
 *
 * <p>Door: {@link tidegate.rollout.plan.bluegreen.BlueGreenStrategy}: the order of a pass. What has to hold before users
 * are sent to the new version is decided in one place ({@code Admission}), where verdicts of analyses join; where the
 * active Service points in another ({@code BlueGreenServices}); when the new version becomes the stable one in a third
 * ({@code BlueGreenPromotion}), where what has to hold after the switch joins. Invariants: the active Service is switched
 * only to a version with all its pods; a version that it selects, or might, keeps its pods; a version becomes stable only
 * after the Service was seen to select it.
 */
@NullMarked
package tidegate.rollout.plan.bluegreen;

import org.jspecify.annotations.NullMarked;
