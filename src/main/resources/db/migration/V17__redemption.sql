-- Following up on invitations until they are accepted, and the brake on deletions.

-- whose making the account is, and how an invitation ended that was never accepted
alter table guest
    add column account_origin text check (account_origin in ('FOUND', 'MADE')),
    add column ended_as       text check (ended_as in ('LAPSED', 'WITHDRAWN'));

create table redemption_follow_up (
    guest_id         uuid primary key references guest (id),
    counted_from     timestamptz not null,
    reminders        int not null default 0,
    sponsor_asked_at timestamptz,
    resent_at        timestamptz
);

-- What a sponsor chose; the workflow reads it here, never from a task's variables.
create table redemption_choice (
    id               uuid primary key,
    guest_id         uuid not null references guest (id),
    decided_by       text not null,
    choice           text not null check (choice in ('AGAIN', 'CORRECT', 'DROP')),
    decided_at       timestamptz not null
);
create index redemption_choice_by_guest on redemption_choice (guest_id, decided_at);

-- A corrected address between the form and the completion of its task.
create table address_correction (
    guest_id         uuid primary key references guest (id),
    email            text not null,
    given_by         text not null,
    given_at         timestamptz not null
);

-- What counts against the brake: a guest once for each act.
create table brake_use (
    guest_id         uuid not null,
    act              text not null,
    counted_at       timestamptz not null,
    primary key (guest_id, act)
);
create index brake_use_recent on brake_use (counted_at);
