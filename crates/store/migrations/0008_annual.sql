-- What an authority's annual report is made of, and how far it is (年度报告的底稿和流程). One text for SQLite and PostgreSQL: README.md.

-- Every version that was ever saved of a paper; the last one counts.
create table annual_paper (
    organ text not null,
    year smallint not null,
    -- Figures, text, measures or changes (src/annual.rs).
    kind text not null,
    -- 1, 2, … of the kind.
    version integer not null,
    -- JSON: an object of texts.
    body text not null,
    -- Milliseconds since 1970.
    at bigint not null,
    actor text not null,
    primary key (organ, year, kind, version)
);

-- Review, signature, submission, publication and correction, in their order.
create table annual_step (
    organ text not null,
    year smallint not null,
    -- 1, 2, …
    nth integer not null,
    -- JSON.
    step text not null,
    -- Milliseconds since 1970.
    at bigint not null,
    actor text not null,
    primary key (organ, year, nth)
);
