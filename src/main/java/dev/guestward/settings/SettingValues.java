package dev.guestward.settings;

import dev.guestward.settings.EffectiveSettings.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a record of settings, under the names of the properties, so that a new one is shown without anybody's
 * doing. Only times, days, numbers, switches and words of a choice: texts may be secrets, addresses or people.
 */
final class SettingValues {
    private SettingValues() {}

    static List<Setting> of(String prefix, Record settings) {
        List<Setting> all = new ArrayList<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value = value(component, settings);
            String name = prefix + "." + dashed(component.getName());
            if (value instanceof Record nested) {
                all.addAll(of(name, nested));
            } else if (value != null && isShown(value)) {
                all.add(new Setting(name, text(value)));
            }
        }
        return all;
    }

    private static @Nullable Object value(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Settings cannot be read: " + component, e);
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static boolean isShown(Object value) {
        return value instanceof Collection<?> many
                ? !many.isEmpty() && many.stream().allMatch(one -> isShown(Objects.requireNonNull(one)))
                : value instanceof Duration
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof LocalDate
                        || value instanceof Enum<?>;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(SettingValues::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Duration time ? text(time) : String.valueOf(value);
    }

    /** As it may stand in a properties file, in the largest unit that fits. */
    static String text(Duration time) {
        if (time.toSeconds() % 86_400 == 0 && !time.isZero()) {
            return time.toDays() + "d";
        }
        if (time.toSeconds() % 3600 == 0 && !time.isZero()) {
            return time.toHours() + "h";
        }
        return time.toSeconds() % 60 == 0 && !time.isZero() ? time.toMinutes() + "m" : time.toSeconds() + "s";
    }
}
