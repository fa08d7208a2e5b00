/**
 * The names of pod templates: byte for byte the hashes that other controllers of the same API compute.
 *
 * <p>Doors: {@link tidegate.api.hash.PodTemplateHash}, {@link tidegate.api.hash.StepHash}. A hash is FNV-1a over JSON
 * as Go's encoder writes it from typed structures; {@link tidegate.api.hash.GoJson} is that encoder, driven by tables of
 * the types' fields. Invariant: a hash names a ReplicaSet once; afterwards the label is an opaque id that is read, never
 * recomputed.
 */
@NullMarked
package tidegate.api.hash;

import org.jspecify.annotations.NullMarked;
