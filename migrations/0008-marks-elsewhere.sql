-- When a member last moved his mark or changed what he is told of. No index names it: the update stays HOT.
alter table members add column marked_at timestamptz;
create index users_updated on users (updated_at);

create or replace function mark_read(in_chat uuid, who uuid, up_to integer, may_go_back boolean)
returns table (number integer, said integer, read_version integer) language sql as $$
  with place as (
    select least(up_to, chats.last_number) as number,
      coalesce((select messages.said from messages where messages.chat_id = in_chat and messages.number = least(up_to, chats.last_number)), 0) as said
    from chats where chats.id = in_chat
  )
  update members set read_number = place.number, read_said = place.said, read_version = members.read_version + 1, marked_at = clock_timestamp()
  from place
  where members.chat_id = in_chat and members.user_id = who
    and (members.read_number < place.number or (may_go_back and members.read_number > place.number))
  returning members.read_number, members.read_said, members.read_version
$$;
