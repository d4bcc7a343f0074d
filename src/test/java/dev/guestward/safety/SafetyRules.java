package dev.guestward.safety;

import java.nio.file.Path;
import java.util.List;

/**
 * The safety rules of the product, each with the change that takes it out, and the test that has to notice. A rule that is
 * written another way one day fails here loudly: then its mutant is written anew.
 */
final class SafetyRules {
    private static final String PRODUCT = "dev.guestward.";

    static final List<Mutant> ALL = List.of(
            java(
                            "an end that was moved ahead calls the block off at the last moment",
                            "removal/RemovalLastWord",
                            "&& guest.accessUntil().isAfter(now)) {",
                            "&& guest.accessUntil().isAfter(Instant.MAX)) {",
                            "removal.process.GuestRemovalTest#anEndThatWasMovedAheadInTheLastMomentIsNotTouched")
                    .always(),
            java(
                    "an act of a removal that is over does not leave",
                    "removal/RemovalLastWord",
                    "if (!removal.isOpen()) {",
                    "if (!removal.isOpen() && removal.urgent() && !removal.urgent()) {",
                    "removal.LastLinesTest#anActOfARemovalThatIsOverIsRefused"),
            java(
                    "nothing is done in the undo window, whoever wishes for it",
                    "removal/RemovalLastWord",
                    "&& now.isBefore(removal.undoUntil())) {",
                    "&& now.isBefore(Instant.MIN)) {",
                    "removal.process.GuestRemovalTest#noActIsSentBeforeItsTimeWhoeverWishesForIt"),
            java(
                    "nobody is deleted before the grace is over, whoever wishes for it",
                    "removal/RemovalLastWord",
                    "(deleteAfter == null || now.isBefore(deleteAfter))",
                    "deleteAfter == null",
                    "removal.LastLinesTest#aDeletionThatIsWishedForTooEarlyIsNotSent"),
            java(
                    "nobody who is not in the register is touched",
                    "removal/RemovalLastWord",
                    ".map(guest -> on(effect, guest, id.map(removals::get)))\n                .orElseGet(() -> new No(STRANGER));",
                    ".map(guest -> on(effect, guest, id.map(removals::get)))\n                .orElse(GO);",
                    "removal.LastLinesTest#nobodyWhoIsNotInTheRegisterIsTouched"),
            java(
                    "once the block has left, the end is not moved any more",
                    "removal/RemovalLastWord",
                    "removal.ifPresent(removals::blockLeaves);",
                    "removal.ifPresent(one -> {});",
                    "removal.LastLinesTest#aBlockThatHasLeftIsOnRecord"),
            java(
                            "the guest's row is taken while the last word is said",
                            "guest/Guests",
                            "where g.id = ? for update of g\")",
                            "where g.id = ?\")",
                            "removal.LastLinesTest#whileSomebodyMovesTheEndNoBlockLeaves")
                    .always(),
            java(
                    "there is an undo window",
                    "removal/Removals",
                    "? settings.undo() : Duration.ZERO;",
                    "? Duration.ZERO : Duration.ZERO;",
                    "removal.process.GuestRemovalTest#aRemovalCanBeTakenBackWhileNothingHasBeenDone"),
            java(
                            "there is a grace",
                            "removal/Removals",
                            "Instant after = deleteAfter(removal, now.plus(settings.grace()));",
                            "Instant after = deleteAfter(removal, now);",
                            "removal.process.GuestRemovalTest#aGuestIsBlockedSignedOutAndStrippedAfterTheUndoWindowAndDeletedAfterTheGrace")
                    .always(),
            java(
                    "one removal a guest",
                    "removal/Removals",
                    "if (current(guest.id()).isPresent()) {",
                    "if (current(guest.id()).isPresent() && guest.version() < 0) {",
                    "removal.process.GuestRemovalTest#whoeverIsBeingRemovedIsNotRemovedTwiceAndAReasonIsNeeded"),
            sql(
                    "the database knows one open removal a guest",
                    "V22__removal.sql",
                    "create unique index removal_open_per_guest",
                    "create index removal_open_per_guest",
                    "removal.LastLinesTest#theDatabaseKnowsOneOpenRemovalAGuest"),
            sql(
                    "the database knows one guest an account",
                    "V10__guests.sql",
                    "create unique index guest_per_account",
                    "create index guest_per_account",
                    "removal.LastLinesTest#theDatabaseKnowsOneGuestAnAccount"),
            sql(
                    "the database lets nobody release a held act twice",
                    "V22__removal.sql",
                    "first_by <> second_by",
                    "first_by is not null",
                    "removal.LastLinesTest#theDatabaseLetsNobodyReleaseAHeldActTwice"),
            java(
                            "what is above the cap is held",
                            "removal/BrakeRoom",
                            "if (used.all() >= Brake.of(caps, name).of(used.guests())) {",
                            "if (used.all() >= Long.MAX_VALUE) {",
                            "removal.BrakeTest#whatIsAboveTheCapIsHeldAndNothingOfItReachesTheDirectory")
                    .always(),
            java(
                    "each clinic has a cap of its own",
                    "removal/BrakeRoom",
                    "return used.here() >= Brake.of(caps, Cap.Name.CLINIC).of(used.guestsHere())",
                    "return used.here() < 0",
                    "removal.BrakeTest#oneClinicsGuestsAreBlockedUpToTheClinicsOwnCap"),
            java(
                    "the brake counts over all nodes and restarts",
                    "removal/BrakeRoom",
                    "    private Optional<Cap.Name> full(Effect.Kind kind, UUID clinic, String counted) {\n",
                    "    private final java.util.concurrent.atomic.AtomicLong mine = new java.util.concurrent.atomic.AtomicLong();\n\n    private Optional<Cap.Name> full(Effect.Kind kind, UUID clinic, String counted) {\n        if (caps != null) {\n            return full(kind, caps.all(), new Used(mine.getAndIncrement(), counts.managed(), 0, counts.managedOf(clinic)));\n        }\n",
                    "removal.LastLinesTest#theBrakeCountsWhatOtherNodesHaveDone"),
            java(
                    "two who ask the brake at once do not both get the last place",
                    "removal/Brake",
                    "select pg_advisory_xact_lock(?)",
                    "select ?",
                    "removal.LastLinesTest#twoDoNotAskTheBrakeAtOnce"),
            java(
                            "only ends that were foreseen pass uncounted",
                            "removal/Brake",
                            "                && expected.isForeseen(guest)) {",
                            ") {",
                            "removal.BrakeTest#endsThatWereChangedTooLateCount")
                    .always(),
            java(
                    "foreseen means a day before",
                    "removal/ExpectedEnds",
                    "BEFORE = Duration.ofHours(24)",
                    "BEFORE = Duration.ZERO",
                    "removal.BrakeTest#endsThatWereChangedTooLateCount"),
            java(
                    "an end that was another one meanwhile is not foreseen any more",
                    "removal/ExpectedEnds",
                    "e.access_until <> g.access_until",
                    "e.access_until <> e.access_until",
                    "removal.BrakeTest#endsThatWereMovedAwayAndBackToADayThatWasForeseenCount"),
            java(
                    "who accepts waits no less for people",
                    "guest/Guests",
                    "attention in ('HELD_BY_BRAKE', 'REMOVAL_REFUSED')",
                    "attention in ('NOBODY')",
                    "removal.BrakeTest#whoAcceptsWhileTheRemovalWaitsForPeopleIsShownAsWaitingFurther"),
            java(
                    "whose account must not be deleted now is not let out of sight",
                    "redemption/process/EndInvitation",
                    "isNotNow(effect) && !endings.isDropped(id)",
                    "isNotNow(effect) && endings.isDropped(id)",
                    "redemption.process.RedemptionFollowUpTest#aGuestWhoseAccountMustNotBeTouchedStaysInvitedAndLapsesOnTheDayAfterItMay"),
            java(
                    "urgent blocks pass the cap five times an hour and no more",
                    "removal/Brake",
                    "< URGENT_FREE;",
                    "< Long.MAX_VALUE;",
                    "removal.BrakeTest#urgentBlocksPassTheUsedUpCapUpToFiveAnHour"),
            java(
                    "an act counts once, however often it is sent",
                    "removal/Brake",
                    "if (!concerns(effect) || countsStill(effect)) {",
                    "if (!concerns(effect)) {",
                    "removal.BrakeTest#theSameActCountsOnceHoweverOftenItIsSent"),
            java(
                    "a block that is held waits for people",
                    "removal/Brake",
                    "if (hold.isPresent() && effect.kind() == Effect.Kind.BLOCK) {",
                    "if (hold.isPresent() && effect.kind() == Effect.Kind.INVITE) {",
                    "removal.BrakeTest#aBlockThatIsHeldWaitsForPeopleEvenIfThereIsRoomAgain"),
            java(
                    "what people dropped is not done",
                    "removal/Brake",
                    "if (hold.filter(Hold::dropped).isPresent()) {",
                    "if (hold.filter(Hold::dropped).isPresent() && guest.version() < 0) {",
                    "removal.BrakeTest#oneDropsWithAReasonAndTheActIsNeverDone"),
            java(
                            "two people release",
                            "removal/BrakeHolds",
                            "} else if (hold.get().firstBy() == null) {",
                            "} else if (act.getKey() == null) {",
                            "removal.BrakeTest#twoDifferentAdministratorsReleaseAndItGoesAtOnceWithoutCounting")
                    .always(),
            java(
                    "whoever asked for a removal does not release it",
                    "removal/BrakeHolds",
                    "if (hold.asker().filter(person::equals).isPresent()) {",
                    "if (hold.asker().filter(person::equals).isEmpty() && hold.urgent() && !hold.urgent()) {",
                    "removal.BrakeTest#whoeverAskedForTheRemovalIsNeitherOfTheTwo"),
            java(
                    "two people raise a cap",
                    "removal/BrakeCapChanges",
                    "if (viewer.is(raise.askedBy())) {",
                    "if (viewer.is(raise.askedBy()) && raise.askedBy() == null) {",
                    "removal.BrakeCapChangesTest#aNumberThatRisesNeedsASecondAdministrator(int, int, int)"),
            java(
                            "the sweep blocks nobody before the end",
                            "removal/RemovalSearch",
                            "WITH_ACCESS + \" and g.access_until <= :now\"",
                            "WITH_ACCESS + \" and :now = :now\"",
                            "expiry.ExpirySweepTest#whoseEndLiesAheadIsLeftAlone")
                    .always(),
            java(
                    "an end that people let pass is not tried again",
                    "removal/RemovalSearch",
                    ": List.of(Removal.Ending.GIVEN_UP.name());",
                    ": List.of(\"\");",
                    "expiry.ExpirySweepTest#anEndThatPeopleLetPassIsNotTriedAgainButTheNextOneIs"),
            java(
                    "the sweep blocks without a workflow",
                    "expiry/ExpirySweep",
                    "        return tried(guest, () -> remove(guest, false));",
                    "        return false;",
                    "expiry.ExpirySweepTest#withAnEngineThatStartsNothingTheBlockLeavesAllTheSameAndTheRestFollowsLater"),
            java(
                    "members are left alone",
                    "directory/gateway/Acts",
                    "if (!user.isGuest()) {",
                    "if (!user.isGuest() && user.isGuest()) {",
                    "removal.process.GuestRemovalTest#anAccountThatIsNotToBeTouchedGoesToAnAdministratorWhoTriesAgain"),
            java(
                    "holders of a role are left alone",
                    "directory/gateway/Acts",
                    "if (seen.holdsDirectoryRole()) {",
                    "if (seen.holdsDirectoryRole() && !user.isGuest()) {",
                    "removal.process.GuestRemovalTest#anAdministratorGivesUpAndTheGuestStays"),
            java(
                    "synchronized accounts are left alone",
                    "directory/gateway/Acts",
                    "if (user.synchronizedFromOnPremises()) {",
                    "if (user.synchronizedFromOnPremises() && !user.isGuest()) {",
                    "removal.LastLinesTest#anAccountThatIsMasteredElsewhereIsLeftAlone"),
            java(
                            "protected accounts are left alone",
                            "directory/gateway/Acts",
                            "return takes && protections.stream()",
                            "return takes && !user.isGuest() && protections.stream()",
                            "removal.LastLinesTest#aProtectedAccountIsLeftAlone")
                    .always(),
            java(
                    "what the look before an act shows counts",
                    "directory/gateway/Acts",
                    "if (handsOff.isPresent()) {",
                    "if (handsOff.isPresent() && handsOff.isEmpty()) {",
                    "removal.process.GuestRemovalTest#anAccountThatIsNotToBeTouchedGoesToAnAdministratorWhoTriesAgain"),
            java(
                            "only who is still blocked is deleted",
                            "directory/gateway/Acts",
                            "if (Wish.STILL_BLOCKED.equals(effect.purpose()) && user.enabled()) {",
                            "if (Wish.STILL_BLOCKED.equals(effect.purpose()) && user.enabled() && !user.isGuest()) {",
                            "removal.process.GuestRemovalTest#whomOthersHaveLetInAgainIsNotDeleted")
                    .always(),
            java(
                    "only who is still pending lapses",
                    "directory/gateway/Acts",
                    "&& user.redemption() != DirectoryUser.Redemption.PENDING) {",
                    "&& user.redemption() == null) {",
                    "redemption.process.RedemptionFollowUpTest#whoAcceptedUnnoticedIsNotDeleted"),
            java(
                    "what may have happened is looked for before it is sent again",
                    "directory/gateway/Acts",
                    "return happened ? Standing.HAPPENED : Standing.MAY_SEND;",
                    "return Standing.MAY_SEND;",
                    "removal.process.GuestRemovalTest#lostAnswersDoNothingTwice"),
            java(
                    "one look that does not show an account does not make it gone",
                    "directory/gateway/Acts",
                    "return effect.absentSince().filter(first -> !first.isAfter(since)).isPresent()",
                    "return effect.absentSince().filter(first -> first.isAfter(since)).isEmpty()",
                    "removal.LastLinesTest#anAccountThatOneLookDoesNotShowIsNotGone"),
            java(
                    "a restored account is young",
                    "directory/effect/Effects",
                    " or kind = 'RESTORE' and id <> ? and state <> 'REFUSED')\"",
                    " or kind = 'NONE' and id <> ?)\"",
                    "removal.process.GuestRestorationTest#aRestoredAccountThatNobodyKnowsYetIsWaitedForAndLosesNothing"),
            java(
                    "nothing is given to whoever was removed before it went out",
                    "removal/RemovalLastWord",
                    "return !back && TAKEN.contains(guest.state()) ? new No(REMOVED) : GO;",
                    "return GO;",
                    "removal.LastLinesTest#accessThatWaitedIsNotGivenToWhoWasRemovedMeanwhile("
                            + "dev.guestward.guest.GuestState)"),
            java(
                    "nothing leaves the house while the product only reports",
                    "directory/gateway/Reporting",
                    "return mode.reportsOnly(effect.workflow());",
                    "return mode == null;",
                    "removal.process.GuestRemovalTest#inReportOnlyModeNothingIsDoneAndTheInstanceSaysSo"),
            java(
                            "what a guest held is written down before it is taken",
                            "removal/SnapshotTaker",
                            "new Holdings(seen.get().memberships(), directory.appRoles(account), directory.sponsors(account))",
                            "new Holdings(List.of(), List.of(), List.of())",
                            "removal.process.GuestRestorationTest#aBlockedGuestGetsEverythingBackAndIsLetInLast")
                    .always(),
            java(
                    "an account in the recycle bin is not gone for good",
                    "expiry/PurgedAccounts",
                    "return directory.deletedUser(account).isEmpty()",
                    "return directory.deletedUser(account) != null",
                    "expiry.PurgedAccountsTest#anAccountInTheRecycleBinIsStillDeleted"),
            java(
                    "an account that somebody brought back is not gone for good",
                    "expiry/PurgedAccounts",
                    "&& directory.user(account).isEmpty();",
                    "&& directory.user(account) != null;",
                    "expiry.PurgedAccountsTest#anAccountThatSomebodyBroughtBackIsNotGone"),
            java(
                    "a workflow ends the access it was started for and no other",
                    "expiry/ExpiryPlans",
                    "&& guest.accessUntil().equals(end);",
                    "&& !end.equals(Instant.MIN);",
                    "expiry.process.GuestExpiryTest#anEndThatWasMovedBehindTheWorkflowsBackRemovesNobody"),
            java(
                    "a later end calls the removal off",
                    "expiry/MovedEnds",
                    ".filter(removal -> guest.accessUntil().isAfter(clock.instant()))",
                    ".filter(removal -> guest.accessUntil().isAfter(java.time.Instant.MAX))",
                    "expiry.ExtensionsTest#aLaterEndByEditingCallsTheRemovalOffToo"),
            java(
                    "an emergency reaches three days",
                    "expiry/ExtensionRules",
                    "if (end.isAfter(clock.instant().plus(settings.longestEmergency()))) {",
                    "if (end.isBefore(clock.instant())) {",
                    "expiry.ExtensionsTest#anEmergencyReachesThreeDaysWithoutThePolicyAndForcesAReview"),
            java(
                    "only the sponsor and administrators decide about a guest",
                    "removal/RemovalRequests",
                    "return viewer.isAdministrator() || viewer.is(guest.sponsor());",
                    "return viewer != null;",
                    "expiry.ExtensionsTest#onlyTheSponsorAndAdministratorsExtend"),
            java(
                    "only administrators decide on what was refused",
                    "removal/RemovalDecisions",
                    "if (!may) {",
                    "if (!may && person == null) {",
                    "removal.process.GuestRemovalTest#anAccountThatIsNotToBeTouchedGoesToAnAdministratorWhoTriesAgain"),
            java(
                    "nobody comes back beside another guest with the same address",
                    "removal/RestorationRequests",
                    "return isAddressTaken(guest) ? Optional.of(Obstacle.ADDRESS_TAKEN) : Optional.empty();",
                    "return Optional.empty();",
                    "removal.process.GuestRestorationTest#besideAnotherGuestWithTheSameAddressNobodyComesBack"),
            java(
                    "nothing is given after the end of access",
                    "removal/NothingAfterTheEnd",
                    "return passed ? new No(PASSED) : GO;",
                    "return GO;",
                    "expiry.ExpirySweepTest#whoAcceptsAfterTheEndIsLetInNowhereEvenWhileTheBlockIsHeld"),
            java(
                    "every change of state has its row in the ledger",
                    "guest/Guests",
                    "audit.append(id.value(), now, actor, code, guest.state().name(), to.name(), details);",
                    "",
                    "removal.process.GuestRemovalTest#aGuestIsBlockedSignedOutAndStrippedAfterTheUndoWindowAndDeletedAfterTheGrace"));

    private SafetyRules() {}

    private static Mutant java(String rule, String file, String text, String instead, String witness) {
        return new Mutant(
                rule, Path.of("src/main/java/dev/guestward", file + ".java"), text, instead, PRODUCT + witness, false);
    }

    private static Mutant sql(String rule, String file, String text, String instead, String witness) {
        return new Mutant(
                rule, Path.of("src/main/resources/db/migration", file), text, instead, PRODUCT + witness, false);
    }
}
