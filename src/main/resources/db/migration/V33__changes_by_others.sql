-- What others do to accounts, and who vouches for guests when a sponsor leaves.

-- What was last seen of an account and stands nowhere else in the register.
create table account_sight (
    guest_id        uuid primary key references guest (id),
    -- somebody else has forbidden the sign-in
    disabled        boolean not null default false,
    -- whether the account still has the address by which the register knows the guest
    has_address     boolean not null default true,
    synchronized    boolean not null default false,
    directory_role  boolean not null default false,
    -- when it was last read with everything it belongs to
    looked_at       timestamptz,
    -- changed since
    look_due        boolean not null default false
);
create index account_sight_due on account_sight (guest_id) where look_due;
create index account_sight_by_look on account_sight (looked_at nulls first);

-- What a guest was before others deleted the account; null if it is there, or was deleted by us.
alter table guest add column state_before_deletion text;

-- Who else vouches for a guest, and is asked first when the sponsor leaves.
create table co_sponsor (
    guest_id        uuid not null references guest (id),
    person_id       text not null,
    added_by        text not null,
    added_at        timestamptz not null,
    primary key (guest_id, person_id)
);

-- Sponsors who said, or of whom an administrator said, that they leave.
create table person_leaving (
    person_id       text primary key,
    marked_by       text not null,
    marked_at       timestamptz not null
);

-- One sponsor who leaves, and how far the search for others has come.
create table succession (
    id              uuid primary key,
    sponsor_id      text not null,
    cause           text not null,
    -- the sponsor's manager, as the directory had it at the beginning
    manager_id      text,
    begun_at        timestamptz not null,
    ended_at        timestamptz,
    ended_as        text,
    check ((ended_at is null) = (ended_as is null))
);
create unique index succession_open on succession (sponsor_id) where ended_at is null;
create index succession_newest on succession (begun_at);

-- Guests for whom the same people are asked, one after the other: one task at a time.
create table succession_claim (
    id              uuid primary key,
    succession_id   uuid not null references succession (id),
    rung            text,
    task_id         text,
    asked_at        timestamptz,
    due_at          timestamptz,
    ended_at        timestamptz
);
create index succession_claim_of on succession_claim (succession_id);
create index succession_claim_by_task on succession_claim (task_id) where task_id is not null;

create table succession_candidate (
    claim_id        uuid not null references succession_claim (id),
    rung            text not null,
    person_id       text not null,
    primary key (claim_id, rung, person_id)
);

create table succession_guest (
    succession_id   uuid not null references succession (id),
    guest_id        uuid not null references guest (id),
    claim_id        uuid not null references succession_claim (id),
    taken_by        text,
    ended_at        timestamptz,
    ended_as        text,
    primary key (succession_id, guest_id)
);
create index succession_guest_open on succession_guest (guest_id) where ended_at is null;

-- What somebody has entered in a claim task, until it is completed.
create table claim_answer (
    claim_id        uuid primary key references succession_claim (id),
    guests          uuid[] not null,
    sponsor_id      text,
    given_by        text not null,
    given_at        timestamptz not null
);
