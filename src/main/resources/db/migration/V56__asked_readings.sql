-- A reading of the people that somebody's change asks for, and the last one that was complete.
alter table people_reading
    add column asked_at     timestamptz,
    -- whoever has never read is as late as the migration is old
    add column completed_at timestamptz not null default now();
