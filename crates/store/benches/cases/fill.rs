//! Many cases, made of two by the database itself.

use std::collections::BTreeMap;

use casework::Case;
use casework::applicant::{ApplicantClass, Identity};
use casework::invent::{End, Plan, Staff, Waiting, invent};
use jiff::civil::date;
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::cases::{self, Append, Change, Entry};
use store::{Location, Store};

use super::ORGAN;

/// An authority whose cases have all their events.
pub(crate) const EVENTFUL: &str = "e";

/// How many cases the eventful authority has.
const EVENTFUL_CASES: i64 = 30_000;

/// One in twenty is open; days, classes and topics go round.
const CASES: &str = "
    insert into case_row (organ, case_id, version, number, received, until, ended_row, class, restricted, summary)
    with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $1)
    select 'o', 'c' || i, 9, 'n' || i,
           '2025-0' || (1 + i % 9) || '-' || (10 + i % 19),
           case when i % 20 = 0 then '9999-12-31' else '2025-1' || (i % 3) || '-' || (10 + i % 19) end,
           case when i % 20 = 0 then null when i % 3 = 0 then 'partial' else 'granted' end,
           case i % 6 when 0 then 'natural_person' when 1 then 'enterprise' when 2 then 'research'
                      when 3 then 'public_welfare' when 4 then 'legal_service' else 'other' end,
           '',
           replace(case when i % 20 = 0 then (select summary from case_row where organ = 'o' and case_id = 'open')
                        else (select summary from case_row where organ = 'o' and case_id = 'done') end, $2, '2025-0' || (1 + i % 9) || '-' || (10 + i % 19))
      from n";

/// Rows under one facet; `#` is its name.
const FACETS: [(&str, &str); 4] = [
    ("''", "i % 20 = 0"),
    ("'stage:in_hand'", "i % 20 = 0 and i % 3 <> 0"),
    ("'tag:t' || (i / 20 % 10)", "i % 20 = 0"),
    ("'person:p' || (i % 50000)", "i >= 0"),
];

const EVENTS: &str = r#"
    insert into case_event (organ, case_id, version, position, at, actor, event, link)
    with recursive n (i) as (select 1 union all select i + 1 from n where i + 1 < $1)
    select e.organ, 'e' || n.i, e.version, n.i * 100 + e.version, e.at, e.actor,
           replace(e.event, '"number":"done"', '"number":"e' || n.i || '"'), e.link
      from n
      join case_event e on e.organ = 'e' and e.case_id = 'done'"#;

const COUNTS: &str = "
    insert into received_count (organ, month, class, n)
    select organ, substr(received, 1, 7), class, count(*) from case_row
     where organ = 'o' and received is not null and case_id like 'c%'
     group by organ, substr(received, 1, 7), class
        on conflict (organ, month, class) do update
       set n = received_count.n + excluded.n";

/// A case that ended and one that is open, of an authority; the due day of the second.
async fn two(store: &Store, organ: &str, calendar: &WorkCalendar) -> String {
    let today = date(2025, 6, 1);
    let mut due = None;
    for (id, outcome) in [("done", Some(Outcome::P1)), ("open", None)] {
        let plan = Plan {
            number: id.to_owned(),
            letter: "答〔2025〕1号".to_owned(),
            identity: Identity { name: "张三".to_owned(), ..Identity::default() },
            class: ApplicantClass::NaturalPerson,
            channel: Channel::Counter,
            received: date(2025, 5, 6),
            request: "2024年度体检经费",
            end: outcome.map_or(End::Open(Waiting::Nothing), End::With),
            contested: &[],
            office: Staff::default(),
            letters: None,
            pace: 3,
            today,
            key: [1; 32],
            person_key: [2; 32],
        };
        let events = invent(&plan, calendar).unwrap().events;
        let summary = Case::replay(&events).unwrap().summary(today, calendar);
        due = summary.due;
        let entry = Entry { events, summary, texts: Vec::new(), jobs: Vec::new() };
        let change = Change::Entry(entry);
        let append = Append {
            organ: organ.to_owned(),
            case: id.into(),
            expected: 0,
            key: None,
            change,
            along: Vec::new(),
        };
        cases::append(store, &[append]).await.remove(0).unwrap();
    }
    due.unwrap().to_string()
}

/// Fills an empty store.
pub(crate) async fn fill(location: &Location, many: usize) {
    let store = Store::open(location).await.unwrap();
    organs(location).await;
    let calendar = WorkCalendar::builtin();
    let due = two(&store, ORGAN, &calendar).await;
    two(&store, EVENTFUL, &calendar).await;
    store.close().await;
    let facets: BTreeMap<&str, String> = FACETS
        .iter()
        .map(|(facet, which)| {
            let sql = format!(
                "insert into case_facet (organ, facet, is_open, day, case_id)
                 with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $1)
                 select 'o', {facet}, i % 20 = 0, '2025-0' || (1 + i % 9) || '-' || (10 + i % 19), 'c' || i
                   from n where {which}"
            );
            (*facet, sql)
        })
        .collect();
    macro_rules! run {
        ($connection:expr) => {{
            let mut c = $connection;
            sqlx::query(CASES).bind(many as i64).bind(&due).execute(&mut c).await.unwrap();
            for sql in facets.values() {
                sqlx::query(sqlx::AssertSqlSafe(sql.as_str()))
                    .bind(many as i64)
                    .execute(&mut c)
                    .await
                    .unwrap();
            }
            sqlx::query(EVENTS).bind(EVENTFUL_CASES).execute(&mut c).await.unwrap();
            sqlx::query(COUNTS).execute(&mut c).await.unwrap();
            sqlx::query("analyze").execute(&mut c).await.unwrap();
            c.close().await.unwrap();
        }};
    }
    match location {
        Location::Folder(folder) => run!(sqlite(folder).await),
        Location::Server(address) => run!(PgConnection::connect(address).await.unwrap()),
    }
}

pub(crate) async fn sqlite(folder: &std::path::Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", folder.join("gongkai.db").display())).await.unwrap()
}

/// The authorities.
pub(crate) async fn organs(location: &Location) {
    const SQL: &str = "
        insert into organ (id, name, parent, rank, included) values ('o', '甲局', '', 1, true), ('e', '乙局', '', 2, true)";
    match location {
        Location::Folder(folder) => {
            sqlx::query(SQL).execute(&mut sqlite(folder).await).await.unwrap();
        }
        Location::Server(address) => {
            sqlx::query(SQL).execute(&mut PgConnection::connect(address).await.unwrap()).await.unwrap();
        }
    }
}
