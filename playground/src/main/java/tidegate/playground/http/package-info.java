/** HTTP servers of this machine alone. Door: {@link tidegate.playground.http.Loopback}. */
@NullMarked
package tidegate.playground.http;

import org.jspecify.annotations.NullMarked;
