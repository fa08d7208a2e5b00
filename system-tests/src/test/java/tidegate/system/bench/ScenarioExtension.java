package tidegate.system.bench;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test method its {@link Scenario}, and checks at its end what was to hold throughout. */
public final class ScenarioExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(ScenarioExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Scenario.class || type == Bench.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Bench bench = Bench.shared();
        if (parameter.getParameter().getType() == Bench.class) return bench;
        Scenario scenario = bench.newScenario(context.getRequiredTestMethod().getName());
        context.getStore(STORE).put(Scenario.class, scenario);
        return scenario;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Scenario scenario = context.getStore(STORE).get(Scenario.class, Scenario.class);
        if (scenario != null) scenario.close();
    }
}
