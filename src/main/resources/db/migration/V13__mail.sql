-- Mails to be sent. Bodies may hold a redeem link, so they are wiped as soon as the mail server has taken the mail.

create table mail_message (
    id              uuid primary key,
    dedup_key       text not null unique,
    guest_id        uuid not null,
    kind            text not null,
    to_address      text not null,
    subject         text not null,
    text_body       text,
    html_body       text,
    state           text not null check (state in ('QUEUED', 'SENT', 'FAILED')),
    attempts        int not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,
    sent_at         timestamptz,
    last_error      text
);
create index mail_message_due on mail_message (next_attempt_at) where state = 'QUEUED';
