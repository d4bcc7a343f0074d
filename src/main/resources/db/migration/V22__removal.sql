-- Taking guests away, and the brake on it.

create table removal (
    id               uuid primary key,
    guest_id         uuid not null references guest (id),
    cause            text not null,
    urgent           boolean not null,
    asked_by         text not null,
    reason           text,
    asked_at         timestamptz not null,
    -- until then whoever asked may change their mind
    undo_until       timestamptz not null,
    -- the end of access it was asked for
    access_until     timestamptz not null,
    state_before     text not null,
    attempt          int not null default 0,
    block_sent_at    timestamptz,
    blocked_at       timestamptz,
    snapshot_at      timestamptz,
    stripped_at      timestamptz,
    delete_after     timestamptz,
    ended_at         timestamptz,
    ended_as         text,
    ended_because    text,
    -- who takes the snapshot just now, and the task that waits for it
    snapshot_due_at  timestamptz,
    snapshot_task    text,
    check ((ended_at is null) = (ended_as is null))
);
create unique index removal_open_per_guest on removal (guest_id) where ended_at is null;
create index removal_by_guest on removal (guest_id, asked_at);
create index removal_to_look_at on removal (snapshot_due_at) where snapshot_at is null and blocked_at is not null
    and ended_at is null;

-- What a guest held when access was taken: what a restoration puts back.
create table access_snapshot (
    removal_id       uuid not null references removal (id),
    kind             text not null check (kind in ('GROUP', 'APP_ROLE', 'SPONSOR', 'OTHER')),
    target_id        text not null,
    name             text,
    taken_at         timestamptz,
    kept_because     text,
    given_back_at    timestamptz,
    lost_because     text,
    primary key (removal_id, kind, target_id)
);

-- What counts against the brake: each act once, when it is first sent.
drop table brake_use;
create table brake_count (
    effect_id        uuid primary key,
    guest_id         uuid not null,
    clinic_id        uuid not null,
    kind             text not null check (kind in ('BLOCK', 'DELETE')),
    -- NORMAL counts against the caps; the others are on record beside it
    counted_as       text not null check (counted_as in ('NORMAL', 'FORESEEN', 'RELEASED')),
    urgent           boolean not null,
    counted_at       timestamptz not null
);
create index brake_count_recent on brake_count (kind, counted_at);
create index brake_count_recent_of_clinic on brake_count (clinic_id, kind, counted_at);

-- What the brake has stopped, until two people release it or one drops it.
create table brake_hold (
    effect_id        uuid primary key,
    guest_id         uuid not null references guest (id),
    clinic_id        uuid not null,
    kind             text not null check (kind in ('BLOCK', 'DELETE')),
    cap              text not null,
    held_at          timestamptz not null,
    first_by         text,
    first_at         timestamptz,
    second_by        text,
    second_at        timestamptz,
    dropped_by       text,
    dropped_at       timestamptz,
    -- when the act went, or was not wanted any more
    over_at          timestamptz,
    check (first_by is null or second_by is null or first_by <> second_by)
);
create index brake_hold_open on brake_hold (held_at) where over_at is null;

-- The caps. The settings are only their first values.
create table brake_cap (
    name             text primary key check (name in ('DELETES', 'BLOCKS', 'CLINIC')),
    fewest           int not null check (fewest between 0 and 100000),
    most             int not null check (most between 0 and 100000),
    percent          int not null check (percent between 0 and 100),
    check (fewest <= most)
);

-- Ends of access that stood in the forecast, and since when.
create table expected_end (
    guest_id         uuid not null references guest (id),
    access_until     timestamptz not null,
    noted_at         timestamptz not null,
    primary key (guest_id, access_until)
);
create index guest_by_end on guest (access_until) where state in ('INVITED', 'ACTIVE');
