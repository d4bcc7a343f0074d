-- An administrator has reviewers of a campaign written to again: any number of times, each in a letter of its own.
alter table review_notice drop constraint review_notice_occasion_check;
alter table review_notice add constraint review_notice_occasion_check
    check (occasion in ('OPENED', 'HALF_TIME', 'TWO_DAYS', 'HALF_DAY', 'NUDGED'));
alter table review_notice drop constraint review_notice_review_id_person_id_occasion_key;
create unique index review_notice_once on review_notice (review_id, person_id, occasion) where occasion <> 'NUDGED';
create unique index review_notice_nudged on review_notice (review_id, person_id)
    where occasion = 'NUDGED' and letter is null;
