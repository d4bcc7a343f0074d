-- Access reviews: who is asked about whom, what they were shown, what they said, and what became of it.

alter table guest
    -- when the guest is to be asked about next, at the latest
    add column review_due_at timestamptz,
    -- when somebody last said that access is still needed
    add column attested_at timestamptz,
    add column attested_by text;
create index guest_review_due on guest (review_due_at) where state = 'ACTIVE' and review_due_at is not null;
create index guest_review_of_sponsor on guest (sponsor_id, review_due_at) where state = 'ACTIVE';
create index guest_review_unplanned on guest (sponsor_id) where state = 'ACTIVE' and review_due_at is null;
create index guest_review_forced on guest (review_forced_at) where review_forced_at is not null;

create table review_campaign (
    id               uuid primary key,
    title            text not null,
    scope            text not null check (scope in ('ALL', 'CLINIC', 'GRANT', 'INACTIVE', 'LIST', 'ROLLING')),
    -- the clinic's key, the grant's key or a number of days
    scope_value      text,
    -- no two open campaigns of one scope
    scope_key        text not null,
    -- the rolling reviews of a quarter, collected
    standing         boolean not null,
    started_by       text not null,
    started_at       timestamptz not null,
    due_at           timestamptz not null,
    -- when every guest of the scope had been given to a reviewer
    opened_at        timestamptz,
    paused_at        timestamptz,
    paused_by        text,
    stopped_by       text,
    stopped_because  text,
    ended_at         timestamptz,
    ended_as         text check (ended_as in ('CLOSED', 'STOPPED')),
    check ((ended_at is null) = (ended_as is null))
);
create unique index review_campaign_open on review_campaign (scope_key) where ended_at is null;
create index review_campaign_newest on review_campaign (started_at);

-- Whom a campaign is about, as it was found when it began and as it has followed since.
create table review_campaign_guest (
    campaign_id      uuid not null references review_campaign (id),
    guest_id         uuid not null references guest (id),
    -- why nobody is asked about the guest; null while somebody is, or is going to be
    left_out_because text,
    asked_at         timestamptz,
    primary key (campaign_id, guest_id)
);
create index review_campaign_guest_waiting on review_campaign_guest (campaign_id, guest_id)
    where asked_at is null and left_out_because is null;

create table review (
    id               uuid primary key,
    kind             text not null check (kind in ('ROLLING', 'CAMPAIGN', 'EVENT')),
    stage            text not null check (stage in ('SPONSOR', 'CO_SPONSOR', 'MANAGER', 'FALLBACK')),
    reviewer_id      text not null,
    -- who vouches for the guests; the reviewer, unless it was passed on
    sponsor_id       text not null,
    campaign_id      uuid references review_campaign (id),
    -- the review it was passed on from
    parent_id        uuid references review (id),
    opened_at        timestamptz not null,
    due_at           timestamptz not null,
    -- more guests than usual, so that nobody is asked about too late
    widened          boolean not null default false,
    closed_at        timestamptz,
    closed_as        text check (closed_as in ('DECIDED', 'PASSED_ON', 'SILENCE', 'OVER', 'STOPPED')),
    version          bigint not null default 0,
    check ((closed_at is null) = (closed_as is null))
);
create index review_of_reviewer on review (reviewer_id, due_at) where closed_at is null;
create index review_past_of_reviewer on review (reviewer_id, closed_at desc) where closed_at is not null;
create index review_of_sponsor on review (sponsor_id, kind, opened_at);
create index review_of_campaign on review (campaign_id) where campaign_id is not null;
create index review_of_parent on review (parent_id) where parent_id is not null;
create index review_open on review (due_at) where closed_at is null;

