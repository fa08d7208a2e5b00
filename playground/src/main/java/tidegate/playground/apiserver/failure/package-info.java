/**
 * What the API refuses, as the {@code Status} body a client sees. Door:
 * {@link tidegate.playground.apiserver.failure.ApiFailure}.
 */
@NullMarked
package tidegate.playground.apiserver.failure;

import org.jspecify.annotations.NullMarked;
