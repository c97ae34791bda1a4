//! Who still owes what (会办未办结).

use casework::id::{CaseId, DepartmentId, OfficerId, TaskId};
use jiff::civil::Date;

use super::work_list::viewer;
use crate::{Error, Page, Result, Store};

/// The question, about all departments or one.
macro_rules! owed {
    ($department:literal) => {
        concat!(
            "select t.case_id, t.task, t.department, t.due, r.number
               from case_task t
               join case_row r on r.organ = t.organ and r.case_id = t.case_id
              where t.organ = $1 and (t.due, t.case_id, t.task) > ($2, $3, $4)
                and ($5 = '' or r.restricted = '' or replace(r.restricted, $5, '') <> r.restricted)",
            $department,
            "
              order by t.due, t.case_id, t.task
              limit $6"
        )
    };
}

pub(crate) const ALL: &str = owed!("");

pub(crate) const OF_DEPARTMENT: &str = owed!(" and t.department = $7");

/// What a department owes to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedTask {
    /// The case.
    pub case: CaseId,
    /// Its 登记编号.
    pub number: String,
    /// The task.
    pub task: TaskId,
    /// Who owes it.
    pub department: DepartmentId,
    /// By when.
    pub due: Date,
}

/// The last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterOwed {
    /// Its due day.
    pub due: Date,
    /// Its case.
    pub case: CaseId,
    /// Its task.
    pub task: TaskId,
}

impl From<&OwedTask> for AfterOwed {
    fn from(last: &OwedTask) -> AfterOwed {
        AfterOwed { due: last.due, case: last.case.clone(), task: last.task }
    }
}

/// What all departments still owe, or one, by when it is due. `viewer` leaves out cases that this officer may not see.
///
/// # Errors
/// When the database does not answer.
pub async fn owed(
    store: &Store,
    organ: &str,
    department: Option<&DepartmentId>,
    viewer_id: Option<&OfficerId>,
    after: Option<&AfterOwed>,
    limit: u32,
) -> Result<Page<OwedTask>> {
    let (due, case, task) = after.map_or_else(Default::default, |last| {
        (last.due.to_string(), last.case.as_str(), i32::from(last.task.0))
    });
    let viewer = viewer(viewer_id);
    let sql = if department.is_some() { OF_DEPARTMENT } else { ALL };
    let rows: Vec<(String, i32, String, String, String)> = read!(store, |pool| {
        let query = sqlx::query_as(sql).bind(organ).bind(&due).bind(case).bind(task).bind(&viewer);
        let query = query.bind(i64::from(limit) + 1);
        match department {
            Some(department) => query.bind(department.as_str()).fetch_all(pool).await,
            None => query.fetch_all(pool).await,
        }
    })?;
    let task = |(case, task, department, due, number): (String, i32, String, String, String)| {
        let damaged = || Error::DamagedCase(case.clone());
        Ok(OwedTask {
            number,
            task: TaskId(u16::try_from(task).map_err(|_| damaged())?),
            department: DepartmentId::from(department),
            due: due.parse().map_err(|_| damaged())?,
            case: CaseId::from(case),
        })
    };
    let rows: Result<Vec<OwedTask>> = rows.into_iter().map(task).collect();
    Ok(Page::cut(rows?, limit))
}
