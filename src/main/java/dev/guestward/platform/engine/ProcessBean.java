package dev.guestward.platform.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean that expressions in models may name, by its bean name. All other beans are out of their reach. On a class it
 * also makes the bean; on a {@code @Bean} method it only marks it.
 */
@Documented
@Component
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ProcessBean {
    /** The bean's name; by default the class name with a small first letter. */
    @AliasFor(annotation = Component.class)
    String value() default "";
}
