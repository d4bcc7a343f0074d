-- What evidence rests on is only ever added to: the trigger holds for every role, and the application's role gets no right
-- to change it either (see afterMigrate).

create function row_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed or removed', tg_table_name;
end $$;

-- Each attempt at an act, under the ids by which Microsoft finds it: one row before it leaves, one with what came back.
-- Without a foreign key: acts of the canary are tidied away.
create table effect_call (
    effect_id         uuid not null,
    attempt           int not null,
    what              text not null check (what in ('SENDING', 'ANSWERED', 'LOST', 'STAYED')),
    at                timestamptz not null,
    client_request_id uuid not null,
    -- Graph's own id; null before and without an answer of Graph
    request_id        text,
    status            int,
    primary key (effect_id, attempt, what)
);
create trigger effect_call_append_only before update or delete or truncate on effect_call
    for each statement execute function row_is_append_only();

create trigger review_answer_append_only before update or delete or truncate on review_answer
    for each statement execute function row_is_append_only();
