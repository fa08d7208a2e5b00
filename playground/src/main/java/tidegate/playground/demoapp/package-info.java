/**
 * The demo application: what a simulated pod answers. Its image's tag says its colour, as in {@code
 * argoproj/rollouts-demo:yellow}; {@code bad-yellow} fails every second request, {@code slow-yellow} takes its time.
 *
 * <p>Door: {@link tidegate.playground.demoapp.DemoApp}. It knows no network: the gateway asks it in place of a
 * connection.
 */
@NullMarked
package tidegate.playground.demoapp;

import org.jspecify.annotations.NullMarked;
