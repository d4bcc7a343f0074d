-- When the directory last told who somebody's manager is. Managers are read apart from the people themselves, and less often.
alter table person add column manager_read_at timestamptz;
