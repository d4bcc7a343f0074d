package dev.guestward.invitation;

import dev.guestward.problem.Findings;
import java.util.regex.Pattern;

/** A social security number, or a number that says it is a patient's: who that is stays in the health records. */
public final class PatientNumbers {
    private static final Pattern NUMBER = Pattern.compile(
            "\\b\\d{3}-\\d{2}-\\d{4}\\b|\\b(?:MRN|SSN|patient(?:en)?[ -]?(?:no|nr|number|nummer|id))\\b\\W{0,4}\\w{0,3}\\d{4,}",
            Pattern.CASE_INSENSITIVE);

    private PatientNumbers() {}

    /** Notes it if there is one in what somebody wrote. */
    public static void refuse(String field, String text, Findings findings) {
        if (NUMBER.matcher(text).find()) {
            findings.add(field, "invalid.patient");
        }
    }
}
