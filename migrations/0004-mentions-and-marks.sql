create table mentions (
  chat_id uuid not null,
  number integer not null,
  user_id uuid not null references users on delete cascade,
  primary key (chat_id, user_id, number),
  foreign key (chat_id, number) references messages on delete cascade
);
create index mentions_message on mentions (chat_id, number);

-- A mark may also go back ("unread from here"), so clients need to know which of two marks is the newer one.
alter table members add column read_version integer not null default 0;

-- Who of the chat's members is named with @username.
create function keep_mentions(in_chat uuid, of_number integer, words text) returns void language plpgsql as $$
begin
  delete from mentions where chat_id = in_chat and number = of_number;
  if position('@' in words) = 0 then return; end if;
  insert into mentions (chat_id, number, user_id)
  select distinct in_chat, of_number, users.id
  from regexp_matches(lower(words), '(?:^|[^a-z0-9._-])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)', 'g') as named (name)
  join users on lower(users.username) = named.name[1]
  join members on members.chat_id = in_chat and members.user_id = users.id;
end $$;

create or replace function send_message(in_chat uuid, message_id uuid, who uuid, words text, answers uuid)
returns table (number integer, version integer, said integer, created_at timestamptz, is_new boolean) language plpgsql as $$
#variable_conflict use_column
declare
  chat chats := lock_chat(in_chat);
  stored messages;
begin
  perform role_of(in_chat, who);
  select * into stored from messages where chat_id = in_chat and id = message_id;
  if found then
    if stored.sender_id <> who or stored.kind <> 'text' then perform refuse('ID_TAKEN'); end if;
    return query select stored.number, stored.version, stored.said, stored.created_at, false;
    return;
  end if;
  if answers is not null and not exists (select from messages where chat_id = in_chat and id = answers) then
    perform refuse('NO_SUCH_MESSAGE');
  end if;
  update chats set version = chats.version + 1, last_number = chats.last_number + 1, said = chats.said + 1, last_message_at = clock_timestamp()
  where id = in_chat returning * into chat;
  insert into messages (chat_id, number, id, version, said, sender_id, text, reply_to)
  values (in_chat, chat.last_number, message_id, chat.version, chat.said, who, words, answers) returning * into stored;
  update members set read_number = chat.last_number, read_said = chat.said, read_version = read_version + 1
  where chat_id = in_chat and user_id = who;
  if position('@' in words) > 0 then perform keep_mentions(in_chat, chat.last_number, words); end if;
  return query select stored.number, stored.version, stored.said, stored.created_at, true;
end $$;

create or replace function edit_message(in_chat uuid, who uuid, message_id uuid, words text) returns integer language plpgsql as $$
declare
  stored messages;
begin
  perform lock_chat(in_chat);
  perform role_of(in_chat, who);
  stored := find_said(in_chat, message_id);
  if stored.sender_id <> who then perform refuse('NOT_YOUR_MESSAGE'); end if;
  if stored.deleted_at is not null then perform refuse('MESSAGE_DELETED'); end if;
  if stored.text <> words then
    update messages set text = words, edited_at = clock_timestamp(), version = next_version(in_chat)
    where chat_id = in_chat and number = stored.number;
    perform keep_mentions(in_chat, stored.number, words);
  end if;
  return stored.number;
end $$;

create or replace function remove_message(in_chat uuid, who uuid, message_id uuid) returns integer language plpgsql as $$
declare
  own_role text;
  stored messages;
begin
  perform lock_chat(in_chat);
  own_role := role_of(in_chat, who);
  stored := find_said(in_chat, message_id);
  if stored.sender_id <> who and own_role = 'member' then perform refuse('NOT_YOUR_MESSAGE'); end if;
  if stored.deleted_at is null then
    delete from reactions where chat_id = in_chat and number = stored.number;
    delete from mentions where chat_id = in_chat and number = stored.number;
    update messages set text = '', deleted_at = clock_timestamp(), version = next_version(in_chat)
    where chat_id = in_chat and number = stored.number;
  end if;
  return stored.number;
end $$;

-- Moves a member's mark, forward only unless it is set back on purpose. Nothing when it stays.
create function mark_read(in_chat uuid, who uuid, up_to integer, may_go_back boolean)
returns table (number integer, said integer, read_version integer) language sql as $$
  with place as (
    select least(up_to, chats.last_number) as number,
      coalesce((select messages.said from messages where messages.chat_id = in_chat and messages.number = least(up_to, chats.last_number)), 0) as said
    from chats where chats.id = in_chat
  )
  update members set read_number = place.number, read_said = place.said, read_version = members.read_version + 1
  from place
  where members.chat_id = in_chat and members.user_id = who
    and (members.read_number < place.number or (may_go_back and members.read_number > place.number))
  returning members.read_number, members.read_said, members.read_version
$$;
