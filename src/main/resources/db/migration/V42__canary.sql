-- The test changes made to the canary account, and how they came back. The act itself is the effect 'canary:' || number.
create table canary_try (
    number          bigint generated always as identity primary key,
    account         text not null,
    begun_at        timestamptz not null,
    -- the state of the account that was wished for
    enabled         boolean not null,
    -- why nothing was changed
    hindrance       text,
    notified_at     timestamptz,
    found_at        timestamptz,
    -- when somebody was told that it has not come in time
    unnotified_at   timestamptz,
    unfound_at      timestamptz
);
create index effect_canary on effect (settled_at) where kind = 'TOUCH';

-- Why the directory does not let us hear of something; null if it does.
alter table graph_subscription add column refused text;

-- Groups whose members are to be read again, because somebody was taken out.
create table group_look (
    group_id        text primary key,
    due_at          timestamptz,
    looked_at       timestamptz
);
create index group_look_due on group_look (due_at) where due_at is not null;

-- Who has been written to about which claim task, with which letter.
create table claim_notice (
    task_id         text not null,
    person_id       text not null,
    occasion        text not null check (occasion in ('ASKED', 'AGAIN')),
    letter          text not null,
    primary key (task_id, person_id, occasion)
);