create table review_item (
    id                uuid primary key,
    review_id         uuid not null references review (id),
    guest_id          uuid not null references guest (id),
    campaign_id       uuid references review_campaign (id),
    asked_at          timestamptz not null,
    -- what the reviewer is shown, as it was when they were asked
    last_sign_in      timestamptz,
    sign_in_unknown   text,
    evidence_at       timestamptz,
    grants            text not null,
    changed           text not null,
    advice            text not null check (advice in ('KEEP', 'REMOVE', 'LOOK')),
    advice_reason     text not null,
    low_risk          boolean not null,
    -- what the reviewer has entered and not handed in
    draft_decision    text check (draft_decision in ('KEEP', 'REMOVE', 'REMOVE_NOW', 'DONT_KNOW')),
    draft_reason      text,
    draft_by          text,
    draft_at          timestamptz,
    decision          text check (decision in ('KEEP', 'REMOVE', 'REMOVE_NOW', 'DONT_KNOW')),
    decision_reason   text,
    decided_by        text,
    decided_at        timestamptz,
    decided_in_bulk   boolean not null default false,
    -- null while the item is open
    outcome           text check (outcome in ('APPLIED', 'HELD', 'SILENCE', 'NO_LONGER', 'STOPPED')),
    outcome_at        timestamptz,
    outcome_because   text,
    removal_id        uuid references removal (id),
    -- who was asked before
    previous_reviewer text,
    version           bigint not null default 0,
    check ((outcome is null) = (outcome_at is null)),
    check (outcome is distinct from 'APPLIED' or decision is not null)
);
create unique index review_item_open on review_item (guest_id) where outcome is null;
create index review_item_of_review on review_item (review_id);
create index review_item_of_guest on review_item (guest_id, asked_at);
create index review_item_of_campaign on review_item (campaign_id) where campaign_id is not null;

-- Every committed answer, also those that were followed by another one. Rows are only added.
create table review_answer (
    id               uuid primary key,
    item_id          uuid not null references review_item (id),
    review_id        uuid not null references review (id),
    decision         text not null check (decision in ('KEEP', 'REMOVE', 'REMOVE_NOW', 'DONT_KNOW')),
    reason           text,
    in_bulk          boolean not null,
    given_by         text not null,
    given_at         timestamptz not null
);
create index review_answer_of_item on review_answer (item_id, given_at);
create index review_answer_of_review on review_answer (review_id, given_at);

-- That somebody is to be written to about a review, and the letter that did.
create table review_notice (
    id               uuid primary key,
    review_id        uuid not null references review (id),
    person_id        text not null,
    occasion         text not null check (occasion in ('OPENED', 'HALF_TIME', 'TWO_DAYS', 'HALF_DAY')),
    wanted_at        timestamptz not null,
    -- mail_message.dedup_key; whether it was accepted stands there
    letter           text,
    unique (review_id, person_id, occasion)
);
create index review_notice_waiting on review_notice (person_id) where letter is null;
create index review_notice_of_letter on review_notice (letter) where letter is not null;

-- Who may decide in a reviewer's place, on a whole review or on one guest in it.
create table review_delegation (
    id               uuid primary key,
    review_id        uuid not null references review (id),
    item_id          uuid references review_item (id),
    given_by         text not null,
    given_to         text not null,
    given_at         timestamptz not null,
    until            timestamptz not null,
    ended_at         timestamptz
);
create index review_delegation_to on review_delegation (given_to) where ended_at is null;
create index review_delegation_of on review_delegation (review_id) where ended_at is null;
create unique index review_delegation_once on review_delegation
    (review_id, given_to, coalesce(item_id, '00000000-0000-0000-0000-000000000000')) where ended_at is null;

-- What the directory's report said about sign-ins.
create table sign_in_seen (
    account          text primary key,
    last_successful  timestamptz,
    read_at          timestamptz not null
);

-- One row: how far the present reading of the report is, and why there is none.
create table sign_in_reading (
    only_row         boolean primary key default true check (only_row),
    cursor           text,
    begun_at         timestamptz,
    finished_at      timestamptz,
    no_evidence_code text,
    no_evidence_at   timestamptz
);
insert into sign_in_reading (only_row) values (true);
