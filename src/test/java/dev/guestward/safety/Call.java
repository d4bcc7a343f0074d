package dev.guestward.safety;

import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import java.util.Optional;
import java.util.Set;

/**
 * One account's part in one call of the product that wants to change the tenant.
 *
 * @param verb as the tenant knows it: {@code block}, {@code delete}
 * @param target the group or role beside the account, or the address of an invitation; empty where there is none
 * @param before the account as it really was right before
 * @param held what it really held right before
 */
record Call(String verb, ObjectId account, String target, Optional<DirectoryUser> before, Set<String> held) {
    static final ObjectId NOBODY = new ObjectId("00000000-0000-0000-0000-000000000000");

    Call of(ObjectId made) {
        return new Call(verb, made, target, before, held);
    }
}
