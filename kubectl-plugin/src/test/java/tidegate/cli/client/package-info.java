@NullMarked
package tidegate.cli.client;

import org.jspecify.annotations.NullMarked;
