-- Letters of several kinds, also about nobody registered yet; the urgent ones leave first.

alter table mail_message alter column guest_id drop not null;
alter table mail_message
    add column priority int not null default 40,
    add column tried_at timestamptz,
    add column ended_at timestamptz;
alter table mail_message drop constraint mail_message_state_check;
alter table mail_message add constraint mail_message_state_check
    check (state in ('QUEUED', 'SENT', 'FAILED', 'SUPPRESSED', 'BOUNCED'));
update mail_message set ended_at = coalesce(sent_at, next_attempt_at) where state <> 'QUEUED';
-- whatever will not be sent any more needs no body
update mail_message set text_body = null, html_body = null where state <> 'QUEUED';

-- how many left within the last minute
create index mail_message_tried on mail_message (tried_at) where tried_at is not null;

drop index mail_message_due;
create index mail_message_due on mail_message (priority desc, created_at) where state = 'QUEUED';
create index mail_message_by_guest on mail_message (guest_id, created_at) where guest_id is not null;

-- How administrators put letters; the newest version holds, one without words means the original. Nothing is overwritten.
create table mail_wording (
    kind        text not null,
    language    text not null check (language in ('en', 'de')),
    version     int not null check (version > 0),
    subject     text,
    body        text,
    changed_by  text not null,
    changed_at  timestamptz not null,
    primary key (kind, language, version),
    check ((subject is null) = (body is null))
);
