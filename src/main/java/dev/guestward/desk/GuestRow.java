package dev.guestward.desk;

import org.jspecify.annotations.Nullable;

/** A guest in a list. */
record GuestRow(
        String id,
        String name,
        String email,
        String clinic,
        String clinicKey,
        String sponsor,
        StateView state,
        @Nullable StateView attention,
        Times.When accessUntil,
        Times.When requested) {}
