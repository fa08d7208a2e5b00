/**
 * Ways to get a Kubernetes API for tests and trials, behind one interface.
 *
 * <p>Doors: {@link tidegate.controlplane.ControlPlane}, {@link tidegate.controlplane.RealControlPlane} (etcd,
 * kube-apiserver and kube-controller-manager as processes on this machine), {@link
 * tidegate.controlplane.GivenCluster} (somebody's kubeconfig). The embedded one lives in the playground.
 */
@NullMarked
package tidegate.controlplane;

import org.jspecify.annotations.NullMarked;
