-- Which database this is. A restored backup gets a new epoch, so that clients load afresh instead of trusting their numbers.
create table epochs (
  id uuid not null default gen_random_uuid(),
  only_one boolean primary key default true check (only_one)
);
insert into epochs default values;

create table users (
  id uuid primary key,
  username text not null,
  display_name text not null,
  email text,
  password_hash text,
  kind text not null default 'person' check (kind in ('guest', 'person', 'bot')),
  is_admin boolean not null default false,
  avatar text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_seen_at timestamptz,
  disabled_at timestamptz,
  deleted_at timestamptz,
  check (kind <> 'guest' or password_hash is null)
);
create unique index users_username on users (lower(username) text_pattern_ops);
create unique index users_email on users (lower(email));
create index users_display_name on users (lower(display_name), id);

-- The secret itself is never stored: whoever reads this table can sign in as nobody.
create table sessions (
  id uuid primary key default gen_random_uuid(),
  secret_hash bytea not null unique,
  user_id uuid not null references users on delete cascade,
  device text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ends_at timestamptz not null
);
create index sessions_user on sessions (user_id);

-- version, last_number and said change with every message, so no index may name them and every page keeps room: the update stays HOT.
create table chats (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group')),
  title text,
  direct_key text unique,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  version integer not null default 0,
  last_number integer not null default 0,
  said integer not null default 0,
  last_message_at timestamptz,
  member_count integer not null default 0,
  check ((kind = 'direct') = (direct_key is not null)),
  check ((kind = 'group') = (title is not null))
) with (fillfactor = 50);

create table members (
  chat_id uuid not null references chats on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  joined_at timestamptz not null default clock_timestamp(),
  joined_number integer not null default 0,
  read_number integer not null default 0,
  read_said integer not null default 0,
  muted_until timestamptz,
  notify text not null default 'all' check (notify in ('all', 'mentions', 'nothing')),
  primary key (chat_id, user_id)
) with (fillfactor = 80);
create index members_user on members (user_id, chat_id);
create index members_joined on members (joined_at);
create unique index members_one_owner on members (chat_id) where role = 'owner';

create table messages (
  chat_id uuid not null references chats on delete cascade,
  number integer not null check (number > 0),
  id uuid not null,
  version integer not null,
  said integer not null,
  sender_id uuid not null references users,
  kind text not null default 'text' check (kind in ('text', 'system')),
  text text not null default '',
  event jsonb,
  reply_to uuid,
  created_at timestamptz not null default clock_timestamp(),
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (chat_id, number),
  unique (chat_id, id),
  foreign key (chat_id, reply_to) references messages (chat_id, id),
  check ((kind = 'system') = (event is not null)),
  check (deleted_at is null or text = '')
);
create index messages_version on messages (chat_id, version);

create table reactions (
  chat_id uuid not null,
  number integer not null,
  emoji text not null,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  primary key (chat_id, number, emoji, user_id),
  foreign key (chat_id, number) references messages on delete cascade
);

-- Counters of the throttle, shared by all processes (the layout that rate-limiter-flexible wants).
create table limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

create function count_members() returns trigger language plpgsql as $$
begin
  update chats set member_count = member_count + counted.change
  from (
    select chat_id, count(*) * case tg_op when 'INSERT' then 1 else -1 end as change from changed group by chat_id
  ) as counted
  where chats.id = counted.chat_id;
  return null;
end $$;
create trigger members_added after insert on members referencing new table as changed for each statement execute function count_members();
create trigger members_gone after delete on members referencing old table as changed for each statement execute function count_members();
