-- People who are in the directory already, and invitations that are accepted while they are withdrawn.

-- deletions that were planned after a sponsor's no: none may hit somebody who has accepted meanwhile
update effect set purpose = 'still-pending'
where kind = 'DELETE' and purpose = 'dropped' and state in ('PLANNED', 'SENT', 'UNKNOWN');
