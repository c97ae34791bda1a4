//! 统计: table three of a time from what is kept, and the cases behind each cell.

use casework::applicant::ApplicantClass;
use casework::fee::FeeYear;
use casework::proceeding::TableFour;
use casework::statistics::{Line, Span, TableThree};
use store::Page;
use store::cases::{AfterCell, Listed, behind, table_three};

use super::{Cases, Result};

/// Cases of a cell on one page.
const ON_A_PAGE: u32 = 100;

/// What the cases of a year come to (台账统计).
#[derive(Debug, Clone, Default)]
pub struct YearCounts {
    /// 表三.
    pub applications: TableThree,
    /// 表四.
    pub remedies: TableFour,
    /// 信息处理费.
    pub fees: FeeYear,
}

impl Cases {
    /// Table three of a year or a quarter, from the counts that are kept with every change.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn table_three(&self, span: Span) -> Result<TableThree> {
        Ok(table_three(&self.store, self.organ(), span).await?)
    }

    /// What the cases of a year come to.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn counts(&self, year: i16) -> Result<YearCounts> {
        let span = Span::year(year);
        Ok(YearCounts {
            applications: self.table_three(span).await?,
            remedies: self.table_four(span).await?,
            fees: self.fee_year(year).await?,
        })
    }

    /// The cases behind a cell of table three; without a class, behind the total of its line.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn behind(
        &self,
        span: Span,
        line: Line,
        class: Option<ApplicantClass>,
        after: Option<&AfterCell>,
    ) -> Result<Page<Listed>> {
        Ok(behind(&self.store, self.organ(), (line, class, span), after, ON_A_PAGE).await?)
    }
}
