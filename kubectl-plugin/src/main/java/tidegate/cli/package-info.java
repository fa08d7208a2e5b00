/** The process: streams, signals, terminal. Door: {@link tidegate.cli.Main}; nobody imports it. */
@NullMarked
package tidegate.cli;

import org.jspecify.annotations.NullMarked;
