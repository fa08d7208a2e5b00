package tidegate.rollout.runtime;

import java.io.PrintStream;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says on stderr, in one line, why the service did not start; the stack trace is for {@code --loglevel debug}. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineReporter implements SpringBootExceptionReporter {
    private final PrintStream err = System.err;

    @Override
    public boolean reportException(Throwable failure) {
        err.println("rollout-controller: " + lineFor(failure));
        LoggerFactory.getLogger(OneLineReporter.class).debug("Start failed", failure);
        return true;
    }

    /** The most telling line that the chain of causes has. */
    static String lineFor(Throwable failure) {
        List<Throwable> causes = causes(failure);
        return causes.stream()
                .map(OneLineReporter::known)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseGet(() -> "cannot start: " + text(causes.getLast()));
    }

    private static @Nullable String known(Throwable cause) {
        return switch (cause) {
            case StartupRefusal refusal -> refusal.getMessage();
            case PortInUseException inUse -> "port " + inUse.getPort() + " is in use";
            case BindException bind -> "cannot listen: " + bind.getMessage();
            case UnboundConfigurationPropertiesException unbound -> "unknown setting: " + names(unbound);
            case org.springframework.boot.context.properties.bind.BindException bind -> setting(bind);
            default -> null;
        };
    }

    private static String names(UnboundConfigurationPropertiesException unbound) {
        return unbound.getUnboundProperties().stream()
                .map(property -> property.getName().toString())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Our own checks name the setting themselves; a value of the wrong type is named by the binder. */
    private static @Nullable String setting(org.springframework.boot.context.properties.bind.BindException bind) {
        for (Throwable cause : causes(bind)) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) return known(unbound);
            if (cause instanceof IllegalArgumentException
                    && String.valueOf(cause.getMessage()).startsWith("tidegate.")) return cause.getMessage();
        }
        ConfigurationPropertyName name =
                bind.getProperty() == null ? bind.getName() : bind.getProperty().getName();
        Object value = bind.getProperty() == null ? "" : bind.getProperty().getValue();
        return name + ": " + value + " (expected: " + expected(bind) + ")";
    }

    private static String expected(org.springframework.boot.context.properties.bind.BindException bind) {
        Class<?> type = bind.getTarget().getType().resolve(Object.class);
        return switch (type.getSimpleName()) {
            case "int" -> "a whole number";
            case "float" -> "a number";
            case "boolean" -> "true or false";
            case "Duration" -> "a duration such as 15s or 10m";
            default -> "a " + type.getSimpleName();
        };
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause())
            causes.add(cause);
        return causes;
    }

    private static String text(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause.getClass().getSimpleName() + ": " + message;
    }
}
