/** The playground: a Kubernetes API in this JVM, and what makes it look alive. */
@NullMarked
package tidegate.playground;

import org.jspecify.annotations.NullMarked;
