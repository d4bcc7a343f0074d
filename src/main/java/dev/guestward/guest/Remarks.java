package dev.guestward.guest;

import java.util.Optional;
import java.util.UUID;

/** What people wrote to what they did. The ledger holds no free text: a row only names the remark. */
public interface Remarks {
    /** The detail of a ledger's row that holds the remark's id. */
    String DETAIL = "remark";

    Optional<String> remark(UUID id);
}
