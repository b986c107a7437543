-- Nobody's own words are unread to him: a mark that is set back counts those above it as read, and goes on doing so on its way forward.
-- Only the newest 1,000 messages are looked at, so that no mark costs more: exact wherever fewer than that are above it.
create or replace function mark_read(in_chat uuid, who uuid, up_to integer, may_go_back boolean)
returns table (number integer, said integer, read_version integer) language sql as $$
  -- What he says at this moment is said before or after, not in between.
  select from members where may_go_back and members.chat_id = in_chat and members.user_id = who for update;
  with place as (
    select least(up_to, chats.last_number) as number, chats.last_number - 1000 as long_ago,
      coalesce((select messages.said from messages where messages.chat_id = in_chat and messages.number = least(up_to, chats.last_number)), 0) as said
    from chats where chats.id = in_chat
  )
  update members set read_number = place.number, read_version = members.read_version + 1, marked_at = clock_timestamp(),
    read_said = place.said + case
      when members.read_number > place.number
        or members.read_said > coalesce((select messages.said from messages where messages.chat_id = in_chat and messages.number = members.read_number), 0)
      then (
        select count(*)::integer from messages
        where messages.chat_id = in_chat and messages.number > greatest(place.number, place.long_ago)
          and messages.sender_id = who and messages.kind = 'text'
      )
      else 0
    end
  from place
  where members.chat_id = in_chat and members.user_id = who
    and (members.read_number < place.number or (may_go_back and members.read_number > place.number))
  returning members.read_number, members.read_said, members.read_version
$$;
