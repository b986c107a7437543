-- Each message moves its sender's mark by one version, also where several of his go together: so count those who hear of them.
create or replace function send_messages(chat_ids uuid[], message_ids uuid[], sender_ids uuid[], texts text[], answers uuid[])
returns table (place integer, refusal text, number integer, version integer, said integer, created_at timestamptz, is_new boolean, mentions uuid[])
language plpgsql
-- Tables grow while a connection keeps its plans, and those for small tables would read them whole.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
as $$
#variable_conflict use_column
declare
  at timestamptz;
  words text;
begin
  -- In the same order everywhere, so that two processes never wait for one another.
  perform from chats where id = any(chat_ids) order by id for no key update;
  at := clock_timestamp();
  for place, refusal, number, version, said, created_at, is_new, words in
  with given as materialized (
    select one.*, members.user_id is not null as is_member, stored.number as stored_number, stored.version as stored_version,
      stored.said as stored_said, stored.created_at as stored_at, stored.sender_id = one.sender_id and stored.kind = 'text' as is_own,
      one.answered_id is not null and answered.id is distinct from one.answered_id as answers_nothing
    from unnest(chat_ids, message_ids, sender_ids, texts, answers) with ordinality as one (chat_id, id, sender_id, text, answered_id, place)
    left join members on members.chat_id = one.chat_id and members.user_id = one.sender_id
    -- In the order of the ids, so that no other index will do: where statistics know little, one that knows only the chat
    -- looks as good, and would read the whole chat for each of them.
    left join lateral (
      select * from messages where messages.chat_id = one.chat_id and messages.id >= one.id order by messages.id limit 1
    ) as stored on stored.id = one.id
    left join lateral (
      select messages.id from messages where messages.chat_id = one.chat_id and messages.id >= one.answered_id order by messages.id limit 1
    ) as answered on true
  ), taken as materialized (
    select given.*, row_number() over (partition by chat_id order by place)::integer as step
    from given where is_member and stored_number is null and not answers_nothing
  ), raised as (
    update chats set version = chats.version + counted.steps, last_number = chats.last_number + counted.steps,
      said = chats.said + counted.steps, last_message_at = at
    from (select chat_id, max(step) as steps from taken group by chat_id) as counted
    where chats.id = counted.chat_id
    returning chats.id, chats.version - counted.steps as version, chats.last_number - counted.steps as number, chats.said - counted.steps as said
  ), placed as materialized (
    select taken.*, raised.number + step as number, raised.version + step as version, raised.said + step as said
    from taken join raised on raised.id = taken.chat_id
  ), inserted as (
    insert into messages (chat_id, number, id, version, said, sender_id, text, reply_to, created_at)
    select chat_id, number, id, version, said, sender_id, text, answered_id, at from placed
  ), marked as (
    update members set read_number = last.number, read_said = last.said, read_version = read_version + last.steps
    from (
      select chat_id, sender_id, max(number) as number, max(said) as said, count(*)::integer as steps from placed group by chat_id, sender_id
    ) as last
    where members.chat_id = last.chat_id and members.user_id = last.sender_id
  )
  select placed.place::integer, null, placed.number, placed.version, placed.said, at, true, placed.text from placed
  union all
  select given.place::integer,
    case when not is_member then 'NOT_A_MEMBER' when is_own then null when stored_number is not null then 'ID_TAKEN' else 'NO_SUCH_MESSAGE' end,
    stored_number, stored_version, stored_said, stored_at, false, null
  from given where not is_member or stored_number is not null or answers_nothing
  order by 1
  loop
    mentions := null;
    if position('@' in words) > 0 then
      perform keep_mentions(chat_ids[place], number, words);
      mentions := array(
        select mentions.user_id from mentions where mentions.chat_id = chat_ids[place] and mentions.number = send_messages.number order by user_id
      );
    end if;
    return next;
  end loop;
end $$;
