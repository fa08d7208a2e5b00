/**
 * {@code ./tidegate demo}: a whole release, shown as it happens, on any control plane.
 *
 * <p>Door: {@link tidegate.playground.demo.DemoMain}. The demo is a user: it starts the deployed controller as its own
 * process, talks to the API over HTTP and to the plugin over its command line, and asserts what it shows. It knows
 * nothing of their insides.
 */
@NullMarked
package tidegate.playground.demo;

import org.jspecify.annotations.NullMarked;
