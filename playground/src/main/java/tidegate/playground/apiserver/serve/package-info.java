/**
 * HTTP: paths, content types, lists, watches, discovery, and the door for tests.
 */
@NullMarked
package tidegate.playground.apiserver.serve;

import org.jspecify.annotations.NullMarked;
