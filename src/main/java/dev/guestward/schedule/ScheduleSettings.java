package dev.guestward.schedule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether this node runs fleet jobs at all; off in tests, which call the jobs themselves
 */
@ConfigurationProperties("guestward.schedule")
record ScheduleSettings(@DefaultValue("true") boolean enabled) {}
