/**
 * A model of a Kubernetes cluster with one Rollout: its API, its ReplicaSet controller, its pods.
 *
 * <p>Doors: {@link tidegate.simulator.cluster.SimCluster} and its port {@link tidegate.simulator.cluster.Api}.
 */
@NullMarked
package tidegate.simulator.cluster;

import org.jspecify.annotations.NullMarked;
