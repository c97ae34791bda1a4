//! `/api/v1/statistics` — 统计: table three of a year in both forms, its quarters, and the cases behind each cell.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use casework::applicant::ApplicantClass;
use casework::id::CaseId;
use casework::statistics::{Line, Span, TableThree};
use law::outcome::Row;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use services::annual::form;
use services::cases::Cases;
use store::cases::{AfterCell, Listed, behind, find};
use utoipa::{IntoParams, ToSchema};

use super::cases::{CaseItem, CaseItems};
use super::paging::limit;
use super::problem::{Kind, Problem, ProblemBody};
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::{App, moment};

/// The single row （六）其他处理 of the form of 2019.
const OTHER_HANDLING: &str = "other_handling";

/// 一个年度的表三
#[derive(Serialize, ToSchema)]
#[schema(example = example)]
pub(crate) struct YearBody {
    /// 年度
    year: i16,
    /// 这个年度适用的格式：2019 或 2021
    form: String,
    /// 年度是否已经锁定
    locked: bool,
    /// 每一栏是否都符合：本年新收加上年结转等于办理结果总计加结转下年度
    balanced: bool,
    /// 两种格式的表三：格式、行、栏、件数；2021 年格式的（六）其他处理有三行，2019 年格式只有 other_handling 一行
    #[schema(value_type = Object)]
    forms: BTreeMap<&'static str, Table>,
    /// 四个季度的表三，按年度适用的格式
    quarters: Vec<QuarterBody>,
}

/// Rows of columns.
type Table = Map<String, Value>;

/// 一个季度的表三
#[derive(Serialize, ToSchema)]
struct QuarterBody {
    quarter: i8,
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    to: String,
    #[schema(value_type = Object)]
    table3: Table,
}

fn example() -> Value {
    let row = serde_json::json!({
        "natural_person": 96, "enterprise": 8, "research": 1, "public_welfare": 2, "legal_service": 3, "other": 0,
        "total": 110
    });
    serde_json::json!({
        "year": 2025,
        "form": "2021",
        "locked": false,
        "balanced": true,
        "forms": { "2021": { "new_received": row } },
        "quarters": []
    })
}

