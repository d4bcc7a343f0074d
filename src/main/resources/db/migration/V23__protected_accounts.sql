-- Accounts from which nothing is taken until a day is over, guests of ours or not.

create table protected_account (
    id              uuid primary key,
    account         text not null,
    guest_id        uuid references guest (id),
    reason          text not null,
    listed_by       text not null,
    listed_at       timestamptz not null,
    ends_on         date not null,
    listed          boolean not null default true,
    taken_off_by    text,
    taken_off_at    timestamptz
);

-- an entry whose day is over stays listed until the account is listed anew
create unique index protected_account_listed on protected_account (account) where listed;
