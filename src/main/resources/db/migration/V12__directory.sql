-- What we do to the tenant, and how we learn what others do there.

create table effect (
    id              uuid primary key,
    effect_key      text not null unique,
    guest_id        uuid not null,
    kind            text not null,
    state           text not null check (state in ('PLANNED', 'SENT', 'CONFIRMED', 'UNKNOWN', 'SUPPRESSED', 'REFUSED')),
    object_id       text,
    attempts        int not null default 0,
    planned_at      timestamptz not null,
    sent_at         timestamptz,
    settled_at      timestamptz,
    last_answer     text,
    version         bigint not null default 0
);
create index effect_by_guest on effect (guest_id);
create index effect_open on effect (sent_at) where state in ('SENT', 'UNKNOWN');

create table graph_subscription (
    resource            text primary key,
    subscription_id     text,
    client_state        text not null,
    expires_at          timestamptz,
    created_at          timestamptz not null,
    checked_at          timestamptz
);

create table delta_cursor (
    resource        text primary key,
    cursor          text,
    round_began_at  timestamptz,
    completed_at    timestamptz
);
