package dev.guestward.platform.engine;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Resolves the first word of an expression to a {@link ProcessBean}. Looked up late: such beans use the engine. */
class ProcessBeans extends ELResolver {
    private final ConfigurableListableBeanFactory beans;

    ProcessBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        if (base != null || !(property instanceof String name) || !isProcessBean(name)) {
            return null;
        }
        context.setPropertyResolved(true);
        return beans.getBean(name);
    }

    private boolean isProcessBean(String name) {
        return beans.containsBeanDefinition(name) && beans.findAnnotationOnBean(name, ProcessBean.class) != null;
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return true;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
        if (base == null && property instanceof String name && isProcessBean(name)) {
            throw new ProcessEngineException("'" + name + "' is a bean and cannot be set");
        }
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return Object.class;
    }
}
