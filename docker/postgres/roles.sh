#!/bin/sh
# The tables belong to one role, the application works as another.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role guestward_owner login password :'owner';
create role guestward_app login password :'app';
create database guestward owner guestward_owner;
SQL
