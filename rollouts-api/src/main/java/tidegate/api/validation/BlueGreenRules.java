package tidegate.api.validation;

/** Rules of {@code spec.strategy.blueGreen}. Its paths leave {@code blueGreen} out. */
final class BlueGreenRules {
    private static final long DEFAULT_HISTORY = 10;

    private BlueGreenRules() {}

    static void check(Place blueGreen, Place revisionHistoryLimit, Findings findings) {
        Place active = blueGreen.at("activeService");
        if (active.text().equals(blueGreen.at("previewService").text()))
            findings.invalid(active, StrategyRules.sameService("active", "preview"));
        Place scaledUp = blueGreen.at("scaleDownDelayRevisionLimit");
        if (scaledUp.isSet()
                && scaledUp.number()
                        > revisionHistoryLimit.value().longInteger().orElse(DEFAULT_HISTORY))
            findings.invalid(
                    scaledUp,
                    "This rollout's revision history limit can not be smaller than the rollout's scale down limit");
        StrategyRules.checkAntiAffinity(blueGreen.at("antiAffinity"), findings);
        // from here on what the API does not say, but nobody could carry out
        StrategyRules.isReadable(blueGreen.at("maxUnavailable"), findings);
        findings.notNegative(blueGreen.at("previewReplicaCount"));
        findings.atMost(blueGreen.at("previewReplicaCount"), RolloutValidation.MOST_REPLICAS);
        for (String seconds :
                new String[] {"autoPromotionSeconds", "scaleDownDelaySeconds", "abortScaleDownDelaySeconds"})
            findings.wholeNumber(blueGreen.at(seconds));
        findings.wholeNumber(scaledUp);
    }
}
