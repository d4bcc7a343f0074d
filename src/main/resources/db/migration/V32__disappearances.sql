-- Managed accounts the directory says are gone. Those that have not been told to the register wait for the end of the
-- round, or for a person if they are suspiciously many.
create table account_gone (
    account     text primary key,
    restorable  boolean not null,
    noticed_at  timestamptz not null,
    released    boolean not null default false,
    told_at     timestamptz,
    counted     boolean not null default false
);
create index account_gone_told on account_gone (told_at);

create table gone_alarm (
    id          uuid primary key,
    raised_at   timestamptz not null,
    accounts    int not null,
    managed     bigint not null,
    decided_at  timestamptz,
    decided_by  text,
    confirmed   boolean,
    check ((decided_at is null) = (confirmed is null))
);
create unique index gone_alarm_open on gone_alarm ((true)) where decided_at is null;
