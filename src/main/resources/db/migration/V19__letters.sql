-- Letters of several kinds, also about nobody registered yet; the urgent ones leave first.

alter table mail_message alter column guest_id drop not null;
alter table mail_message add column priority int not null default 40;

drop index mail_message_due;
create index mail_message_due on mail_message (priority desc, created_at) where state = 'QUEUED';
create index mail_message_by_guest on mail_message (guest_id, created_at) where guest_id is not null;
