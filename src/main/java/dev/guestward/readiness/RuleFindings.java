package dev.guestward.readiness;

import dev.guestward.directory.Need;
import dev.guestward.directory.Trouble;
import java.util.List;
import java.util.Set;

/** What is said of the tenant's rules in every check of them alike. */
final class RuleFindings {
    private RuleFindings() {}

    /** Nothing is said of what the hospital does not want to be looked at; that it does not stands with the permissions. */
    static List<Finding> unreadable(String code, Need need, Reading.Failure failure, Set<Need> declined) {
        if (failure.trouble() != Trouble.PERMISSION) {
            return List.of(new Finding(
                    code,
                    "",
                    Result.UNKNOWN,
                    Words.of("rules.unreadable", Words.of("rules." + code), failure.code()),
                    Words.of("rules.unreadable.do")));
        }
        if (declined.contains(need)) {
            return List.of();
        }
        String names = String.join(", ", need.permissions());
        return List.of(new Finding(
                code,
                "",
                Result.UNKNOWN,
                Words.of("rules.hidden", Words.of("rules." + code), names),
                Words.of("rules.hidden.do", names, need.name())));
    }

    /** A finding with something to do, whose texts have the same values. */
    static Finding of(String code, String subject, Result result, String key, Object... values) {
        return new Finding(code, subject, result, Words.of(key, values), Words.of(key + ".do", values));
    }
}
