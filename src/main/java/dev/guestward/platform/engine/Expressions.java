package dev.guestward.platform.engine;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.BeanELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What expressions may do. Those of models see the process's variables and the {@link ProcessBean}s. Those of queries
 * come over the network; the engine checks them in the outermost query only (CVE-2026-109432), so here each of them,
 * wherever it stood, may be a plain chain from the current user or the current time and nothing else.
 */
class Expressions extends JuelExpressionManager {
    private final ConfigurableListableBeanFactory beanFactory;

    Expressions(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    protected ELResolver createElResolver() {
        CompositeELResolver all = new CompositeELResolver();
        all.add(new NoReflection());
        all.add(new VariableScopeElResolver());
        all.add(new VariableContextElResolver());
        all.add(new ProcessBeans(beanFactory));
        all.add(new ArrayELResolver());
        all.add(new ListELResolver());
        all.add(new MapELResolver());
        all.add(new BeanELResolver());
        return all;
    }

    @Override
    public Expression createExpression(String text) {
        return new Guarded(createValueExpression(text), this, text);
    }

    private static class Guarded extends JuelExpression {
        Guarded(ValueExpression value, JuelExpressionManager manager, String text) {
            super(value, manager, text);
        }

        /** Only queries evaluate without a scope. */
        @Override
        public Object getValue(@Nullable VariableScope scope, @Nullable BaseDelegateExecution execution) {
            if (scope == null && !QueryExpression.isPlain(expressionText)) {
                throw new BadUserRequestException("Queries may name the current user and the current time only");
            }
            return super.getValue(scope, execution);
        }
    }
}
