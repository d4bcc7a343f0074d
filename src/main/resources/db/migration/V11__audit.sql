-- One row per change, chained per guest. Rows are only ever added: the trigger holds for every role, and the
-- application's role gets no right to change them either (see afterMigrate).

create table audit_chain (
    guest_id        uuid primary key,
    seq             bigint not null,
    hash            bytea not null
);

create table audit_entry (
    guest_id        uuid not null,
    seq             bigint not null,
    at              timestamptz not null,
    actor_kind      text not null check (actor_kind in ('PERSON', 'SCHEDULE', 'DIRECTORY', 'WORKFLOW')),
    actor_id        text not null,
    code            text not null,
    from_state      text,
    to_state        text,
    details         text not null,
    prev_hash       bytea not null,
    hash            bytea not null,
    primary key (guest_id, seq)
);

create function audit_entry_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed or removed';
end $$;

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function audit_entry_is_append_only();
