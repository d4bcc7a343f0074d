-- Since when a review's clocks stand still with its campaign. A campaign of thousands is paused and goes on in steps, and what
-- is left of them when a node dies is seen here.
alter table review add column paused_at timestamptz;
update review r set paused_at = c.paused_at from review_campaign c
    where c.id = r.campaign_id and c.paused_at is not null and c.ended_at is null and r.closed_at is null;
