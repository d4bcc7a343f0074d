create table person (
    id             text        primary key check (id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    user_name      text        not null,
    principal_name text        not null,
    display_name   text        not null,
    mail           text,
    enabled        boolean     not null,
    -- no foreign key: a manager need not be one of the people known here
    manager        text,
    changed_at     timestamptz not null
);
-- names are not unique on purpose: the directory may show two people of one name, and then neither is meant by it
create index person_user_name on person (lower(user_name));
create index person_principal_name on person (lower(principal_name));
create index person_mail on person (lower(mail));
create index person_display_name on person (display_name, id);

create table person_role (
    person_id text not null references person (id),
    role      text not null check (role in ('ADMINISTRATOR', 'OWNER', 'SPONSOR')),
    primary key (person_id, role)
);
create index person_role_role on person_role (role);

-- one row: when the directory was last read; its lock keeps two readings from mixing
create table people_reading (
    only_row boolean     primary key default true check (only_row),
    seen_at  timestamptz not null
);
insert into people_reading (seen_at) values ('1970-01-01T00:00:00Z');
