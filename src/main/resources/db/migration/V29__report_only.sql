-- Single workflows may only report. An act says which workflow it belongs to; older ones belong to none.
alter table effect add column workflow text;
create index effect_reported on effect (settled_at) where state = 'SUPPRESSED';
create index mail_message_reported on mail_message (ended_at) where state = 'SUPPRESSED';

-- What the brake would have said to acts that were only reported. The brake itself never counts them.
create table brake_report (
    effect_id        uuid primary key references effect (id) on delete cascade,
    guest_id         uuid not null,
    clinic_id        uuid not null,
    kind             text not null check (kind in ('BLOCK', 'DELETE')),
    counted_as       text not null check (counted_as in ('NORMAL', 'FORESEEN')),
    -- the cap that would have held it
    held_by          text,
    reported_at      timestamptz not null
);
create index brake_report_recent on brake_report (kind, reported_at);

-- Whose end a closing has brought forward, so that it can be stopped.
alter table clinic_closure add column agreement_before date;
alter table clinic_closure add column stopped_by text;
alter table clinic_closure add column stopped_at timestamptz;
create table clinic_closure_guest (
    closure_id       uuid not null references clinic_closure (id),
    guest_id         uuid not null references guest (id),
    was              timestamptz not null,
    until            timestamptz not null,
    primary key (closure_id, guest_id)
);
