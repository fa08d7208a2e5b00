@NullMarked
package tidegate.cli;

import org.jspecify.annotations.NullMarked;
