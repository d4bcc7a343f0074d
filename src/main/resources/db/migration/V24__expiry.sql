-- The end of access: what is prepared for which end, and wishes for a later one.

create table expiry_plan (
    guest_id         uuid not null references guest (id),
    access_until     timestamptz not null,
    planned_at       timestamptz not null,
    -- how many of the warnings are covered by letters
    warnings         int not null default 0,
    -- when the end came, was moved, or lost its meaning
    over_at          timestamptz,
    primary key (guest_id, access_until)
);
create index expiry_plan_open on expiry_plan (guest_id) where over_at is null;

-- An extension, and why.
create table extension (
    id               uuid primary key,
    guest_id         uuid not null references guest (id),
    was              timestamptz not null,
    until            timestamptz not null,
    reason           text not null,
    emergency        boolean not null,
    asked_by         text not null,
    asked_at         timestamptz not null,
    -- WAITING for an owner; OVERTAKEN when the end was moved, or came, before one decided
    state            text not null check (state in ('WAITING', 'EXTENDED', 'DECLINED', 'OVERTAKEN')),
    decided_by       text,
    decided_at       timestamptz
);
create index extension_by_guest on extension (guest_id, asked_at);
create unique index extension_waiting on extension (guest_id) where state = 'WAITING';

-- What a sponsor has entered in Tasklist, until the task is completed.
create table extension_draft (
    guest_id         uuid primary key references guest (id),
    until            text not null,
    reason           text not null,
    given_by         text not null,
    given_at         timestamptz not null
);

-- An emergency extension: the next review must not wait for its usual day.
alter table guest add column review_forced_at timestamptz;

-- That a clinic was closed, and why.
create table clinic_closure (
    id               uuid primary key,
    clinic_id        uuid not null references clinic (id),
    closes_on        date not null,
    reason           text not null,
    closed_by        text not null,
    closed_at        timestamptz not null
);
