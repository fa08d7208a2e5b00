/** What runs once at build time so that the JDK can prepare a start-up cache. Nobody imports it. */
@NullMarked
package tidegate.cli.training;

import org.jspecify.annotations.NullMarked;
