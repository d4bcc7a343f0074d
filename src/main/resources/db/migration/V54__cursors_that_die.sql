-- Since when the place in the report of sign-ins is known; Graph forgets such places within minutes.
alter table sign_in_reading add column cursor_at timestamptz;

-- When a whole round was last begun because Graph did not take the cursor.
alter table delta_cursor add column refused_at timestamptz;
