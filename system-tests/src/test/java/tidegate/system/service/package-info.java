/** The service as a process: how it starts, what it says when it cannot, how it ends, and who leads. */
@NullMarked
package tidegate.system.service;

import org.jspecify.annotations.NullMarked;
