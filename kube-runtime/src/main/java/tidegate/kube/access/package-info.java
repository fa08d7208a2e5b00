/**
 * Which API server, as whom: kubeconfig files with kubectl's flags over them, or the pod that this process runs in.
 *
 * <p>Door: {@link tidegate.kube.access.ClusterAccess#resolve}. Invariant: whatever is wrong with them is one {@link
 * tidegate.kube.access.AccessException} whose message names the file, the field and what is expected.
 */
@NullMarked
package tidegate.kube.access;

import org.jspecify.annotations.NullMarked;
