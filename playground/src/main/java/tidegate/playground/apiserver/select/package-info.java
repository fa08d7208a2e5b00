/**
 * Label and field selectors. Pure.
 */
@NullMarked
package tidegate.playground.apiserver.select;

import org.jspecify.annotations.NullMarked;
