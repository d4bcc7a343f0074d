-- The same person again: which records are of one person, and through what somebody still has access after a removal.

alter table guest add column previous uuid references guest (id);
-- whether the guest gets what the previous record held, once they have access
alter table guest add column gets_back boolean not null default false;
create index guest_by_previous on guest (previous) where previous is not null;
create index guest_ended_by_address on guest (email_key) where state in ('DELETED', 'PURGED');
create index guest_by_name on guest (clinic_id, lower(display_name));

-- addresses a guest once had stay known, whatever the account shows
alter table guest_address add column former boolean not null default false;

create table remaining_access (
    removal_id       uuid not null references removal (id),
    kind             text not null check (kind in ('GROUP', 'APP_ROLE')),
    target_id        text not null,
    name             text,
    because          text not null,
    -- the group that is in this one, if the guest is not in it directly
    through          text,
    seen_at          timestamptz not null,
    primary key (removal_id, kind, target_id)
);

-- a line of a file that needs somebody's choice
alter table bulk_invitation_row drop constraint bulk_invitation_row_outlook_check;
alter table bulk_invitation_row drop constraint bulk_invitation_row_result_check;
alter table bulk_invitation_row add constraint bulk_invitation_row_outlook_check
    check (outlook in ('REQUESTED', 'ON_LIST', 'KNOWN_HERE', 'CHOICE_NEEDED'));
alter table bulk_invitation_row add constraint bulk_invitation_row_result_check
    check (result in ('REQUESTED', 'ON_LIST', 'KNOWN_HERE', 'CHOICE_NEEDED', 'FAILED'));
