/**
 * Others who move a Rollout's size and pods: the horizontal autoscaler of a real kube-controller-manager, evictions
 * under a PodDisruptionBudget, and {@code kubectl scale}, in every phase of a release.
 */
@NullMarked
package tidegate.system.autoscale;

import org.jspecify.annotations.NullMarked;
