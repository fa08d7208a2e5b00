/**
 * JSON trees as the API carries them: reading documents (JSON, YAML, duplicate fields noticed), reaching into them,
 * quantities and timestamps. Door: {@link tidegate.playground.apiserver.tree.Tree}.
 */
@NullMarked
package tidegate.playground.apiserver.tree;

import org.jspecify.annotations.NullMarked;
