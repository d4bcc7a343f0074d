package dev.guestward.people;

/** The people table was brought up to date. Told on the node that did so, after its transaction. */
public record PeopleChanged() {}
