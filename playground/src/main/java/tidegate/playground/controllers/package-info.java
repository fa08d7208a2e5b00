/**
 * The controllers that a Kubernetes API needs beside it before pods appear and are found: ReplicaSet, Deployment,
 * EndpointSlice, Endpoints and PodDisruptionBudget. The embedded API runs with these; a real one has its own.
 *
 * <p>Door: {@link tidegate.playground.controllers.Controllers}. Each controller decides in pure code from what its
 * mirrors hold, and waits with the next decision until they show its own last writes ({@link
 * tidegate.playground.controllers.OwnWrites}).
 */
@NullMarked
package tidegate.playground.controllers;

import org.jspecify.annotations.NullMarked;
