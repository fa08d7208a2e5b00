/**
 * The {@link tidegate.kube.client.KubeClient} over HTTP: TLS and keys by the official client's {@code ApiClient}, bodies
 * as JSON values.
 *
 * <p>Door: {@link tidegate.kube.http.HttpKubeClient#connect}.
 */
@NullMarked
package tidegate.kube.http;

import org.jspecify.annotations.NullMarked;
