/**
 * When each key gets its next pass. Door: {@link tidegate.kube.schedule.KeyedScheduler}.
 *
 * <p>Invariants: one key never has two passes at once; a key that was added during its pass gets another; nothing that
 * was added is dropped; a timer is not a retry and is not delayed by retries of others.
 */
@NullMarked
package tidegate.kube.schedule;

import org.jspecify.annotations.NullMarked;
