package tidegate.rollout.act;

/**
 * How the writes to pods of one plan are carried out. A Rollout may have thousands of pods: what one pass leaves over is
 * planned again, so that neither deadline nor abort nor status waits for all of them.
 *
 * @param atOnce written side by side; 1 writes them in turn in the calling thread
 * @param perPass the most that one plan may write
 * @param attempts for each pod that somebody else writes at the same time, kubelets above all
 */
public record PodWrites(int atOnce, int perPass, int attempts) {
    /** In turn, in the calling thread. */
    public static final PodWrites IN_TURN = new PodWrites(1, 100, 3);

    public PodWrites {
        if (atOnce < 1 || perPass < 1 || attempts < 1)
            throw new IllegalArgumentException("pod writes: " + atOnce + " at once, " + perPass + " a pass, " + attempts
                    + " attempts (expected: 1 or more each)");
    }
}
