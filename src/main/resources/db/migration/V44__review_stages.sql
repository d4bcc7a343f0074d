-- Reviews that are asked for by a change, guests who come into the scope of a running campaign, a second stage and a second round.

-- codes of what changed, joined by commas; counts while review_forced_at is set
alter table guest add column review_forced_because text;

alter table review_campaign
    -- who looks at what sponsors want to keep: the clinic's contact, or an application owner
    add column second_stage text check (second_stage in ('CONTACT', 'OWNER')),
    add column second_days integer,
    -- by when; null until the second stage begins
    add column second_due_at timestamptz,
    add constraint review_campaign_second check ((second_stage is null) = (second_days is null));

alter table review_campaign_guest
    -- when the guest came into the scope; null for those who were in it when the campaign began
    add column joined_at timestamptz,
    -- when it was settled whether the second stage is asked, and why it is not
    add column second_asked_at timestamptz,
    add column second_left_out text;

alter table review
    -- 2 once nobody had answered, and everybody is asked once more
    add column round smallint not null default 1 check (round in (1, 2));
alter table review drop constraint review_stage_check;
alter table review add constraint review_stage_check
    check (stage in ('SPONSOR', 'CO_SPONSOR', 'MANAGER', 'FALLBACK', 'CONTACT', 'OWNER'));

alter table review_item
    -- codes of what changed, joined by commas: why somebody is asked out of turn
    add column asked_because text not null default '',
    -- in a second stage: the question of the first one, whose answer the reviewer sees
    add column after_item uuid references review_item (id);
create index review_item_after on review_item (after_item) where after_item is not null;

-- Somebody was added to a review its reviewer knows already: told once more, in a letter of its own.
alter table review_notice drop constraint review_notice_occasion_check;
alter table review_notice add constraint review_notice_occasion_check
    check (occasion in ('OPENED', 'HALF_TIME', 'TWO_DAYS', 'HALF_DAY', 'NUDGED', 'ADDED'));
drop index review_notice_once;
drop index review_notice_nudged;
create unique index review_notice_once on review_notice (review_id, person_id, occasion)
    where occasion not in ('NUDGED', 'ADDED');
create unique index review_notice_repeated on review_notice (review_id, person_id, occasion)
    where occasion in ('NUDGED', 'ADDED') and letter is null;
