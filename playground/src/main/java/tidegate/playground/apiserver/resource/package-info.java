/**
 * What the API serves: kinds, their subresources, columns, defaults and rules; and the catalogue of them, to which
 * custom resources are added while it runs. Door: {@link tidegate.playground.apiserver.resource.Catalog}.
 */
@NullMarked
package tidegate.playground.apiserver.resource;

import org.jspecify.annotations.NullMarked;
