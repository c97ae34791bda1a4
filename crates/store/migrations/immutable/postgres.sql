-- Rows that are only ever added (PostgreSQL). Run at every start by a role that may make tables.
do $$
declare
    kept text;
begin
    perform pg_advisory_xact_lock(7083214);
    if to_regproc('rows_stay') is null then
        create function rows_stay() returns trigger language plpgsql as $body$
        begin
            raise exception '%: rows stay as they are', tg_table_name;
        end
        $body$;
    end if;
    foreach kept in array array['case_event', 'audit_event', 'audit_root'] loop
        if not exists (select from pg_trigger where tgrelid = kept::regclass and tgname = kept || '_stays') then
            execute format('create trigger %I before update or delete on %I for each row execute function rows_stay()',
                           kept || '_stays', kept);
            execute format('create trigger %I before truncate on %I for each statement execute function rows_stay()',
                           kept || '_remains', kept);
        end if;
    end loop;
end
$$;
