-- Every change of a chat is one call of one function here. It locks the chat's row first and looks at the memberships after
-- that, in a fresh snapshot: so numbers become visible in order and without holes, and nobody writes after his removal.
-- A refusal is raised with errcode PARLE, its stable reason as the message.

create function refuse(reason text, about text default '') returns void language plpgsql as $$
begin
  raise exception using errcode = 'PARLE', message = reason, detail = about;
end $$;

create function lock_chat(in_chat uuid) returns chats language plpgsql as $$
declare
  chat chats;
begin
  select * into chat from chats where id = in_chat for no key update;
  if not found then perform refuse('NOT_A_MEMBER'); end if;
  return chat;
end $$;

create function role_of(in_chat uuid, who uuid) returns text language plpgsql as $$
declare
  found_role text;
begin
  select role into found_role from members where chat_id = in_chat and user_id = who;
  if not found then perform refuse('NOT_A_MEMBER'); end if;
  return found_role;
end $$;

create function lock_group_as_admin(in_chat uuid, who uuid) returns text language plpgsql as $$
declare
  chat chats := lock_chat(in_chat);
  own_role text := role_of(in_chat, who);
begin
  if chat.kind <> 'group' then perform refuse('NOT_A_GROUP'); end if;
  if own_role = 'member' then perform refuse('NOT_AN_ADMIN'); end if;
  return own_role;
end $$;

create function next_version(in_chat uuid) returns integer language sql as $$
  update chats set version = version + 1 where id = in_chat returning version
$$;

-- What happened in the chat, in the order of what was said. The caller holds the chat's lock.
create function tell(in_chat uuid, who uuid, what jsonb) returns messages language plpgsql as $$
declare
  chat chats;
  told messages;
begin
  update chats set version = version + 1, last_number = last_number + 1, last_message_at = clock_timestamp()
  where id = in_chat returning * into chat;
  insert into messages (chat_id, number, id, version, said, sender_id, kind, event)
  values (in_chat, chat.last_number, gen_random_uuid(), chat.version, chat.said, who, 'system', what) returning * into told;
  return told;
end $$;

-- The same id again gives the same answer and stores nothing; an id that another sender has here is refused.
create function send_message(in_chat uuid, message_id uuid, who uuid, words text, answers uuid)
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
  update members set read_number = chat.last_number, read_said = chat.said where chat_id = in_chat and user_id = who;
  return query select stored.number, stored.version, stored.said, stored.created_at, true;
end $$;

-- The functions below return the number of the message that changed or was told.

create function find_said(in_chat uuid, message_id uuid) returns messages language plpgsql as $$
declare
  stored messages;
begin
  select * into stored from messages where chat_id = in_chat and id = message_id and kind = 'text';
  if not found then perform refuse('NO_SUCH_MESSAGE'); end if;
  return stored;
end $$;

create function edit_message(in_chat uuid, who uuid, message_id uuid, words text) returns integer language plpgsql as $$
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
  end if;
  return stored.number;
end $$;

create function remove_message(in_chat uuid, who uuid, message_id uuid) returns integer language plpgsql as $$
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
    update messages set text = '', deleted_at = clock_timestamp(), version = next_version(in_chat)
    where chat_id = in_chat and number = stored.number;
  end if;
  return stored.number;
end $$;

create function react_to_message(in_chat uuid, who uuid, message_id uuid, with_emoji text, is_on boolean) returns integer language plpgsql as $$
declare
  stored messages;
  changed integer;
begin
  perform lock_chat(in_chat);
  perform role_of(in_chat, who);
  stored := find_said(in_chat, message_id);
  if stored.deleted_at is not null then perform refuse('MESSAGE_DELETED'); end if;
  if is_on then
    if not exists (select from reactions where chat_id = in_chat and number = stored.number and emoji = with_emoji)
      and (select count(distinct emoji) from reactions where chat_id = in_chat and number = stored.number) >= 20 then
      perform refuse('TOO_MANY_REACTIONS');
    end if;
    insert into reactions (chat_id, number, emoji, user_id) values (in_chat, stored.number, with_emoji, who) on conflict do nothing;
  else
    delete from reactions where chat_id = in_chat and number = stored.number and emoji = with_emoji and user_id = who;
  end if;
  get diagnostics changed = row_count;
  if changed > 0 then
    update messages set version = next_version(in_chat) where chat_id = in_chat and number = stored.number;
  end if;
  return stored.number;
end $$;

create function refuse_unknown(who uuid[]) returns void language plpgsql as $$
declare
  unknown text;
begin
  select string_agg(one.user_id::text, ',') into unknown from unnest(who) as one (user_id)
  where not exists (select from users where users.id = one.user_id and deleted_at is null and disabled_at is null);
  if unknown is not null then perform refuse('UNKNOWN_USERS', unknown); end if;
end $$;

-- The same chat id again gives the same group. Returns the number of the first message.
create function create_group(in_chat uuid, who uuid, new_title text, others uuid[]) returns integer language plpgsql as $$
declare
  everyone uuid[] := array(select distinct id from unnest(others) as id where id <> who);
  told messages;
