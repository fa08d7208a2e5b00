package tidegate.system.conformance;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tidegate.controlplane.GivenCluster;

/** Gives a test its {@link Space}. Where the API is not ours and will live on, the namespace is ended afterwards. */
final class ConformanceExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(ConformanceExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Space.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Space space =
                ApiUnderTest.shared().newSpace(context.getRequiredTestMethod().getName());
        context.getStore(STORE).put(Space.class, space);
        return space;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Space space = context.getStore(STORE).get(Space.class, Space.class);
        if (space != null && space.api().plane() instanceof GivenCluster)
            space.call("DELETE", Kind.NAMESPACE.everywhere() + "/" + space.namespace())
                    .send();
    }
}
