-- People who are in the directory already, and invitations that are accepted while they are withdrawn.

-- deletions that were planned after a sponsor's no: none may hit somebody who has accepted meanwhile
update effect set purpose = 'still-pending'
where kind = 'DELETE' and purpose = 'dropped' and state in ('PLANNED', 'SENT', 'UNKNOWN');

-- Addresses an account has besides the one we write to.
create table guest_address (
    guest_id         uuid not null references guest (id),
    address_key      text not null,
    primary key (guest_id, address_key)
);
create index guest_address_by_address on guest_address (address_key);
create index guest_deleted_by_address on guest (email_key) where state = 'DELETED';

-- Domains the tenant has verified: an address there is never a guest's.
create table tenant_domain (
    domain           text primary key,
    read_at          timestamptz not null
);
