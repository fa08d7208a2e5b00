/**
 * The commands, a file per verb: what they read, the patch they send, what they print.
 *
 * <p>Door: {@link tidegate.cli.command.CommandLineTool#run}. Results go to stdout; errors (one line each), usage and
 * warnings to stderr. Exit code 0 for success, 1 for everything else.
 */
@NullMarked
package tidegate.cli.command;

import org.jspecify.annotations.NullMarked;
