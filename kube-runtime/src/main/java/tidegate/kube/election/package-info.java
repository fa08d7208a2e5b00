/**
 * Who of several processes may write. Door: {@link tidegate.kube.election.LeaseElection}.
 *
 * <p>States: <i>waiting</i> (somebody else holds the lease, or nobody could be asked), <i>leading</i> (we renewed it less
 * than the renew deadline ago), <i>ended</i> (lost or released; final: the process stops). The fence is open only while
 * leading, counted from the moment the last successful renewal was <em>sent</em>: other candidates count from when they
 * see it, which is later, and wait longer.
 */
@NullMarked
package tidegate.kube.election;

import org.jspecify.annotations.NullMarked;
