-- How reviews were answered, and second looks at what was kept.

-- Each person's part in a review. Numbers only: they stay when the guests are gone.
create table review_signal (
    review_id      uuid not null references review (id),
    person_id      text not null,
    first_shown_at timestamptz not null,
    -- the last time the person was noticed: the list was shown, something was entered or handed in
    last_at        timestamptz not null,
    -- between such moments, without long gaps
    looked_ms      bigint not null default 0,
    -- long gaps
    pauses         integer not null default 0,
    -- the last decision; null until there is one
    decided_at     timestamptz,
    guests         integer not null default 0,
    kept           integer not null default 0,
    in_bulk        integer not null default 0,
    -- of those kept, who was removed soon afterwards
    removed_later  integer not null default 0,
    primary key (review_id, person_id)
);

-- Whether a draft was entered for many at once: it still was when it is handed in after the page was loaded again.
alter table review_item add column draft_in_bulk boolean not null default false;

-- The answer that is looked at a second time, by somebody else.
alter table review_item add column second_look_of uuid references review_item (id);
create unique index review_item_second_look on review_item (second_look_of) where second_look_of is not null;

-- The administrator who had this person answer in somebody's place.
alter table review add column assigned_by text;

alter table review drop constraint review_kind_check;
alter table review add constraint review_kind_check check (kind in ('ROLLING', 'CAMPAIGN', 'EVENT', 'SECOND_LOOK'));
alter table review_item drop constraint review_item_outcome_check;
alter table review_item add constraint review_item_outcome_check
    check (outcome in ('APPLIED', 'HELD', 'SILENCE', 'NO_LONGER', 'STOPPED', 'UNCONFIRMED'));

create index removal_blocked on removal (blocked_at) where blocked_at is not null;
