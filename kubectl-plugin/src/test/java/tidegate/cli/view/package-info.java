@NullMarked
package tidegate.cli.view;

import org.jspecify.annotations.NullMarked;
