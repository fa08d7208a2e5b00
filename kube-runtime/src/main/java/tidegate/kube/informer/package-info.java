/**
 * A local copy of one collection that says how recent it is.
 *
 * <p>Door: {@link tidegate.kube.informer.Informer}. Invariants: the copy of an object only moves forward in its history;
 * nothing but the server's answers is ever written into it; the collection's version is raised only after everything up
 * to it is in the store. An object that is not in the store may exist: only {@link
 * tidegate.kube.client.KubeClient#find} confirms an absence.
 */
@NullMarked
package tidegate.kube.informer;

import org.jspecify.annotations.NullMarked;
