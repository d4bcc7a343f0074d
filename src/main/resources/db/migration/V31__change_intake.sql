-- What comes in from the directory: subscriptions whose secret is changed, accounts to look at later, dead letters.

-- One row for each secret. While a secret is changed a second subscription, the bridge, stands in; a row that is retired
-- is still believed for some hours, because Graph may deliver late.
alter table graph_subscription drop constraint graph_subscription_pkey;
alter table graph_subscription
    add column id uuid not null default gen_random_uuid(),
    add column part text not null default 'MAIN' check (part in ('MAIN', 'BRIDGE')),
    add column authorized_at timestamptz,
    add column reauthorize_wanted_at timestamptz,
    add column notified_at timestamptz,
    add column retired_at timestamptz;
alter table graph_subscription add primary key (id);
create unique index graph_subscription_standing on graph_subscription (resource, part) where retired_at is null;
create index graph_subscription_by_id on graph_subscription (subscription_id);

alter table delta_cursor add column asked_at timestamptz;
alter table delta_cursor add column stored_at timestamptz;

-- Accounts that could not be looked at when somebody told us of them.
create table account_look (
    account     text primary key,
    due_at      timestamptz not null,
    attempts    int not null default 0,
    trouble     text not null,
    noted_at    timestamptz not null
);
create index account_look_due on account_look (due_at);

-- What was set aside, from the dead-letter topic; the source is its place there.
create table dead_letter (
    id              uuid primary key,
    source          text not null unique,
    reason          text not null,
    record_key      text,
    record          text,
    died_at         timestamptz not null,
    replayed_at     timestamptz,
    replayed_by     text
);
create index dead_letter_open on dead_letter (died_at) where replayed_at is null;
