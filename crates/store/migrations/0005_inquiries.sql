-- Inquiries by telephone (电话咨询登记): annual reports and evaluations ask how many there were and what about. One text for SQLite and
-- PostgreSQL: README.md. Who called is not written down.
create table inquiry (
    organ text not null,
    id text not null,
    -- ISO.
    day text not null,
    topic text not null,
    -- What was asked and said.
    words text not null,
    -- Id of the account that wrote it down, and when.
    account text not null,
    at bigint not null,
    primary key (organ, id)
);
create index inquiry_by_day on inquiry (organ, day, id);
