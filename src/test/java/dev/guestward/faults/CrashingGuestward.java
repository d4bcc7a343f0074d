package dev.guestward.faults;

import dev.guestward.GuestwardApplication;
import dev.guestward.directory.GuestDirectory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The product, which dies as if by {@code kill -9} right after the directory has answered the call named by {@code
 * crash.after}: before the answer is recorded anywhere.
 */
public final class CrashingGuestward {
    static final int DEAD = 137;

    private CrashingGuestward() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(GuestwardApplication.class);
        application.addInitializers(context -> {
            String call = context.getEnvironment().getProperty("crash.after", "");
            ((GenericApplicationContext) context).registerBean("crash", BeanPostProcessor.class, () -> new Crash(call));
        });
        application.run(args);
    }

    private record Crash(String call) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (call.isEmpty() || !(bean instanceof GuestDirectory directory)) {
                return bean;
            }
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {GuestDirectory.class}, (proxy, method, arguments) -> {
                        try {
                            Object answer = method.invoke(directory, arguments);
                            if (method.getName().equals(call)) {
                                System.out.println("crashing after " + call);
                                Runtime.getRuntime().halt(DEAD);
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
