-- An act that was sent, of which nothing was heard, and that was sent again: whatever the later answer is, it may have happened.
alter table effect
    add column sent_in_the_dark boolean not null default false;
