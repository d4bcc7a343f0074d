-- Guests asked for by file: the file as it was checked, and what became of each line. What a line says about a person is
-- wiped some time after the file is finished; the hash with it, so that the same file may be used again.

create table bulk_invitation (
    id              uuid primary key,
    uploader        text not null,
    file_name       text,
    sha256          text,
    language        text not null,
    state           text not null check (state in ('CHECKED', 'RUNNING', 'FINISHED')),
    row_count       int not null,
    uploaded_at     timestamptz not null,
    confirmed_at    timestamptz,
    finished_at     timestamptz,
    wiped_at        timestamptz
);

-- the same file by the same person is one file, also if it comes twice at once
create unique index bulk_invitation_once on bulk_invitation (uploader, sha256) where sha256 is not null;
create index bulk_invitation_running on bulk_invitation (id) where state = 'RUNNING';

create table bulk_invitation_row (
    bulk_id         uuid not null references bulk_invitation (id) on delete cascade,
    line            int not null,
    email           text,
    display_name    text,
    clinic          text,
    sponsor         text,
    grants          text,
    access_until    text,
    purpose         text,
    message         text,
    language        text,
    outlook         text not null check (outlook in ('REQUESTED', 'ON_LIST', 'KNOWN_HERE')),
    result          text check (result in ('REQUESTED', 'ON_LIST', 'KNOWN_HERE', 'FAILED')),
    problem         text,
    guest_id        uuid,
    due_at          timestamptz,
    attempts        int not null default 0,
    settled_at      timestamptz,
    primary key (bulk_id, line)
);

-- due once the file has been confirmed
create index bulk_invitation_row_due on bulk_invitation_row (due_at, line) where result is null and due_at is not null;
create index bulk_invitation_row_open on bulk_invitation_row (bulk_id) where result is null;
