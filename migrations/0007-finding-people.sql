-- People are found by any part of their names. Where the extension may not be had, the search reads them all instead.
do $$ begin
  create extension if not exists pg_trgm;
  create index users_display_name_parts on users using gin (lower(display_name) gin_trgm_ops);
  create index users_username_parts on users using gin (lower(username) gin_trgm_ops);
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise notice 'Without pg_trgm: %', sqlerrm;
end $$;
