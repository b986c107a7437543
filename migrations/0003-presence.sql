-- One row a connection, renewed while it lives. A process that dies renews nothing, and its rows expire by this clock.
create table presences (
  connection_id uuid primary key,
  user_id uuid not null references users on delete cascade,
  process_id uuid not null,
  looking_at uuid references chats on delete set null,
  expires_at timestamptz not null
);
create index presences_user on presences (user_id);
create index presences_looking_at on presences (looking_at);

alter table users add column hides_presence boolean not null default false;
alter table users add column hides_receipts boolean not null default false;
