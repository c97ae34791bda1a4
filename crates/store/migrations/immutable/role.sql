-- The role under which the program works on PostgreSQL when it shall not be the owner of its tables. Run it once as the owner,
-- after the owner has started the program once, and again after each update that brings new tables. Give the role a password.
--
-- It can add events, and can neither change nor delete them, nor take away the triggers that say the same.
do $$
begin
    if not exists (select from pg_roles where rolname = 'gongkai_app') then
        create role gongkai_app login;
    end if;
end
$$;
revoke create on schema public from public;
grant usage on schema public to gongkai_app;
grant select, insert, update, delete on all tables in schema public to gongkai_app;
revoke update, delete, truncate on case_event, audit_event, audit_root from gongkai_app;
revoke insert, update, delete on _sqlx_migrations from gongkai_app;
