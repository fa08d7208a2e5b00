/**
 * Pod templates: what a ReplicaSet's template was before a controller added to it, and when two templates are the same.
 *
 * <p>Doors: {@link tidegate.api.template.PodTemplates}. The hash of a template is in {@code tidegate.api.hash}; a
 * different hash never means a different template.
 */
@NullMarked
package tidegate.api.template;

import org.jspecify.annotations.NullMarked;
