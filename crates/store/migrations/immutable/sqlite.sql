-- Rows that are only ever added (SQLite). Run at every start.
create trigger if not exists case_event_stays before update on case_event
begin select raise(abort, 'case_event: rows stay as they are'); end;
create trigger if not exists case_event_remains before delete on case_event
begin select raise(abort, 'case_event: rows stay as they are'); end;
create trigger if not exists audit_event_stays before update on audit_event
begin select raise(abort, 'audit_event: rows stay as they are'); end;
create trigger if not exists audit_event_remains before delete on audit_event
begin select raise(abort, 'audit_event: rows stay as they are'); end;
create trigger if not exists audit_root_stays before update on audit_root
begin select raise(abort, 'audit_root: rows stay as they are'); end;
create trigger if not exists audit_root_remains before delete on audit_root
begin select raise(abort, 'audit_root: rows stay as they are'); end;
