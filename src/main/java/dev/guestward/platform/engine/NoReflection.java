package dev.guestward.platform.engine;

import java.beans.FeatureDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Comes before all other resolvers and refuses the ways from a harmless object to the whole virtual machine. It answers
 * nothing itself.
 */
class NoReflection extends ELResolver {
    private static final Set<String> REFUSED = Set.of("class", "getclass", "classloader", "getclassloader");

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        check(base, property);
        return null;
    }

    @Override
    public @Nullable Object invoke(
            ELContext context, @Nullable Object base, Object method, Class<?>[] types, Object[] params) {
        check(base, method);
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
        check(base, property);
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return true;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        check(base, property);
        return null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    private static void check(@Nullable Object base, Object member) {
        if (base == null) {
            return;
        }
        boolean dangerous = base instanceof AnnotatedElement
                || base instanceof ClassLoader
                || base instanceof Runtime
                || base instanceof Process
                || base instanceof ProcessBuilder
                || base instanceof Thread
                || base instanceof Module
                || base instanceof BeanFactory;
        if (dangerous || REFUSED.contains(String.valueOf(member).toLowerCase(Locale.ROOT))) {
            throw new ProcessEngineException("Expressions have no access to '" + member + "' here");
        }
    }
}
