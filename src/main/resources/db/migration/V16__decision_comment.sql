-- What the decider wrote to a decision. Free text: it is kept here, and neither in the ledger nor in the engine.
alter table invitation_decision add column comment text check (length(comment) <= 500);
