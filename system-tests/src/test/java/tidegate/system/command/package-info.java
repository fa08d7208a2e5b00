/** What a user types, and what comes back. */
@NullMarked
package tidegate.system.command;

import org.jspecify.annotations.NullMarked;
