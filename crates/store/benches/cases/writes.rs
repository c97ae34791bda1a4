//! Commands that are on the disk when they are answered, beside bare statements that write the same rows.

use std::sync::Arc;
use std::time::Instant;

use casework::Case;
use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command, Context, Letter, decide, register};
use casework::event::{Actor, CaseKind, Event, Recorded};
use casework::id::CaseId;
use casework::process::Process;
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::receipt::Channel;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::cases::{Append, Change, Entry, Key, Reader, Series, Writer};
use store::vault::Vault;
use store::{Location, Store};

use super::{ORGAN, fill};

/// How many commands wait at the same time.
const AT_ONCE: usize = 512;

/// Rows in a transaction of bare statements: as many as the writer takes.
const BATCH: usize = 256;

const TODAY: Date = date(2025, 6, 3);

struct Office {
    store: Store,
    vault: Vault,
    writer: Writer,
    reader: Reader,
    calendar: Arc<WorkCalendar>,
}

/// How often everything is measured, each time in new databases; shown is the median of each.
const ROUNDS: usize = 5;

/// Measures registrations, then a second command to each case, then bare statements: where a round writes to is made for it,
/// first ours, then the bare one, each with a database for keys.
pub(crate) async fn measure(place: impl AsyncFn(&str) -> Location, writes: usize) {
    let mut rates: [Vec<f64>; 4] = Default::default();
    for round in 0..ROUNDS {
        let [ours, keys] = [place(&format!("ours_{round}")).await, place(&format!("keys_{round}")).await];
        let [raw, raw_keys] =
            [place(&format!("raw_{round}")).await, place(&format!("raw_keys_{round}")).await];
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&ours).await.unwrap();
        fill::organs(&ours).await;
        let vault = Vault::open(&keys, folder.path()).await.unwrap();
        let (writer, reader) = (Writer::start(&store), Reader::start(&store));
        let office =
            Arc::new(Office { store, vault, writer, reader, calendar: Arc::new(WorkCalendar::builtin()) });
        rates[0].push(rate(writes, office.clone(), registers).await);
        rates[1].push(rate(writes, office.clone(), handles).await);
        if round == 0 {
            super::verify(&office.store).await;
        }
        office.store.close().await;
        office.vault.close().await;
        Store::open(&raw).await.unwrap().close().await;
        fill::organs(&raw).await;
        let (inserts, updates) = bare(&ours, &raw, &raw_keys).await;
        rates[2].push(inserts);
        rates[3].push(updates);
    }
    let [registered, handled, inserts, updates] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    });
    for (what, ours, theirs) in
        [("registrations", registered, inserts), ("second commands", handled, updates)]
    {
        let share = 100.0 * ours / theirs;
        let verdict = if share >= 60.0 { "reached" } else { "MISSED" };
        println!(
            "  {what:24} {ours:>8.0}/s  bare statements {theirs:>8.0}/s  {share:>4.0} %  goal 60 %  {verdict}"
        );
    }
}

