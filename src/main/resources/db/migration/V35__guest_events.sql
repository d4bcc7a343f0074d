-- The ledger as outbox: rows about guests that no broker has confirmed yet. A row goes when it is published.

create table audit_unpublished (
    guest_id         uuid not null,
    seq              bigint not null,
    primary key (guest_id, seq)
);

-- what happened before is told, too
insert into audit_unpublished (guest_id, seq)
select guest_id, seq from audit_entry where to_state is not null;