/// 表三
#[utoipa::path(
    get,
    operation_id = "statistics_of_year",
    path = "/api/v1/statistics/{year}",
    tag = "统计",
    security(("token" = [])),
    params(("year" = i16, Path, description = "年度", minimum = 2000, maximum = 2999)),
    responses(
        (status = 200, body = YearBody),
        (status = 404, description = "没有这个年度", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn year(
    State(app): State<App>,
    client: ApiClient,
    Path(year): Path<i16>,
) -> Result<Json<YearBody>, Refusal> {
    let cases = client.cases(&app)?;
    let form = form(year).ok_or(Refusal::NotFound)?;
    let of_year = cases.table_three(Span::year(year)).await.map_err(Problem::of)?;
    let mut quarters = Vec::new();
    for quarter in 1..=4 {
        let span = Span::quarter(year, quarter);
        let of_quarter = cases.table_three(span).await.map_err(Problem::of)?;
        let table3 = table(&of_quarter, form.key == "2019");
        quarters.push(QuarterBody { quarter, from: span.from.to_string(), to: span.to.to_string(), table3 });
    }
    Ok(Json(YearBody {
        year,
        form: form.key.clone(),
        locked: cases.is_locked(year).await.map_err(Problem::of)?,
        balanced: of_year.is_balanced(),
        forms: BTreeMap::from([("2019", table(&of_year, true)), ("2021", table(&of_year, false))]),
        quarters,
    }))
}

/// A table in the rows of a form.
fn table(table: &TableThree, is_of_2019: bool) -> Table {
    let row = |cell: &dyn Fn(Option<ApplicantClass>) -> u64| -> Value {
        let classes = ApplicantClass::ALL.into_iter().map(|class| (class.key(), cell(Some(class))));
        let cells = classes.chain([("total", cell(None))]);
        Value::Object(cells.map(|(key, count)| (key.to_owned(), count.into())).collect())
    };
    let mut rows = Table::new();
    for line in Line::all() {
        match line {
            Line::Result(one) if is_of_2019 && one.is_other() => {
                rows.insert(OTHER_HANDLING.to_owned(), row(&|class| table.other_handling(class)));
            }
            line => {
                rows.insert(line.key().to_owned(), row(&|class| table.cell(line, class)));
            }
        }
    }
    rows
}

/// 哪一季度，哪一页
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 只看一个季度，1到4
    #[param(minimum = 1, maximum = 4)]
    quarter: Option<i8>,
    /// 上一页给出的 next
    after: Option<String>,
    /// 最多几件，1到200，默认50
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 一格背后的案件
#[utoipa::path(
    get,
    operation_id = "cases_of_cell",
    path = "/api/v1/statistics/{year}/{line}/{class}",
    tag = "统计",
    security(("token" = [])),
    params(
        ("year" = i16, Path, description = "年度", minimum = 2000, maximum = 2999),
        ("line" = String, Path, description = "行，如 new_received、granted、result_total、other_handling"),
        ("class" = String, Path, description = "栏，如 natural_person、total"),
        Asked,
    ),
    responses(
        (status = 200, body = CaseItems),
        (status = 400, description = "参数有误", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "没有这一格", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cell(
    State(app): State<App>,
    client: ApiClient,
    Path((year, line, class)): Path<(i16, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Json<CaseItems>, Refusal> {
    let cases = client.cases(&app)?;
    form(year).ok_or(Refusal::NotFound)?;
    let lines: Vec<Line> = match Line::of_key(&line) {
        Some(line) => vec![line],
        None if line == OTHER_HANDLING => {
            Row::ALL.into_iter().filter(|row| row.is_other()).map(Line::Result).collect()
        }
        None => return Err(Refusal::NotFound),
    };
    let of = ApplicantClass::ALL.into_iter().find(|one| one.key() == class);
    if of.is_none() && class != "total" {
        return Err(Refusal::NotFound);
    }
    let span = match asked.quarter {
        None => Span::year(year),
        Some(quarter @ 1..=4) => Span::quarter(year, quarter),
        Some(_) => return Err(Problem::new(Kind::Malformed, "quarter 应是1到4").into()),
    };
    let limit = limit(asked.limit)?;
    let (rows, has_more) = found(cases, (&lines, of, span), asked.after, limit).await?;
    let next = rows.last().filter(|_| has_more).map(|last| last.case.to_string());
    let today = moment::now().today;
    let viewer = client.officer();
    let items = rows.iter().map(|listed| {
        let item = CaseItem::of(listed, today, cases.calendar());
        if listed.summary.is_for(&viewer) { item } else { item.without_matter() }
    });
    Ok(Json(CaseItems { cases: items.collect(), next }))
}

/// A page of the cases of some lines, in the order of each.
async fn found(
    cases: &Cases,
    (lines, class, span): (&[Line], Option<ApplicantClass>, Span),
    after: Option<String>,
    limit: u32,
) -> Result<(Vec<Listed>, bool), Refusal> {
    let after = match after {
        None => None,
        Some(id) => {
            let last = find(cases.store(), cases.organ(), &CaseId::from(id)).await?;
            let wrong = || Problem::new(Kind::Malformed, "after 应是上一页给出的 next");
            Some(AfterCell::from(&last.ok_or_else(wrong)?))
        }
    };
    let (mut rows, mut has_more) = (Vec::new(), false);
    for line in lines {
        let asked = (*line, class, span);
        let page = behind(cases.store(), cases.organ(), asked, after.as_ref(), limit).await?;
        has_more |= page.has_more;
        rows.extend(page.rows);
    }
    if lines.len() > 1 {
        let ended = |one: &Listed| one.summary.ended.map(|ended| ended.on);
        rows.sort_by(|one, other| (ended(one), &one.case).cmp(&(ended(other), &other.case)));
    }
    has_more |= rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}
