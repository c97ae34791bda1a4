//! 工作清单: open cases by the day on which the organ has to act.

use casework::id::{CaseId, DepartmentId, OfficerId, PersonId};
use casework::stage::Stage;
use casework::summary::Summary;
use jiff::civil::Date;

use crate::cases::Facet;
use crate::cases::append::read_summary;
use crate::cases::facet::NO_DAY;
use crate::{Page, Result, Store};

pub(crate) const SQL: &str = "
    select r.case_id, r.summary
      from case_facet f
      join case_row r on r.organ = f.organ and r.case_id = f.case_id
     where f.organ = $1 and f.facet = $2 and f.is_open = true and (f.day, f.case_id) > ($3, $4) and f.day < $5
       and ($6 = '' or exists (select 1 from case_facet g where g.organ = f.organ and g.facet = $6
                                  and g.is_open = true and g.day = f.day and g.case_id = f.case_id))
       and ($7 = '' or exists (select 1 from case_facet g where g.organ = f.organ and g.facet = $7
                                  and g.is_open = true and g.day = f.day and g.case_id = f.case_id))
       and ($8 = '' or exists (select 1 from case_facet g where g.organ = f.organ and g.facet = $8
                                  and g.is_open = true and g.day = f.day and g.case_id = f.case_id))
       and ($9 = '' or r.restricted = '' or replace(r.restricted, $9, '') <> r.restricted)
     order by f.day, f.case_id
     limit $10";

/// After all days, in every order of characters.
const AFTER_ALL: &str = "9999-12-32";

/// Which open cases; all by default (筛选).
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// In this stage.
    pub stage: Option<Stage>,
    /// To which this department owes something.
    pub department: Option<&'f DepartmentId>,
    /// With this topic.
    pub tag: Option<&'f str>,
    /// Of this person.
    pub person: Option<&'f PersonId>,
    /// Due before this day: overdue as of it (逾期).
    pub due_before: Option<Date>,
    /// Those that this officer may see; none shows all.
    pub viewer: Option<&'f OfficerId>,
}

/// A case of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub case: CaseId,
    /// What lists need of it.
    pub summary: Summary,
}

/// The last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Its due day.
    pub due: Option<Date>,
    /// Its id.
    pub case: CaseId,
}

impl From<&Listed> for After {
    fn from(last: &Listed) -> After {
        After { due: last.summary.due, case: last.case.clone() }
    }
}

/// Open cases of an authority, those due first, then those without a day.
///
/// # Errors
/// When the database does not answer.
pub async fn work_list(
    store: &Store,
    organ: &str,
    filter: &Filter<'_>,
    after: Option<&After>,
    limit: u32,
) -> Result<Page<Listed>> {
    // The first leads the search: what fewest cases have.
    let facets = [
        filter.person.map(Facet::Person),
        filter.tag.map(Facet::Tag),
        filter.department.map(Facet::Department),
        filter.stage.map(Facet::Stage),
    ];
    let mut facets = facets.into_iter().flatten().map(Facet::key);
    let [first, second, third, fourth] = [(); 4].map(|()| facets.next().unwrap_or_default());
    let day = |due: Option<Date>| due.map_or_else(|| NO_DAY.to_owned(), |due| due.to_string());
    let (from, case) = after.map_or_else(Default::default, |last| (day(last.due), last.case.as_str()));
    let before = filter.due_before.map_or_else(|| AFTER_ALL.to_owned(), |day| day.to_string());
    let viewer = viewer(filter.viewer);
    let rows: Vec<(String, String)> = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(organ).bind(&first).bind(&from).bind(case).bind(&before);
        let query = query.bind(&second).bind(&third).bind(&fourth).bind(&viewer);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    let rows: Result<Vec<Listed>> = rows.into_iter().map(listed).collect();
    Ok(Page::cut(rows?, limit))
}

/// An officer as he stands in a list of those who may see a case; empty for whoever sees all.
pub(super) fn viewer(officer: Option<&OfficerId>) -> String {
    officer.map_or_else(String::new, |officer| format!("|{officer}|"))
}

/// A row with id and summary.
pub(super) fn listed((case, summary): (String, String)) -> Result<Listed> {
    let summary = read_summary(&case, &summary)?;
    Ok(Listed { case: CaseId::from(case), summary })
}
