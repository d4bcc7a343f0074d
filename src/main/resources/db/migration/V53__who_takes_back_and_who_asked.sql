-- Whose decision it is to take a removal back, and requests that are answered once.

-- decided by an administrator or in the second look of a review: it is not the sponsor's to take back
alter table removal add column reserved boolean not null default false;

-- where the guest stood when a request was answered first: a former sponsor who repeats it is told no more
alter table invitation_request add column answered_state text;

-- on which day a person last asked for somebody else's guest: it is noted and mailed once a day
create table co_sponsorship_ask (
    guest_id         uuid not null references guest (id),
    asked_by         text not null,
    day              date not null,
    primary key (guest_id, asked_by)
);

-- looked at and not confirmed, a file told that somebody else has the guest
update bulk_invitation_row set outlook = 'REQUESTED' where outlook = 'KNOWN_HERE';
