/**
 * What we rely on in a Kubernetes API, asked of whichever API the run is about.
 *
 * <p>One suite, the same for every control plane (system property {@code tidegate.control-plane}); it pins the embedded
 * API to a real kube-apiserver, so a test here must pass on both, and what the real one does is right. It talks raw HTTP
 * through {@link tidegate.system.conformance.Call}, without any client library that could hide a difference, and runs
 * kubectl as people do. Neither our controller nor nodes run beside it: nobody else writes.
 *
 * <p>Door: {@link tidegate.system.conformance.Space}, a namespace of its own for each test.
 */
@NullMarked
package tidegate.system.conformance;

import org.jspecify.annotations.NullMarked;
