/** What the documents say about the code is true: files, tests and sections they name exist, and none is forgotten. */
@NullMarked
package tidegate.system.docs;

import org.jspecify.annotations.NullMarked;
