/**
 * A small client for any Kubernetes API, on the JDK's HTTP client.
 *
 * <p>Doors: {@link tidegate.playground.client.KubeApi} for single calls, {@link tidegate.playground.client.Mirror} for a
 * local copy of a list that follows its watch. It shares no code with the product's own client, so that a bug in one
 * cannot hide in the other.
 */
@NullMarked
package tidegate.playground.client;

import org.jspecify.annotations.NullMarked;
