@NullMarked
package tidegate.cli.command;

import org.jspecify.annotations.NullMarked;
