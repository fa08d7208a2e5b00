package tidegate.rollout.runtime;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import sun.misc.Signal;
import tidegate.rollout.runtime.flag.CommandLine;

/**
 * The {@code rollout-controller} process.
 *
 * <p>Exit 0: asked for the version, ended by SIGTERM or SIGINT after draining, or leadership lost (a new process takes
 * part again). Exit 1: could not start (one line on stderr says why), or a second signal came.
 */
public final class RolloutControllerMain {
    private RolloutControllerMain() {}

    public static void main(String... arguments) {
        try {
            CommandLine asked = CommandLine.parse(arguments);
            switch (asked.ask()) {
                case VERSION -> System.out.println("rollout-controller: v" + Version.current());
                case HELP -> System.out.println(CommandLine.help());
                case RUN -> runUntilSignal(asked);
            }
        } catch (CommandLine.BadFlag e) {
            System.err.println("rollout-controller: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void runUntilSignal(CommandLine asked) {
        exitOnSignals();
        try {
            start(asked);
        } catch (RuntimeException e) {
            // OneLineReporter has said why
            System.exit(1);
        }
    }

    /**
     * Starts the service; where this throws, the reason has been printed in one line. Configuration is read from a
     * ConfigMap only in a pod with a service account.
     */
    static ConfigurableApplicationContext start(CommandLine asked) {
        var application = new Application(asked.properties());
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setLogStartupInfo(false);
        if (ServiceAccount.namespace().isEmpty())
            application.setDefaultProperties(Map.of("spring.main.cloud-platform", "none"));
        application.addInitializers(context -> context.getBeanFactory()
                .registerSingleton("idleFlags", new RolloutController.IdleFlags(asked.withoutEffect())));
        return application.run(asked.spring().toArray(String[]::new));
    }

    /** Flags count more than the environment and files, less than arguments in Spring's own form. */
    private static final class Application extends SpringApplication {
        private final MapPropertySource flags;

        Application(Map<String, String> flags) {
            super(RolloutController.class);
            this.flags = new MapPropertySource("flags", Map.copyOf(flags));
        }

        @Override
        protected void configurePropertySources(ConfigurableEnvironment environment, String[] arguments) {
            super.configurePropertySources(environment, arguments);
            MutablePropertySources sources = environment.getPropertySources();
            String spring = CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME;
            if (sources.contains(spring)) sources.addAfter(spring, flags);
            else sources.addFirst(flags);
        }
    }

    /** Ends the process in order: passes and events are drained, the lease is given up. */
    static void exit() {
        Thread.ofPlatform().name("exit").start(() -> System.exit(0));
    }

    /** The first signal drains and exits 0; a second one does not wait. */
    private static void exitOnSignals() {
        var first = new AtomicBoolean(true);
        for (String name : new String[] {"TERM", "INT"})
            Signal.handle(new Signal(name), _ -> {
                if (!first.getAndSet(false)) Runtime.getRuntime().halt(1);
                exit();
            });
    }
}
