/**
 * What users say to a Rollout, as the patches that clients send.
 *
 * <p>Doors: {@link tidegate.api.command.UserCommands}, {@link tidegate.api.command.Patches},
 * {@link tidegate.api.command.Idle}. The bodies are a contract:
 * other controllers of the same API understand them, and other clients send the same. Nothing is sent from here.
 */
@NullMarked
package tidegate.api.command;

import org.jspecify.annotations.NullMarked;