/// Commands per second.
async fn rate<F: Future<Output = ()> + Send + 'static>(
    writes: usize,
    office: Arc<Office>,
    command: fn(Arc<Office>, usize) -> F,
) -> f64 {
    let started = Instant::now();
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|worker| {
            let office = office.clone();
            tokio::spawn(async move {
                for at in (worker..writes).step_by(AT_ONCE) {
                    command(office.clone(), at).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    writes as f64 / started.elapsed().as_secs_f64()
}

/// A registration: a key, two texts, a number, an event.
async fn registers(office: Arc<Office>, at: usize) {
    let case = CaseId::from(format!("case-{at:08}"));
    let key = office.vault.create(ORGAN, &case).await.unwrap();
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::Counter,
        on: TODAY,
        class: ApplicantClass::NaturalPerson,
        applicants: vec![Identity { name: format!("申请人{at}"), ..Identity::default() }],
        request: "2024年度公立医院体检经费的使用情况和相关会议纪要".to_owned(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    };
    let (sealer, by, process) = (key.sealer(), Actor::Applicant, Process::default());
    let event = {
        let context = Context::new(TODAY, &office.calendar, &by, &sealer);
        let letter = Letter {
            number: "",
            process: &process,
            person_key: &office.vault.person_key(ORGAN),
            split_from: None,
        };
        register(&applying, &letter, &context).unwrap()
    };
    let texts = key.seal(sealer.into_texts()).unwrap();
    let calendar = office.calendar.clone();
    let make = move |number: i64| {
        let mut event = event.clone();
        if let Event::Arrived(arrival) = &mut event {
            arrival.number = format!("〔2025〕{number}");
        }
        let events = vec![Recorded { version: 1, at: 1_748_908_800_000, by: Actor::Applicant, event }];
        let summary = Case::replay(&events).unwrap().summary(TODAY, &calendar);
        Entry { events, summary, texts: texts.clone(), jobs: Vec::new() }
    };
    let series = Series { kind: "登记".to_owned(), year: 2025 };
    let key = Some(Key { actor: format!("page {at}"), key: "apply".to_owned() });
    let change = Change::NextNumber(series, Box::new(make));
    office
        .writer
        .append(Append { organ: ORGAN.to_owned(), case, expected: 0, key, change, along: Vec::new() })
        .await
        .unwrap();
}

/// A second command: the case is read, decided upon, and changed.
async fn handles(office: Arc<Office>, at: usize) {
    let case = CaseId::from(format!("case-{at:08}"));
    let mut events = office.reader.events(ORGAN, &case).await.unwrap();
    let state = Case::replay(&events).unwrap();
    let key = office.vault.key(ORGAN, &case).await.unwrap();
    let (sealer, by) = (key.sealer(), Actor::System);
    let event = {
        let context = Context::new(TODAY, &office.calendar, &by, &sealer);
        let unclear = "申请内容没有指向明确的政府信息，请补充文件名称、文号或者其他特征描述。".to_owned();
        decide(&state, Command::RequestCorrection { on: TODAY, unclear, reply_by: None }, &context).unwrap()
    };
    events.push(Recorded { version: 2, at: 1_748_908_800_001, by, event });
    let summary = Case::replay(&events).unwrap().summary(TODAY, &office.calendar);
    let texts = key.seal(sealer.into_texts()).unwrap();
    let entry = Entry { events: events.split_off(1), summary, texts, jobs: Vec::new() };
    let change = Change::Entry(entry);
    office
        .writer
        .append(Append { organ: ORGAN.to_owned(), case, expected: 1, key: None, change, along: Vec::new() })
        .await
        .unwrap();
}

/// Statements with as many rows as a batch has.
fn many(numbered: bool, head: &str, columns: usize, tail: &str) -> String {
    let row = |at: usize| {
        let number = |column| if numbered { format!("${}", at * columns + column) } else { "?".to_owned() };
        format!("({})", (1..=columns).map(number).collect::<Vec<_>>().join(", "))
    };
    format!("{head} values {} {tail}", (0..BATCH).map(row).collect::<Vec<_>>().join(", "))
}

/// What the program has written about a case.
#[derive(sqlx::FromRow)]
struct Written {
    id: String,
    first: String,
    second: String,
    summary: String,
    person: String,
}

const WRITTEN: &str = "
    select case_row.case_id as id, one.event as first, two.event as second, summary, facet as person
      from case_row
      join case_event one on one.case_id = case_row.case_id and one.version = 1
      join case_event two on two.case_id = case_row.case_id and two.version = 2
      join case_facet on case_facet.case_id = case_row.case_id and facet like 'person:%'
     order by case_row.case_id";

const TEXTS: &str = "select text_id, sealed from sealed_text order by case_id, text_id";

/// The rows that the program has written, by bare statements: inserts and updates per second.
macro_rules! bare_statements {
    ($numbered:literal, $ours:ident, $connection:ident, $keys:ident) => {{
        let event = many($numbered, "insert into case_event (organ, case_id, version, position, at, actor, event, link)", 8, "");
        let row = many(
            $numbered,
            "insert into case_row (organ, case_id, version, number, received, until, class, restricted, summary)",
            9,
            "on conflict (organ, case_id) do update set version = excluded.version, summary = excluded.summary",
        );
        let facet = many($numbered, "insert into case_facet (organ, facet, is_open, day, case_id)", 5, "");
        let gone = many($numbered, "delete from case_facet where (organ, facet, is_open, day, case_id) in (", 5, ")");
        let text = many($numbered, "insert into sealed_text (organ, case_id, text_id, sealed)", 4, "");
        let once = many($numbered, "insert into idempotency (organ, actor, key, case_id, version, number, at)", 7, "");
        let key = many($numbered, "insert into case_key (organ, case_id, wrapped)", 3, "");
        let cases: Vec<Written> = sqlx::query_as(WRITTEN).fetch_all(&mut $ours).await.unwrap();
        let texts: Vec<(String, Vec<u8>)> = sqlx::query_as(TEXTS).fetch_all(&mut $ours).await.unwrap();
        let texts: Vec<&[(String, Vec<u8>)]> = texts.chunks_exact(texts.len() / cases.len()).collect();
        let cases: Vec<(i64, Written)> = (1..).zip(cases).collect();
        let (link, wrapped) = ([7u8; 32], [9u8; 60]);
        let mut rates = Vec::new();
        for version in [1i32, 2] {
            let started = Instant::now();
            for (batch, texts) in cases.chunks_exact(BATCH).zip(texts.chunks_exact(BATCH)) {
                let mut c = $connection.begin().await.unwrap();
                let mut query = sqlx::query(AssertSqlSafe(event.as_str()));
                for (at, case) in batch {
                    let place = at + i64::from(version - 1) * cases.len() as i64;
                    query = query.bind(ORGAN).bind(&case.id).bind(version).bind(place).bind(1i64).bind("applicant");
                    query = query.bind(if version == 1 { &case.first } else { &case.second }).bind(&link[..]);
                }
                query.execute(&mut *c).await.unwrap();
                let mut query = sqlx::query(AssertSqlSafe(row.as_str()));
                for (_, case) in batch {
                    query = query.bind(ORGAN).bind(&case.id).bind(version).bind(&case.id).bind("2025-06-03");
                    query = query.bind("9999-12-31").bind("natural_person").bind("").bind(&case.summary);
                }
                query.execute(&mut *c).await.unwrap();
                for at in 0..3 {
                    let (old, new) = (["", "stage:in_hand"], ["", "stage:awaiting_correction"]);
                    if version == 2 {
                        let mut query = sqlx::query(AssertSqlSafe(gone.as_str()));
                        for (_, case) in batch {
                            let name = old.get(at).copied().unwrap_or(&case.person);
                            query = query.bind(ORGAN).bind(name).bind(true).bind("2025-07-02").bind(&case.id);
                        }
                        query.execute(&mut *c).await.unwrap();
                    }
                    let mut query = sqlx::query(AssertSqlSafe(facet.as_str()));
                    let (names, day) = if version == 1 { (old, "2025-07-02") } else { (new, "9999-12-31") };
                    for (_, case) in batch {
                        let name = names.get(at).copied().unwrap_or(&case.person);
                        query = query.bind(ORGAN).bind(name).bind(true).bind(day).bind(&case.id);
                    }
                    query.execute(&mut *c).await.unwrap();
                }
                for at in if version == 1 { 0..2 } else { 2..3 } {
                    let mut query = sqlx::query(AssertSqlSafe(text.as_str()));
                    for ((_, case), texts) in batch.iter().zip(texts) {
                        let (id, sealed) = &texts[at];
                        query = query.bind(ORGAN).bind(&case.id).bind(id).bind(sealed);
                    }
                    query.execute(&mut *c).await.unwrap();
                }
                if version == 1 {
                    let mut keys = $keys.begin().await.unwrap();
                    let mut query = sqlx::query(AssertSqlSafe(key.as_str()));
                    for (_, case) in batch {
                        query = query.bind(ORGAN).bind(&case.id).bind(&wrapped[..]);
                    }
                    query.execute(&mut *keys).await.unwrap();
                    keys.commit().await.unwrap();
                    let mut query = sqlx::query(AssertSqlSafe(once.as_str()));
                    for (at, case) in batch {
                        query = query.bind(ORGAN).bind(&case.id).bind("apply").bind(&case.id).bind(1i32);
                        query = query.bind(at).bind(1i64);
                    }
                    query.execute(&mut *c).await.unwrap();
                }
                c.commit().await.unwrap();
            }
            rates.push((cases.len() / BATCH * BATCH) as f64 / started.elapsed().as_secs_f64());
        }
        (rates[0], rates[1])
    }};
}

/// Writes what the first database has into the second; keys into a database of their own.
async fn bare(ours: &Location, raw: &Location, keys: &Location) -> (f64, f64) {
    let secrets = tempfile::tempdir().unwrap();
    Vault::open(keys, secrets.path()).await.unwrap().close().await;
    match (ours, raw, keys) {
        (Location::Folder(ours), Location::Folder(raw), Location::Folder(keys)) => {
            let mut ours = sqlite(&ours.join("gongkai.db")).await;
            let mut connection = sqlite(&raw.join("gongkai.db")).await;
            let mut keys = sqlite(&keys.join("keys.db")).await;
            bare_statements!(false, ours, connection, keys)
        }
        (Location::Server(ours), Location::Server(raw), Location::Server(keys)) => {
            let mut ours = PgConnection::connect(ours).await.unwrap();
            let mut connection = PgConnection::connect(raw).await.unwrap();
            let mut keys = PgConnection::connect(keys).await.unwrap();
            bare_statements!(true, ours, connection, keys)
        }
        _ => panic!("all are of one kind"),
    }
}

/// A connection that writes as the program does.
async fn sqlite(file: &std::path::Path) -> sqlx::SqliteConnection {
    let mut connection =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let pragmas = "pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 268435456;
                   pragma cache_size = -65536; pragma secure_delete = on;";
    sqlx::raw_sql(pragmas).execute(&mut connection).await.unwrap();
    connection
}
