package dev.guestward.bulk;

/** What a line comes to: foretold when the file is checked, and true once the line is done. */
public enum RowResult {
    /** A guest is registered and the workflow runs. */
    REQUESTED,
    /** The address is on the uploader's own list already: nothing is done. */
    ON_LIST,
    /** The address belongs to somebody else's guest, who is asked. */
    KNOWN_HERE,
    /** The person was here before: nothing was done, and the uploader chooses on the page that invites one guest. */
    CHOICE_NEEDED,
    /** Nothing was done. The line says why; no other line is concerned. */
    FAILED
}
