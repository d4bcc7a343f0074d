-- Every quarter of an hour the heads of the chains that grew are put under one signed root, which also goes to a second
-- place. Whoever could rewrite a chain in the database would have to rewrite what has been signed and carried away, too.

alter table audit_chain add column anchored_seq bigint not null default 0;
create index audit_chain_to_anchor on audit_chain (guest_id) where seq > anchored_seq;

create table audit_checkpoint (
    number          bigint primary key,
    at              timestamptz not null,
    heads           integer not null check (heads > 0),
    root            bytea not null,
    prev_hash       bytea not null,
    hash            bytea not null,
    public_key      bytea not null,
    signature       bytea not null
);

create table audit_checkpoint_head (
    checkpoint      bigint not null references audit_checkpoint,
    position        integer not null,
    guest_id        uuid not null,
    seq             bigint not null,
    hash            bytea not null,
    primary key (checkpoint, position)
);
create index audit_checkpoint_head_of on audit_checkpoint_head (guest_id, seq);

-- which checkpoints have reached the second place
create table audit_checkpoint_kept (
    checkpoint      bigint primary key references audit_checkpoint,
    at              timestamptz not null
);

create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
    for each statement execute function audit_entry_is_append_only();
create trigger audit_checkpoint_head_append_only before update or delete or truncate on audit_checkpoint_head
    for each statement execute function audit_entry_is_append_only();
create trigger audit_checkpoint_kept_append_only before update or delete or truncate on audit_checkpoint_kept
    for each statement execute function audit_entry_is_append_only();

create index audit_entry_at on audit_entry (at, guest_id, seq);
