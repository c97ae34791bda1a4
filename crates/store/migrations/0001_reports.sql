-- Authorities and their annual reports (机关、年度报告). One text for SQLite and PostgreSQL: README.md.

-- Authorities (行政机关) as a tree.
create table organ (
    id text not null primary key,
    name text not null,
    -- Empty for a root, so that roots are found like any other children.
    parent text not null,
    -- Its place among those of the same parent (排序).
    rank bigint not null,
    -- First and last report year in which it exists.
    since smallint,
    until smallint,
    -- Whether its figures are part of its parent's report (汇总范围).
    included boolean not null
);
create index organ_children on organ (parent, rank, id);

-- Every name under which reports of an authority are found (名称、简称、曾用名), as comparison sees it.
create table organ_name (
    organ text not null references organ (id),
    name text not null,
    primary key (organ, name)
);
create index organ_by_name on organ_name (name);

-- Under which id an authority goes on that a tree has given another one: its addresses lead on.
create table organ_moved (
    organ text not null primary key,
    moved_to text not null
);

-- One row for each version of a report (年度报告的版本), light enough for lists.
create table report (
    organ text not null references organ (id),
    year smallint not null,
    version integer not null,
    -- Milliseconds since 1970.
    imported_at bigint not null,
    -- When the next version took its place; null for the current one.
    replaced_at bigint,
    -- What was corrected by this version (更正说明).
    correction text,
    title text,
    signed_on text,
    published_on text,
    -- Key of the form; null for a report without tables.
    form text,
    -- PASS, NOT_ASSESSABLE, UNCERTAIN or FAIL, and how many findings of each severity.
    result text not null,
    errors integer not null,
    warnings integer not null,
    notes integer not null,
    -- Headline figures; null where the report does not give them with certainty.
    new_received bigint,
    carried_in bigint,
    result_total bigint,
    carried_out bigint,
    granted bigint,
    partial bigint,
    review_total bigint,
    litigation_total bigint,
    -- All cells of the form, compact (src/figures.rs).
    figures text,
    -- The file it was read from; sha256 in hexadecimal.
    file_name text not null,
    media_type text not null,
    file_size bigint not null,
    sha256 text not null,
    primary key (organ, year, version)
);
create unique index report_current on report (organ, year) where replaced_at is null;
create index report_year on report (year, organ) where replaced_at is null;
create index report_latest on report (imported_at, year, organ) where replaced_at is null;

-- What is heavy about a version: the object (docs/report-object.md) and the bytes of its file.
create table report_content (
    organ text not null,
    year smallint not null,
    version integer not null,
    object text not null,
    source bytea not null,
    primary key (organ, year, version),
    foreign key (organ, year, version) references report (organ, year, version)
);

-- How often the column has changed (one row).
create table revision (
    number bigint not null
);
insert into revision (number) values (0);
