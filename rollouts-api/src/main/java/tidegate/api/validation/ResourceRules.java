package tidegate.api.validation;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.value.MalformedValueException;
import tidegate.api.value.Quantity;

/** Rules of {@code resources} of a container: which there are, how much of each, and that requests fit the limits. */
final class ResourceRules {
    private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

    private ResourceRules() {}

    static void check(Place resources, Findings findings) {
        Place limits = resources.at("limits");
        Place requests = resources.at("requests");
        for (String name : limits.value().members().keySet()) checkAmount(limits.entry(name), name, findings);
        for (String name : requests.value().members().keySet()) {
            checkAmount(requests.entry(name), name, findings);
            checkAgainstLimit(requests, limits, name, findings);
        }
    }

    private static void checkAmount(Place amount, String name, Findings findings) {
        Place called = new Place(amount.path(), Json.of(name));
        findings.invalid(called, Names.key(name));
        if (!name.contains("/") && !STANDARD.contains(name) && !isHugePages(name)) {
            findings.invalid(called, "must be a standard resource type or fully qualified");
        }
        try {
            Quantity quantity = Quantity.of(amount.value());
            if (quantity.amount().signum() < 0)
                findings.invalid(amount.path(), shown(quantity), "must be greater than or equal to 0");
            if (isExtended(name) && isFraction(quantity))
                findings.invalid(amount.path(), shown(quantity), "must be an integer");
        } catch (MalformedValueException e) {
            findings.invalid(amount, "must be " + e.expected());
        }
    }

    private static boolean isHugePages(String name) {
        return name.startsWith("hugepages-");
    }

    private static boolean isExtended(String name) {
        return name.contains("/");
    }

    private static boolean isFraction(Quantity quantity) {
        return quantity.amount().remainder(BigDecimal.ONE).signum() != 0;
    }

    private static void checkAgainstLimit(Place requests, Place limits, String name, Findings findings) {
        Optional<Quantity> wanted = read(requests.entry(name));
        boolean mayExceed = !isExtended(name) && !isHugePages(name);
        if (!limits.entry(name).isSet()) {
            if (!mayExceed) findings.required(limits, "Limit must be set for non overcommitable resources");
            return;
        }
        Optional<Quantity> limit = read(limits.entry(name));
        if (wanted.isEmpty() || limit.isEmpty()) return;
        int comparison = wanted.get().amount().compareTo(limit.get().amount());
        if (mayExceed ? comparison <= 0 : comparison == 0) return;
        findings.invalid(
                requests.path(),
                shown(wanted.get()),
                "must be " + (mayExceed ? "less than or equal to " : "equal to ") + name + " limit of "
                        + limit.get().canonical());
    }

    /** Empty where the amount cannot be read, which is reported with the amount itself. */
    private static Optional<Quantity> read(Place amount) {
        try {
            return Optional.of(Quantity.of(amount.value()));
        } catch (MalformedValueException alreadyReported) {
            return Optional.empty();
        }
    }

    private static Json shown(Quantity quantity) {
        return Json.of(quantity.canonical());
    }
}
