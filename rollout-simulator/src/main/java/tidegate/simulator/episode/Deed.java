package tidegate.simulator.episode;

/** What may happen in an episode besides what the weather brings. */
public enum Deed {
    SET_IMAGE(Doer.USER),
    SET_GOOD_IMAGE(Doer.USER),
    SET_BROKEN_IMAGE(Doer.USER),
    PROMOTE(Doer.USER),
    PROMOTE_FULLY(Doer.USER),
    ABORT(Doer.USER),
    RETRY(Doer.USER),
    UNDO(Doer.USER),
    PAUSE(Doer.USER),
    RESUME(Doer.USER),
    SCALE(Doer.USER),
    /** Field failure 8: replicas and template in one write. */
    SCALE_AND_SET_IMAGE(Doer.USER),
    /** Field failure 11: a promote right after a scale. */
    SCALE_AND_PROMOTE(Doer.USER),
    /** Field failure 4: an abort, and then an image that is broken. */
    ABORT_AND_SET_BROKEN_IMAGE(Doer.USER),
    /** Field failure 12: a retry or another version in the middle of a promotion. */
    PROMOTE_AND_SET_IMAGE(Doer.USER),
    EDIT_STEPS(Doer.USER),
    EDIT_LIMITS(Doer.USER),
    GO_TO_STEP(Doer.USER),
    RESTART(Doer.USER),
    ANNOTATE(Doer.USER),
    /** Field failure 7, its second half: another strategy while the first one waits. */
    SWITCH_STRATEGY(Doer.USER),
    EDIT_WORKLOAD(Doer.USER),
    DELETE_ROLLOUT(Doer.USER),

    AUTOSCALE(Doer.OTHERS),
    /** An older manifest without replicas is applied once more. */
    REAPPLY(Doer.OTHERS),
    RELABEL_SET(Doer.OTHERS),
    SCALE_SET(Doer.OTHERS),
    /** Field failure 7, its first half: the stable ReplicaSet is lost. */
    DELETE_STABLE_SET(Doer.OTHERS),
    DELETE_SET(Doer.OTHERS),
    WRITE_NONSENSE_STATUS(Doer.OTHERS),

    KILL_POD(Doer.NODES),
    STUN_POD(Doer.NODES),

    CRASH(Doer.PROCESS),
    CLOCK_FORWARD(Doer.PROCESS),
    CLOCK_BACK(Doer.PROCESS),

    /** One kind is not told of for up to 30 s. Field failure 2: counts are from before the last change. */
    STALE_KIND(Doer.WATCH),
    RELIST(Doer.WATCH),
    /** Field failure 1: an object that exists is missing from a view for a moment. */
    HIDE_OBJECT(Doer.WATCH),

    /** Field failure 5: one object that cannot be written, until the faults end. */
    REFUSE_OBJECT(Doer.API),
    /** Field failure 3: one kind that cannot be written for a while. */
    REFUSE_KIND(Doer.API),
    /** Reads fail for a while. */
    REFUSE_READS(Doer.API);

    /** Whose doing it is. */
    public enum Doer {
        USER,
        OTHERS,
        NODES,
        PROCESS,
        WATCH,
        API
    }

    private final Doer doer;

    Deed(Doer doer) {
        this.doer = doer;
    }

    public Doer doer() {
        return doer;
    }
}
