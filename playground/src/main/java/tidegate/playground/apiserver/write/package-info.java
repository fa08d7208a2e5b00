/**
 * The one path by which an object changes: decode, default, validate, own, store; with preconditions, dry run,
 * finalizers and graceful deletion. Door: {@link tidegate.playground.apiserver.write.Writer}.
 */
@NullMarked
package tidegate.playground.apiserver.write;

import org.jspecify.annotations.NullMarked;
