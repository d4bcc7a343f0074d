-- What people do about the brake.

alter table brake_hold add column removal_id uuid references removal (id);
alter table brake_hold add column dropped_because text;
create index brake_hold_of_removal on brake_hold (removal_id) where over_at is null;

-- Who changed which cap. One that raises a number is in force only when somebody else has confirmed it.
create table brake_cap_change (
    id               uuid primary key,
    name             text not null references brake_cap (name),
    fewest_before    int not null,
    most_before      int not null,
    percent_before   int not null,
    fewest           int not null check (fewest between 0 and 100000),
    most             int not null check (most between 0 and 100000),
    percent          int not null check (percent between 0 and 100),
    raises           boolean not null,
    asked_by         text not null,
    asked_at         timestamptz not null,
    confirmed_by     text,
    confirmed_at     timestamptz,
    withdrawn_by     text,
    withdrawn_at     timestamptz,
    check (fewest <= most),
    check (raises or (confirmed_by is null and withdrawn_by is null)),
    check (confirmed_by is null or withdrawn_by is null),
    check (confirmed_by <> asked_by)
);
create unique index brake_cap_change_waiting on brake_cap_change (name)
    where raises and confirmed_at is null and withdrawn_at is null;
create index brake_cap_change_newest on brake_cap_change (asked_at);
