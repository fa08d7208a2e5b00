/**
 * A model of a Kubernetes cluster with one namespace: its API, its ReplicaSet controller, its pods, its garbage
 * collector.
 *
 * <p>Door: {@link tidegate.simulator.cluster.ApiServer}. It never fails by itself: faults are between it and who asks.
 */
@NullMarked
package tidegate.simulator.cluster;

import org.jspecify.annotations.NullMarked;
