-- Acts of one urgency are made in the order in which they fell due; of ten thousand planned at one moment none is sorted twice.
drop index effect_due;
create index effect_due on effect (priority desc, due_at, id) where state in ('PLANNED', 'SENT', 'UNKNOWN');

-- What a line of a file says is to be done about somebody who was here before. It is wiped with the rest of the line.
alter table bulk_invitation_row add column continue_as text;
