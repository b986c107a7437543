-- Where statistics know little, the index of the ids and a sorted read of the whole chat cost the same, and a connection would
-- keep the wrong one: sorting is not to be chosen where an index gives the order.
alter function send_messages(uuid[], uuid[], uuid[], text[], uuid[]) set enable_sort = off;

-- The same for senders whose session was read before this call, at some time: whoever's session has ended, or who has changed
-- since, is refused and is to be read again. `stamps` are the versions of their rows in `users`; without one that is not asked, and
-- without a session nothing is.
create function send_messages(chat_ids uuid[], message_ids uuid[], sender_ids uuid[], texts text[], answers uuid[], session_ids uuid[], stamps text[])
returns table (place integer, refusal text, number integer, version integer, said integer, created_at timestamptz, is_new boolean, mentions uuid[])
language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
as $$
#variable_conflict use_column
declare
  stale integer[];
  fresh integer[];
begin
  stale := array(
    select one.place::integer
    from unnest(session_ids, stamps) with ordinality as one (session_id, stamp, place)
    where one.session_id is not null and not exists (
      select from sessions join users on users.id = sessions.user_id
      where sessions.id = one.session_id and users.id = sender_ids[one.place] and (one.stamp is null or users.xmin::text = one.stamp)
        and sessions.expires_at > now() and sessions.ends_at > now() and users.disabled_at is null and users.deleted_at is null
    )
  );
  if stale = '{}' then
    return query select * from send_messages(chat_ids, message_ids, sender_ids, texts, answers);
    return;
  end if;
  return query select stale.place, 'NOT_SIGNED_IN', null::integer, null::integer, null::integer, null::timestamptz, false, null::uuid[]
    from unnest(stale) as stale (place);
  fresh := array(select one::integer from generate_series(1, cardinality(chat_ids)) as one where one <> all(stale) order by one);
  if fresh = '{}' then return; end if;
  return query
    select fresh[sent.place], sent.refusal, sent.number, sent.version, sent.said, sent.created_at, sent.is_new, sent.mentions
    from send_messages(
      array(select chat_ids[one] from unnest(fresh) with ordinality as kept (one, place) order by place),
      array(select message_ids[one] from unnest(fresh) with ordinality as kept (one, place) order by place),
      array(select sender_ids[one] from unnest(fresh) with ordinality as kept (one, place) order by place),
      array(select texts[one] from unnest(fresh) with ordinality as kept (one, place) order by place),
      array(select answers[one] from unnest(fresh) with ordinality as kept (one, place) order by place)
    ) as sent;
end $$;
