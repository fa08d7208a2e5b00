package tidegate.rollout.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;

/** A client that refuses some calls. */
final class Failing {
    private Failing() {}

    /**
     * @param which by the method's name and its arguments
     * @param error of the how many-th refusal, from 1
     */
    static KubeClient on(KubeClient client, BiPredicate<String, Object[]> which, IntFunction<KubeError> error) {
        var times = new AtomicInteger();
        return (KubeClient) Proxy.newProxyInstance(
                Failing.class.getClassLoader(), new Class<?>[] {KubeClient.class}, (proxy, called, arguments) -> {
                    if (called.isDefault())
                        return java.lang.reflect.InvocationHandler.invokeDefault(proxy, called, arguments);
                    if (which.test(called.getName(), arguments))
                        throw new KubeException(called.getName(), error.apply(times.incrementAndGet()));
                    try {
                        return called.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
