-- Guests in the tenant whom nobody asked us to invite, until they are taken under management.

-- Those that are decided on together: one workflow, one task.
create table adoption_batch (
    id               uuid primary key,
    clinic_id        uuid references clinic (id),
    opened_at        timestamptz not null,
    due_at           timestamptz not null,
    escalated_at     timestamptz,
    closed_at        timestamptz
);
create index adoption_batch_open on adoption_batch (opened_at) where closed_at is null;

create table found_guest (
    directory_id     text primary key,
    -- the id the guest has in the ledger, and will have in the register
    guest_id         uuid not null unique,
    standing         text not null check (standing in ('FOUND', 'EXPECTED', 'IN_HAND', 'ADOPTED', 'LEFT_ALONE',
                                                       'IGNORED')),
    -- why it is left alone, a code
    left_because     text,
    -- why it is ignored, in an administrator's words
    ignored_because  text,
    -- what the directory shows; empty once the register has it
    display_name     text,
    email            text,
    addresses        text[] not null default '{}',
    pending          boolean not null,
    enabled          boolean not null,
    synchronized     boolean not null,
    holds_role       boolean not null default false,
    redeemed_at      timestamptz,
    identity_issuer  text,
    created_at       timestamptz,
    grants           text[] not null default '{}',
    clinic_id        uuid references clinic (id),
    sponsor_id       text,
    -- the administrator who gave it to that sponsor; empty if the directory says so
    assigned_by      text,
    batch_id         uuid references adoption_batch (id),
    found_at         timestamptz not null
);
create index found_guest_by_standing on found_guest (standing, clinic_id);
create index found_guest_by_batch on found_guest (batch_id) where standing = 'IN_HAND';

-- What a person has entered in Tasklist, until the task is completed.
create table adoption_draft (
    guest_id         uuid primary key,
    batch_id         uuid not null references adoption_batch (id),
    remove           boolean not null,
    reason           text,
    clinic_id        uuid references clinic (id),
    given_by         text not null,
    given_at         timestamptz not null
);
create index adoption_draft_by_batch on adoption_draft (batch_id);

-- Whether we adopt, and how far the look at the whole tenant has come.
create table adoption_state (
    one              boolean primary key default true check (one),
    -- empty: as the settings say
    adopting         boolean,
    changed_by       text,
    changed_at       timestamptz,
    round_began_at   timestamptz,
    round_ended_at   timestamptz,
    users_seen       bigint not null default 0
);
insert into adoption_state (one) values (true);
