/**
 * The five custom resources as schemas, and the CustomResourceDefinitions made from them.
 *
 * <p>The schemas are Java that reads as a table: one line per field with its name, type and text. Door:
 * {@link tidegate.api.crd.Crds}. The files under {@code /crds} are written from the same source by {@code GenerateCrds}
 * (among the tests) and a test keeps both equal, so what is reviewed, what {@code kubectl} applies and what a program
 * gets are one thing.
 *
 * <p>Invariant: every schema is structural for a real kube-apiserver, and each definition fits the annotation in which a
 * plain {@code kubectl apply} stores it.
 */
@NullMarked
package tidegate.api.crd;

import org.jspecify.annotations.NullMarked;
