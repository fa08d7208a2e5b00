package tidegate.simulator.episode;

/**
 * A deed at its time.
 *
 * @param millis since the start
 * @param dice decides what the deed leaves open, so that dropping another happening changes nothing about this one
 */
public record Happening(int millis, Deed deed, long dice) {}
