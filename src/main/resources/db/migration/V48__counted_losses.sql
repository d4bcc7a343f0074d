-- When an account last counted among those that went at once. It outlives that the account is heard of again. The column
-- "counted" stays for nodes of the version before, until all are replaced.
alter table account_gone add column counted_at timestamptz;
update account_gone set counted_at = told_at where counted;

-- A look forgets only what was asked for before it read the account.
alter table account_sight add column look_due_at timestamptz;
