/**
 * A Kubernetes API that fails as told: a proxy in front of any other, for tests and trials of what clients do then.
 *
 * <p>Doors: {@link tidegate.playground.fault.FaultLayer}, which stands in front of the API that a kubeconfig names and
 * gives a kubeconfig of its own, and {@link tidegate.playground.fault.FaultyControlPlane}, which does so for a whole
 * control plane. A {@link tidegate.playground.fault.Rule} says which {@linkplain tidegate.playground.fault.Calls calls}
 * meet which {@link tidegate.playground.fault.Fault}; rules come and go while everything runs. Without a rule nothing is
 * changed and nothing waits, watch events included.
 */
@NullMarked
package tidegate.playground.fault;

import org.jspecify.annotations.NullMarked;
