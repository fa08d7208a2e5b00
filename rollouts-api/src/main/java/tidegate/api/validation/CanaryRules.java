package tidegate.api.validation;

import java.util.List;
import tidegate.api.value.MalformedValueException;
import tidegate.api.value.PauseDuration;
import tidegate.api.value.PodsOrPercent;

/** Rules of {@code spec.strategy.canary}. Its paths leave {@code canary} out. */
final class CanaryRules {
    private static final int MAX_WEIGHT = 100;

    /** A step may have one of these. */
    private static final List<String> SINGLE_KINDS = List.of("setWeight", "pause", "experiment", "analysis");

    private static final List<String> OTHER_KINDS =
            List.of("setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin");

    private CanaryRules() {}

    static void check(Place canary, Findings findings) {
        boolean routed = canary.at("trafficRouting").isSet();
        checkLimits(canary.at("maxSurge"), canary.at("maxUnavailable"), findings);
        checkServices(canary.at("stableService"), canary.at("canaryService"), findings);
        checkPingPong(canary.at("pingPong"), findings);
        checkDelays(canary, routed, findings);
        Place steps = canary.at("steps");
        for (int i = 0; i < steps.size(); i++) checkStep(steps.at(i), routed, canary, findings);
        StrategyRules.checkAntiAffinity(canary.at("antiAffinity"), findings);
    }

    private static void checkLimits(Place maxSurge, Place maxUnavailable, Findings findings) {
        boolean readable = StrategyRules.isReadable(maxSurge, findings);
        if (!StrategyRules.isReadable(maxUnavailable, findings) || !readable) return;
        if (isNothing(maxSurge) && isNothing(maxUnavailable)) {
            findings.invalid(maxSurge, "MaxSurge and MaxUnavailable both can not be zero");
        }
    }

    private static boolean isNothing(Place limit) {
        return switch (PodsOrPercent.of(limit.value())) {
            case PodsOrPercent.Pods(int pods) -> pods == 0;
            case PodsOrPercent.Percent(int percent) -> percent == 0;
        };
    }

    private static void checkServices(Place stable, Place canary, Findings findings) {
        if (!stable.text().isEmpty() && stable.text().equals(canary.text()))
            findings.invalid(stable, StrategyRules.sameService("stable", "canary"));
    }

    private static void checkPingPong(Place pingPong, Findings findings) {
        if (!pingPong.isSet()) return;
        Place ping = pingPong.at("pingService");
        Place pong = pingPong.at("pongService");
        for (Place service : List.of(ping, pong)) {
            if (service.text().isEmpty())
                findings.invalid(service, "Ping service and Pong service must to be set to use Ping-Pong feature");
        }
        if (ping.text().equals(pong.text())) findings.invalid(ping, StrategyRules.sameService("ping", "pong"));
    }

    private static void checkDelays(Place canary, boolean routed, Findings findings) {
        Place delay = canary.at("scaleDownDelaySeconds");
        Place dynamic = canary.at("dynamicStableScale");
        if (delay.isSet() && !routed)
            findings.invalid(delay, "Canary scaleDownDelaySeconds can only be used with traffic routing");
        if (!dynamic.value().isTrue()) return;
        if (!routed) findings.invalid(dynamic, "Canary dynamicStableScale can only be used with traffic routing");
        if (delay.isSet())
            findings.invalid(dynamic, "Canary dynamicStableScale cannot be used with scaleDownDelaySeconds");
    }

    private static void checkStep(Place step, boolean routed, Place canary, Findings findings) {
        long single = given(step, SINGLE_KINDS);
        if (single > 1 || single + given(step, OTHER_KINDS) == 0)
            findings.invalid(
                    step,
                    "Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause");
        checkWeight(step.at("setWeight"), findings);
        checkPause(step.at("pause"), findings);
        if (routed) return;
        if (step.at("setCanaryScale").isSet())
            findings.required(canary.at("trafficRouting"), "SetCanaryScale requires TrafficRouting to be set");
        if (step.at("setHeaderRoute").isSet())
            findings.invalid(
                    step.at("setHeaderRoute"),
                    "SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix");
        if (step.at("setMirrorRoute").isSet())
            findings.invalid(
                    step.at("setMirrorRoute"), "SetMirrorRoute requires TrafficRouting, supports Istio and Plugins");
    }

    private static long given(Place step, List<String> kinds) {
        return kinds.stream().filter(kind -> step.at(kind).isSet()).count();
    }

    private static void checkWeight(Place weight, Findings findings) {
        if (!weight.isSet()) return;
        long percent = weight.value().longInteger().orElse(-1);
        if (percent < 0 || percent > MAX_WEIGHT)
            findings.invalid(weight, "SetWeight needs to be between 0 and " + MAX_WEIGHT);
    }

    private static void checkPause(Place pause, Findings findings) {
        if (pause.isSet() && !pause.value().isObject()) findings.invalid(pause, "must be an object");
        try {
            PauseDuration.of(pause.at("duration").value());
        } catch (MalformedValueException e) {
            findings.invalid(pause.at("duration"), "Duration needs to be greater than 0");
        }
    }
}
