-- What is agreed with a partner clinic, and whom to talk to there.

alter table clinic
    add column agreement_end  date,
    add column home_tenant    uuid,
    add column identity_kind  text not null default 'ANY'
        check (identity_kind in ('WORK_ACCOUNT', 'SOCIAL_OR_PASSCODE', 'ANY')),
    add column version        bigint not null default 0;

create table clinic_contact (
    clinic_id       uuid not null references clinic (id),
    place           int not null,
    name            text not null,
    mail            text not null,
    role            text not null,
    primary key (clinic_id, place)
);

-- none means that every grant is allowed
create table clinic_grant (
    clinic_id       uuid not null references clinic (id),
    grant_key       text not null,
    primary key (clinic_id, grant_key)
);

-- who takes on clinicians that sign up by themselves
create table clinic_sponsor (
    clinic_id       uuid not null references clinic (id),
    person_id       text not null,
    primary key (clinic_id, person_id)
);

create index clinic_domain_by_clinic on clinic_domain (clinic_id);
