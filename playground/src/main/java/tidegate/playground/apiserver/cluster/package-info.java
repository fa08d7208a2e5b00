/**
 * What a control plane does behind the API and kubectl relies on: garbage collection by owner, namespace
 * life cycle, custom resource definitions.
 */
@NullMarked
package tidegate.playground.apiserver.cluster;

import org.jspecify.annotations.NullMarked;
