/**
 * The Kubernetes API as this project calls it: JSON in, JSON out, every refusal a value.
 *
 * <p>Door: {@link tidegate.kube.client.KubeClient}. Invariant: no object passes through a typed model, so a field that
 * this code does not know survives; writes are patches on exact paths with a precondition.
 */
@NullMarked
package tidegate.kube.client;

import org.jspecify.annotations.NullMarked;
