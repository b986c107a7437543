-- In which language a browser is told.
alter table push_targets add column language text not null default 'en';

-- What a session runs on, in parts, so that every reader's language can put them together. Null where it was not told.
alter table sessions add column browser text, add column system text;
update sessions set
  browser = coalesce(substring(device from '^(.+) on .+$'), device),
  system = substring(device from '^.+ on (.+)$')
where device <> 'Unknown device';
