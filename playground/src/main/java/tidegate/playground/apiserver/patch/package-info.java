/**
 * JSON patch, JSON merge patch and strategic merge patch. Pure: a tree and a patch in, a new tree out.
 */
@NullMarked
package tidegate.playground.apiserver.patch;

import org.jspecify.annotations.NullMarked;
