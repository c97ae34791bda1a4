//! What can be wrong with a notice, each as one Chinese sentence.

use std::fmt;

use jiff::civil::Date;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 错误: the notice is not taken.
    Error,
    /// 提醒: the notice is taken, but somebody should look at it again.
    Warning,
}

/// A problem of a notice (问题). [`Display`](fmt::Display) says it in Chinese, with its weight and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, counted from 1; `None` where the problem is not one line's.
    pub line: Option<usize>,
    pub(crate) flaw: Flaw,
}

impl Problem {
    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.flaw.severity()
    }

    /// The sentence alone, without its weight and its line.
    pub fn sentence(&self) -> String {
        self.flaw.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.severity() {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
        })?;
        match self.line {
            Some(line) => write!(f, "（第{line}行）：{}", self.flaw),
            None => write!(f, "：{}", self.flaw),
        }
    }
}

/// A notice that is not taken, with every error in it. [`Display`](fmt::Display) gives one sentence per line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeError {
    /// The errors in the order of the file; never empty.
    pub problems: Vec<Problem>,
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for NoticeError {}

/// What is wrong with a notice; the sentence of each variant says what it means.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    // The form of the file.
    #[error("从这一行起不符合 TOML 写法，请对照已收录的通知文件改正（{0}）")]
    Syntax(String),
    #[error("不认识“{key}”，这里可以写：{allowed}")]
    UnknownKey { key: String, allowed: String },
    #[error("缺少{0}")]
    Missing(&'static str),
    #[error("“{key}”应写成{want}")]
    WrongForm { key: String, want: &'static str },
    #[error("“{0}”不是存在的日期，应写成 \"2027-01-01\" 的样子")]
    NoSuchDay(String),
    #[error("起止日期颠倒：从{from}到{to}")]
    Backwards { from: Date, to: Date },
    #[error("从{from}到{to}共{days}天，超过一次放假可能的长度（{most}天）")]
    SpanTooLong { from: Date, to: Date, days: i64, most: i64 },

    // What the file says.
    #[error("“{0}”既没有放假日，也没有调休上班日")]
    EmptyHoliday(String),
    #[error("“{0}”写了两段，请合并为一段")]
    HolidayTwice(String),
    #[error("{0}既列为放假，又列为上班")]
    OffAndWorked(Date),
    #[error("{0}重复列出")]
    DayTwice(Date),
    #[error("{day}是{weekday}，本来就是工作日，不能列为调休上班日")]
    WorkedOnWeekday { day: Date, weekday: &'static str },
    #[error("{day}不在{year}年度通知可以安排的日期之内（{first}至{last}）")]
    OutsideYear { day: Date, year: i16, first: Date, last: Date },
    #[error("年份{0}超出日历范围（{first}至{last}）", first = super::table::FIRST_YEAR, last = super::table::LAST_YEAR)]
    YearOutOfRange(i64),
    #[error("“counts_as_working”只用于地方通知，须同时写明“region”")]
    CountsWithoutRegion,
    #[error("“{0}”写了“extends”，但没有用“supersedes”写明延长的是哪一份通知")]
    ExtendsNothing(String),
    #[error("通知不能修改自己（{0}）")]
    SupersedesItself(String),

    // What is possible but unlikely.
    #[error("印发日期{issued}与年度{year}相差太远，请核对")]
    OddIssueDay { issued: Date, year: i16 },
    #[error("文号“{0}”的写法少见，一般写作“国办发明电〔2025〕7号”")]
    OddNumber(String),
    #[error("文号“{number}”的年份与印发日期{issued}不同，请核对")]
    NumberOfOtherYear { number: String, issued: Date },
    #[error("全年放假{days}天，多于以往各年，请核对")]
    ManyOff { days: usize },
    #[error("全年放假{days}天，少于法定的{least}天（{under}），请核对")]
    FewOff { days: usize, least: u16, under: String },
    #[error("全年调休上班{days}天，多于以往各年，请核对")]
    ManyWorked { days: usize },
    #[error("“{name}”放假{days}天，多于以往各年，请核对")]
    LongHoliday { name: String, days: usize },
    #[error("“{name}”的放假日不连续，{before}与{after}之间有间隔，请核对")]
    Gap { name: String, before: Date, after: Date },
    #[error("调休上班日{day}距“{name}”放假{days}天，请核对")]
    FarMakeUp { name: String, day: Date, days: i64 },
    #[error("没有安排“{name}”；七个节日齐备之前，{year}年仍按暂定处理")]
    NoFestival { name: &'static str, year: i16 },
    #[error("{day}是法定放假日（{name}），通知没有列为放假，请核对")]
    StatutoryDayWorked { day: Date, name: String },

    // The notice beside others.
    #[error("所修改的{0}没有收录")]
    SupersedesUnknown(String),
    #[error("所修改的{number}印发于{issued}，晚于本通知")]
    SupersedesLater { number: String, issued: Date },
    #[error("所修改的{0}安排的是另一年度或另一地区")]
    SupersedesOther(String),
    #[error("所修改的通知没有安排“{name}”，其中有：{known}")]
    NothingToSupersede { name: String, known: String },
    #[error("文号{0}已用于另一份内容不同的通知")]
    NumberTaken(String),
    #[error("{0}已经收录，不必重复添加")]
    AlreadyKnown(String),
    #[error("{day}的安排与{number}相反，而通知没有写明修改该通知的这一段")]
    Contradicts { day: Date, number: String },
    #[error("{day}已由{number}作出同样安排")]
    Repeats { day: Date, number: String },
    #[error("{year}年已有{number}，请确认本通知是补充，不是修改")]
    SecondOfYear { year: i16, number: String },
    #[error("{day}是{number}规定的放假日，地方通知列为上班，仍按放假处理")]
    RegionalWorksHoliday { day: Date, number: String },
}

impl Flaw {
    /// Whether the notice can be taken all the same.
    pub(crate) fn severity(&self) -> Severity {
        match self {
            Flaw::OddIssueDay { .. }
            | Flaw::OddNumber(_)
            | Flaw::NumberOfOtherYear { .. }
            | Flaw::ManyOff { .. }
            | Flaw::FewOff { .. }
            | Flaw::ManyWorked { .. }
            | Flaw::LongHoliday { .. }
            | Flaw::Gap { .. }
            | Flaw::FarMakeUp { .. }
            | Flaw::NoFestival { .. }
            | Flaw::StatutoryDayWorked { .. }
            | Flaw::AlreadyKnown(_)
            | Flaw::Repeats { .. }
            | Flaw::SecondOfYear { .. }
            | Flaw::RegionalWorksHoliday { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The flaw without a place in the file.
    pub(crate) fn anywhere(self) -> Problem {
        Problem { line: None, flaw: self }
    }
}
