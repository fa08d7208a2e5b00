/** What the tests of nodes, controllers and gateway stand on: an API with nodes, and waiting for states. */
@NullMarked
package tidegate.playground.world;

import org.jspecify.annotations.NullMarked;
