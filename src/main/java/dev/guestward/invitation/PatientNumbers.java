package dev.guestward.invitation;

import java.util.regex.Pattern;

/** Numbers by which a patient can be known. Who that is stays in the health records. */
public final class PatientNumbers {
    /** A social security number, or a number that says it is a patient's. */
    private static final Pattern PATIENT = Pattern.compile(
            "\\b\\d{3}-\\d{2}-\\d{4}\\b|\\b(?:MRN|SSN|patient(?:en)?[ -]?(?:no|nr|number|nummer|id))\\b\\W{0,4}\\w{0,3}\\d{4,}",
            Pattern.CASE_INSENSITIVE);

    private PatientNumbers() {}

    public static boolean isNamedIn(String text) {
        return PATIENT.matcher(text).find();
    }
}
