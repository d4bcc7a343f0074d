package dev.guestward.simulatedtenant;

/** Lets a guest redeem again, with another account: the object and all its access stay. */
final class RedemptionReset {
    private final Directory directory;

    RedemptionReset(Directory directory) {
        this.directory = directory;
    }

    /**
     * Puts the guest of {@code invitedUser.id} back to pending.
     *
     * @throws GraphError if the permission or the id is missing, the guest does not have that address, or holds a role
     */
    UserEntry of(Request request, String mail) {
        if (!request.callingApp().app().roles().contains("User.ReadWrite.All")) {
            throw GraphError.denied();
        }
        var id = Json.text(request.json().path("invitedUser"), "id")
                .orElseThrow(() -> GraphError.badRequest("resetRedemption needs the id of the invitedUser."));
        var user = directory.user(id).orElseThrow(() -> GraphError.notFound(id));
        if (!user.pending() && !user.accepted()) {
            throw GraphError.badRequest("The user is no guest who could redeem again.");
        }
        if (!user.directoryRoles.isEmpty()) {
            throw GraphError.denied();
        }
        boolean known = user.text("mail").equalsIgnoreCase(mail)
                || Json.textsOf(user.properties(), "otherMails").stream().anyMatch(mail::equalsIgnoreCase);
        if (!known) {
            throw GraphError.badRequest("The new address must be the mail or one of the otherMails of the user.");
        }
        var changes = Json.object()
                .put("externalUserState", "PendingAcceptance")
                .put("externalUserStateChangeDateTime", Json.time(directory.now()));
        changes.putArray("identities")
                .addObject()
                .put("signInType", "federated")
                .put("issuer", "mail")
                .putNull("issuerAssignedId");
        directory.update(user, changes);
        return user;
    }
}
