/**
 * Tables as kubectl prints them.
 */
@NullMarked
package tidegate.playground.apiserver.table;

import org.jspecify.annotations.NullMarked;
