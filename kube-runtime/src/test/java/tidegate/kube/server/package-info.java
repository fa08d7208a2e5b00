/** The server that the tests of this module run against. Door: {@link tidegate.kube.server.TestApiServer}. */
@NullMarked
package tidegate.kube.server;

import org.jspecify.annotations.NullMarked;
