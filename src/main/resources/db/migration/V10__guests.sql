-- Partner clinics, guests and what they get.

create table clinic (
    id              uuid primary key,
    key             text not null unique,
    name            text not null,
    owner_approves  boolean not null,
    created_at      timestamptz not null
);

create table clinic_domain (
    domain          text primary key,
    clinic_id       uuid not null references clinic (id)
);

create table guest (
    id              uuid primary key,
    email           text not null,
    email_key       text not null,
    display_name    text not null,
    clinic_id       uuid not null references clinic (id),
    sponsor_id      text not null,
    requested_by    text not null,
    purpose         text not null,
    message         text,
    language        text not null,
    access_until    timestamptz not null,
    state           text not null check (state in ('REQUESTED', 'DECLINED', 'INVITED', 'ACTIVE', 'BLOCKED', 'DELETED',
                                                   'PURGED', 'DISCOVERED')),
    state_since     timestamptz not null,
    requested_at    timestamptz not null,
    directory_id    text,
    redeemed_at     timestamptz,
    identity_issuer text,
    attention       text,
    version         bigint not null default 0
);

-- one open guest per mail address, and one guest per account
create unique index guest_open_per_address on guest (email_key)
    where state not in ('DECLINED', 'DELETED', 'PURGED');
create unique index guest_per_account on guest (directory_id)
    where directory_id is not null and state not in ('DECLINED', 'PURGED');
create index guest_by_sponsor on guest (sponsor_id, state);
create index guest_by_clinic on guest (clinic_id);
-- redeemed in the directory, but the workflow has not gone on: what the sweep looks for
create index guest_redeemed_waiting on guest (redeemed_at) where state = 'INVITED' and redeemed_at is not null;

create table guest_grant (
    guest_id        uuid not null references guest (id),
    grant_key       text not null,
    given_at        timestamptz,
    primary key (guest_id, grant_key)
);

-- The decision of an application's owner; the workflow reads it here, never from a task's variables.
create table invitation_decision (
    id              uuid primary key,
    guest_id        uuid not null references guest (id),
    decided_by      text not null,
    approved        boolean not null,
    decided_at      timestamptz not null
);
create index invitation_decision_by_guest on invitation_decision (guest_id, decided_at);

-- The answer to a request that carried an Idempotency-Key, per caller.
create table invitation_request (
    caller          text not null,
    idempotency_key text not null,
    body_hash       text not null,
    answer          text not null,
    created_at      timestamptz not null,
    primary key (caller, idempotency_key)
);

-- The redeem link between the directory's answer and the rendering of the mail. It is as good as a password:
-- the row goes away with the mail's rendering.
create table redeem_link (
    guest_id        uuid primary key references guest (id),
    url             text not null,
    received_at     timestamptz not null
);
