-- Since when the sponsor says that the account has the wrong address. Whoever accepts meanwhile is let in nowhere; empty
-- again as soon as the account has the right address and is to be redeemed by it.
alter table redemption_follow_up add column address_wrong_since timestamptz;

-- corrections that are under way, or were refused: those that were done began the days anew
update redemption_follow_up f
   set address_wrong_since = c.decided_at
  from (select guest_id, max(decided_at) as decided_at from redemption_choice where choice = 'CORRECT' group by guest_id) c
 where c.guest_id = f.guest_id and c.decided_at > f.counted_from + interval '1 second';
