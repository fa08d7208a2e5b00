/**
 * Calls to the Kubernetes API with the user's own credentials; objects travel as JSON, untouched.
 *
 * <p>Doors: {@link tidegate.cli.client.Connection#resolve} (kubeconfig, flags, in-cluster) and
 * {@link tidegate.cli.client.KubeApi} (requests); {@link tidegate.cli.client.Following} keeps lists up to date by watch.
 * Every failure is an {@link tidegate.cli.client.ApiFailure} or a {@link tidegate.cli.client.ConnectionProblem} whose
 * message is one line for the user.
 *
 * <p>It does not use the official client's classes: reading their 800 models costs more than all the rest of a start,
 * and their key parser needs a cryptography library that is half the size of this program.
 */
@NullMarked
package tidegate.cli.client;

import org.jspecify.annotations.NullMarked;
