-- Bringing guests back.

create table restoration (
    id               uuid primary key,
    guest_id         uuid not null references guest (id),
    -- what it takes back
    removal_id       uuid not null references removal (id),
    asked_by         text not null,
    reason           text not null,
    asked_at         timestamptz not null,
    attempt          int not null default 0,
    ended_at         timestamptz,
    ended_as         text,
    ended_because    text,
    check ((ended_at is null) = (ended_as is null))
);
create unique index restoration_open_per_guest on restoration (guest_id) where ended_at is null;
create index restoration_by_guest on restoration (guest_id, asked_at);
