-- What the whole installation shares, made once: the keys for Web Push.
create table settings (
  name text primary key,
  content jsonb not null
);

create table avatars (
  user_id uuid primary key references users on delete cascade,
  version text not null,
  image bytea not null
);
create index avatars_version on avatars (version);

-- A browser that may be told with its page closed. It goes with its session.
create table push_targets (
  endpoint text primary key,
  user_id uuid not null references users on delete cascade,
  session_id uuid not null references sessions on delete cascade,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default now()
);
create index push_targets_user on push_targets (user_id);
create index push_targets_session on push_targets (session_id);
alter table presences add column session_id uuid;

-- One-time codes that were sent by mail; only their hash is here.
create table mail_codes (
  code_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('verify', 'reset')),
  email text not null,
  expires_at timestamptz not null
);
create index mail_codes_user on mail_codes (user_id, purpose);
alter table users add column email_verified_at timestamptz;

-- What admins did, and to whom. Kept when either is gone.
create table audits (
  id uuid primary key,
  admin_id uuid not null references users,
  act text not null,
  about jsonb not null,
  at timestamptz not null default now()
);
create index audits_at on audits (at);

-- The account keeps its row, for the words that stay; its name, sessions and memberships go. Returns the changed messages.
create function delete_user(who uuid, erases_words boolean)
returns table (chat_id uuid, number integer, is_gone boolean) language plpgsql as $$
#variable_conflict use_column
declare
  membership record;
  told messages;
begin
  perform from users where id = who for update;
  for membership in
    select members.chat_id, chats.kind from members join chats on chats.id = members.chat_id where members.user_id = who order by members.chat_id
  loop
    if erases_words then
      return query select membership.chat_id, erased, false from erase_words(membership.chat_id, who) as erased;
    end if;
    if membership.kind = 'group' then
      number := leave_group(membership.chat_id, who);
      return query select membership.chat_id, number, number is null;
    else
      perform lock_chat(membership.chat_id);
      delete from members where members.chat_id = membership.chat_id and user_id = who;
      told := tell(membership.chat_id, who, jsonb_build_object('type', 'left', 'userIds', to_jsonb(array[who]), 'ownerId', null));
      return query select membership.chat_id, told.number, false;
    end if;
  end loop;
  delete from sessions where user_id = who;
  delete from avatars where user_id = who;
  delete from mail_codes where user_id = who;
  update users set username = 'deleted ' || who, display_name = 'Deleted user', email = null, email_verified_at = null,
    password_hash = null, avatar = null, is_admin = false, deleted_at = clock_timestamp(), updated_at = clock_timestamp()
  where id = who;
end $$;

create function erase_words(in_chat uuid, who uuid) returns setof integer language plpgsql as $$
declare
  erased integer;
begin
  perform lock_chat(in_chat);
  for erased in select number from messages where chat_id = in_chat and sender_id = who and kind = 'text' and deleted_at is null order by number loop
    delete from reactions where chat_id = in_chat and number = erased;
    delete from mentions where chat_id = in_chat and number = erased;
    update messages set text = '', deleted_at = clock_timestamp(), version = next_version(in_chat) where chat_id = in_chat and number = erased;
    return next erased;
  end loop;
end $$;
