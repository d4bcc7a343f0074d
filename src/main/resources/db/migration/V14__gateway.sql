-- The gateway works on effects by itself: most urgent first, leased by one node at a time, within a quota all nodes share.

alter table effect
    add column target_id    text,
    add column purpose      text,
    add column priority     int not null default 100,
    add column due_at       timestamptz not null default now(),
    add column leased_by    text,
    add column leased_until timestamptz,
    add column alone        boolean not null default false,
    add column task_id      text,
    add column woken        boolean not null default true;

create index effect_due on effect (priority desc, due_at) where state in ('PLANNED', 'SENT', 'UNKNOWN');
create index effect_for_target on effect (kind, target_id) where state = 'PLANNED';
create index effect_to_wake on effect (settled_at) where not woken;
drop index effect_open;

create table directory_outage (
    trouble         text not null,
    subject         text not null,
    code            text not null,
    since           timestamptz not null,
    last_seen_at    timestamptz not null,
    next_probe_at   timestamptz not null,
    hits            bigint not null default 1,
    primary key (trouble, subject)
);

-- token buckets; the state is the limiter's own
create table directory_quota (
    id      text primary key,
    state   bytea
);

-- mails that were due while the product only reported
alter table mail_message drop constraint mail_message_state_check;
alter table mail_message add constraint mail_message_state_check
    check (state in ('QUEUED', 'SENT', 'FAILED', 'SUPPRESSED'));