begin
  perform refuse_unknown(everyone);
  insert into chats (id, kind, title, created_by) values (in_chat, 'group', new_title, who) on conflict do nothing;
  if not found then
    if not exists (select from chats where id = in_chat and kind = 'group' and created_by = who) then perform refuse('ID_TAKEN'); end if;
    return 1;
  end if;
  insert into members (chat_id, user_id, role, joined_number, read_number)
  select in_chat, id, case when id = who then 'owner' else 'member' end, 1, 1 from unnest(everyone || who) as id;
  told := tell(in_chat, who, jsonb_build_object('type', 'created', 'title', new_title, 'userIds', to_jsonb(everyone || who)));
  return told.number;
end $$;

-- Null when everybody named is a member already.
create function add_members(in_chat uuid, who uuid, others uuid[]) returns table (number integer, added uuid[]) language plpgsql as $$
declare
  newcomers uuid[];
  told messages;
begin
  perform lock_group_as_admin(in_chat, who);
  perform refuse_unknown(others);
  newcomers := array(
    select distinct one.user_id from unnest(others) as one (user_id)
    where not exists (select from members where members.chat_id = in_chat and members.user_id = one.user_id)
  );
  if cardinality(newcomers) > 0 then
    told := tell(in_chat, who, jsonb_build_object('type', 'joined', 'userIds', to_jsonb(newcomers)));
    insert into members (chat_id, user_id, joined_number, read_number, read_said)
    select in_chat, id, told.number, told.number, told.said from unnest(newcomers) as id;
  end if;
  return query select told.number, newcomers;
end $$;

-- Null when the last member left, and the group with him.
create function leave_group(in_chat uuid, who uuid) returns integer language plpgsql as $$
declare
  chat chats := lock_chat(in_chat);
  own_role text := role_of(in_chat, who);
  heir uuid;
  told messages;
begin
  if chat.kind <> 'group' then perform refuse('NOT_A_GROUP'); end if;
  delete from members where chat_id = in_chat and user_id = who;
  if own_role = 'owner' then
    select user_id into heir from members where chat_id = in_chat order by role = 'admin' desc, joined_number, joined_at, user_id limit 1;
    if heir is null then
      delete from chats where id = in_chat;
      return null;
    end if;
    update members set role = 'owner' where chat_id = in_chat and user_id = heir;
  end if;
  told := tell(in_chat, who, jsonb_build_object('type', 'left', 'userIds', to_jsonb(array[who]), 'ownerId', heir));
  return told.number;
end $$;

create function remove_member(in_chat uuid, who uuid, other uuid) returns integer language plpgsql as $$
declare
  own_role text := lock_group_as_admin(in_chat, who);
  other_role text;
  told messages;
begin
  if who = other then return leave_group(in_chat, who); end if;
  select role into other_role from members where chat_id = in_chat and user_id = other;
  if not found then perform refuse('NO_SUCH_MEMBER'); end if;
  if other_role = 'owner' or (other_role = 'admin' and own_role <> 'owner') then perform refuse('NOT_ALLOWED'); end if;
  delete from members where chat_id = in_chat and user_id = other;
  told := tell(in_chat, who, jsonb_build_object('type', 'removed', 'userIds', to_jsonb(array[other])));
  return told.number;
end $$;

create function rename_group(in_chat uuid, who uuid, new_title text) returns integer language plpgsql as $$
declare
  told messages;
begin
  perform lock_group_as_admin(in_chat, who);
  update chats set title = new_title where id = in_chat;
  told := tell(in_chat, who, jsonb_build_object('type', 'renamed', 'title', new_title, 'userIds', '[]'::jsonb));
  return told.number;
end $$;

-- Null when the member has that role already. A new owner makes the old one an admin.
create function set_role(in_chat uuid, who uuid, other uuid, new_role text) returns integer language plpgsql as $$
declare
  own_role text := lock_group_as_admin(in_chat, who);
  other_role text;
  told messages;
begin
  select role into other_role from members where chat_id = in_chat and user_id = other;
  if not found then perform refuse('NO_SUCH_MEMBER'); end if;
  if other_role = new_role then return null; end if;
  if other_role = 'owner' or (own_role <> 'owner' and (new_role = 'owner' or (other_role = 'admin' and who <> other))) then
    perform refuse('NOT_ALLOWED');
  end if;
  if new_role = 'owner' then update members set role = 'admin' where chat_id = in_chat and user_id = who; end if;
  update members set role = new_role where chat_id = in_chat and user_id = other;
  told := tell(in_chat, who, jsonb_build_object('type', 'role', 'role', new_role, 'userIds', to_jsonb(array[other])));
  return told.number;
end $$;

-- One chat per pair, whoever asks, however often.
create function open_direct(new_chat uuid, who uuid, other uuid) returns table (chat_id uuid, is_new boolean) language plpgsql as $$
#variable_conflict use_column
declare
  pair text := least(who, other)::text || ' ' || greatest(who, other)::text;
  opened uuid;
begin
  if who = other then perform refuse('SELF_CHAT_BLOCKED'); end if;
  select id into opened from chats where direct_key = pair;
  if found then
    return query select opened, false;
    return;
  end if;
  perform refuse_unknown(array[other]);
  insert into chats (id, kind, direct_key, created_by) values (new_chat, 'direct', pair, who) on conflict do nothing returning id into opened;
  if found then
    insert into members (chat_id, user_id) values (opened, who), (opened, other);
    return query select opened, true;
  else
    return query select id, false from chats where direct_key = pair;
  end if;
end $$;
