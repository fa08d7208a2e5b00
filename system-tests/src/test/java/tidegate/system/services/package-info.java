/** Services of a canary: who is sent where, on the way and when somebody interferes. */
@NullMarked
package tidegate.system.services;

import org.jspecify.annotations.NullMarked;
