-- What an office adds itself, and where its people are reached (细分情形、邮箱). One text for SQLite and PostgreSQL: README.md.

-- Sub-reasons of 其他处理 (六（三）的细分情形). They are retired, not deleted: cases name them.
create table sub_reason (
    organ text not null,
    name text not null,
    active boolean not null,
    primary key (organ, name)
);

-- Which of them the first answer of a case has, for counting; null for every other result.
alter table case_row add column sub_reason text;

-- Where a person is reminded (邮箱); null where he does not want it.
alter table account add column email text;
