-- A mail that waits is withdrawn when what it says is not so any more.
alter table mail_message drop constraint mail_message_state_check;
alter table mail_message add constraint mail_message_state_check
    check (state in ('QUEUED', 'SENT', 'FAILED', 'SUPPRESSED', 'BOUNCED', 'WITHDRAWN'));

-- the letters somebody was written
create index review_notice_of_person on review_notice (person_id) where letter is not null;
