-- Clinicians who ask by themselves. Source and address are kept as keyed hashes, the token as a plain one: it has 256 bits.

-- without it nobody can try which address or network a hash stands for
create table sign_up_key (
    only_one        boolean primary key default true check (only_one),
    key             text not null
);
insert into sign_up_key (key) values (gen_random_uuid()::text || gen_random_uuid()::text);

create table sign_up (
    id              uuid primary key,
    state           text not null check (state in
                        ('RECEIVED', 'DROPPED', 'MAILED', 'CONFIRMED', 'WAITING', 'ACCEPTED', 'DECLINED', 'LAPSED')),
    source_hash     text not null,
    address_hash    text not null,
    language        text not null,
    email           text,
    display_name    text,
    purpose         text,
    grants          text,
    access_until    text,
    created_at      timestamptz not null,
    due_at          timestamptz not null,
    mailed_at       timestamptz,
    token_hash      text unique,
    expires_at      timestamptz,
    clinic_id       uuid references clinic (id),
    sponsor         text,
    confirmed_at    timestamptz,
    decided_at      timestamptz,
    reason          text,
    guest_id        uuid
);

create index sign_up_due on sign_up (due_at) where state = 'RECEIVED';
create index sign_up_by_source on sign_up (source_hash, created_at);
create index sign_up_by_address on sign_up (address_hash, mailed_at);
create index sign_up_by_time on sign_up (created_at);
create index sign_up_by_mail on sign_up (mailed_at) where mailed_at is not null;
create index sign_up_by_sponsor on sign_up (sponsor) where state = 'WAITING';
