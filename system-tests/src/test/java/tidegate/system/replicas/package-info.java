/**
 * Two replicas of the controller, one of which leads: however the leader goes, the other goes on with its releases, and
 * nothing that the first still sends counts any more.
 */
@NullMarked
package tidegate.system.replicas;

import org.jspecify.annotations.NullMarked;
