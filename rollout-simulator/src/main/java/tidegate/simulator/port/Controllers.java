package tidegate.simulator.port;

/** Makes the controller that is on trial. */
public interface Controllers {
    /** A process with nothing of the one before it. It begins by itself. */
    void start(Host host);
}
