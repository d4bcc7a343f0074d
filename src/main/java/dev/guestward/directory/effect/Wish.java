package dev.guestward.directory.effect;

import dev.guestward.directory.AppRole;
import dev.guestward.directory.ObjectId;
import dev.guestward.mode.Workflow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done to the tenant.
 *
 * @param key names the wish: wishing the same again changes nothing
 * @param purpose the business's word for it, handed back when it is confirmed
 * @param taskId the external task to wake when it is settled
 * @param workflow whose wish it is; null for what belongs to none
 */
public record Wish(
        String key,
        UUID guest,
        Effect.Kind kind,
        @Nullable ObjectId account,
        @Nullable String target,
        @Nullable String purpose,
        int priority,
        @Nullable String taskId,
        @Nullable Workflow workflow) {
    /** Purpose of an invitation of somebody invited before, who has not accepted: it brings a fresh link. */
    public static final String AGAIN = "again";

    /** Purpose of an invitation that lets the account be redeemed anew, by the address it has now. */
    public static final String RESET = "reset";

    /** Purpose of a deletion that must not hit somebody who has accepted meanwhile. */
    public static final String STILL_PENDING = "still-pending";

    /** The answer to such a deletion that came too late. */
    public static final String NOT_PENDING = "not-pending";

    /** Purpose of a deletion that must not hit somebody whom others have let in again. */
    public static final String STILL_BLOCKED = "still-blocked";

    /** The answer to such a deletion. */
    public static final String NOT_BLOCKED = "not-blocked";

    /** Target of a test change that allows sign-in. */
    public static final String SIGN_IN_ALLOWED = "on";

    private static final String SIGN_IN_FORBIDDEN = "off";

    public static Wish invite(String key, UUID guest, int priority) {
        return new Wish(key, guest, Effect.Kind.INVITE, null, null, null, priority, null, null);
    }

    /** A fresh link for an account that is pending. */
    public static Wish inviteAgain(String key, UUID guest, ObjectId account, int priority) {
        return new Wish(key, guest, Effect.Kind.INVITE, account, null, AGAIN, priority, null, null);
    }

    /** Lets an account be redeemed anew. */
    public static Wish resetRedemption(String key, UUID guest, ObjectId account, int priority) {
        return new Wish(key, guest, Effect.Kind.INVITE, account, null, RESET, priority, null, null);
    }

    /** Gives the account the address that the register has; the row itself holds none. */
    public static Wish changeMail(String key, UUID guest, ObjectId account, int priority) {
        return new Wish(key, guest, Effect.Kind.CHANGE_MAIL, account, null, null, priority, null, null);
    }

    public static Wish addMember(String key, UUID guest, ObjectId account, ObjectId group) {
        return of(key, guest, Effect.Kind.ADD_MEMBER, account, group.value(), Priority.REST);
    }

    public static Wish removeMember(String key, UUID guest, ObjectId account, ObjectId group) {
        return of(key, guest, Effect.Kind.REMOVE_MEMBER, account, group.value(), Priority.REST);
    }

    public static Wish assignAppRole(String key, UUID guest, ObjectId account, AppRole role) {
        String target = role.application() + "/" + role.role();
        return of(key, guest, Effect.Kind.ASSIGN_APP_ROLE, account, target, Priority.REST);
    }

    public static Wish removeAppRole(String key, UUID guest, ObjectId account, AppRole role) {
        String target = role.application() + "/" + role.role();
        return of(key, guest, Effect.Kind.REMOVE_APP_ROLE, account, target, Priority.REST);
    }

    public static Wish sponsor(String key, UUID guest, ObjectId account, ObjectId sponsor, boolean add) {
        Effect.Kind kind = add ? Effect.Kind.ADD_SPONSOR : Effect.Kind.REMOVE_SPONSOR;
        return of(key, guest, kind, account, sponsor.value(), Priority.REST);
    }

    public static Wish block(String key, UUID guest, ObjectId account) {
        return of(key, guest, Effect.Kind.BLOCK, account, null, Priority.BLOCK);
    }

    public static Wish unblock(String key, UUID guest, ObjectId account) {
        return of(key, guest, Effect.Kind.UNBLOCK, account, null, Priority.PERSON_WAITS);
    }

    public static Wish revokeSessions(String key, UUID guest, ObjectId account) {
        return of(key, guest, Effect.Kind.REVOKE_SESSIONS, account, null, Priority.REVOKE);
    }

    public static Wish delete(String key, UUID guest, ObjectId account) {
        return of(key, guest, Effect.Kind.DELETE, account, null, Priority.REST);
    }

    public static Wish restore(String key, UUID guest, ObjectId account) {
        return of(key, guest, Effect.Kind.RESTORE, account, null, Priority.PERSON_WAITS);
    }

    /** A test change of the canary account. */
    public static Wish touch(String key, UUID canary, ObjectId account, boolean enabled) {
        return of(
                key, canary, Effect.Kind.TOUCH, account, enabled ? SIGN_IN_ALLOWED : SIGN_IN_FORBIDDEN, Priority.REST);
    }

    private static Wish of(
            String key, UUID guest, Effect.Kind kind, ObjectId account, @Nullable String target, int priority) {
        return new Wish(key, guest, kind, account, target, null, priority, null, null);
    }

    public Wish forTask(String task) {
        return new Wish(key, guest, kind, account, target, purpose, priority, task, workflow);
    }

    public Wish because(String word) {
        return new Wish(key, guest, kind, account, target, word, priority, taskId, workflow);
    }

    public Wish withPriority(int other) {
        return new Wish(key, guest, kind, account, target, purpose, other, taskId, workflow);
    }

    public Wish in(Workflow whose) {
        return new Wish(key, guest, kind, account, target, purpose, priority, taskId, whose);
    }
}
