//! What every page of the desk shows around its own matter.

use std::fmt;

use askama::filters::HtmlSafe;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use services::people::{Role, Token};
use store::queries;

use crate::error::Refusal;
use crate::extract::csrf::FIELD;
use crate::extract::officer::Officer;
use crate::{App, access};

/// Key, name and address of a page.
type Place = (&'static str, &'static str, &'static str);

/// The pages to which the side leads, in groups.
const SIDE: &[(&str, &[Place])] = &[
    ("工作台", &[("home", "首页", "/desk")]),
    (
        "办件",
        &[
            ("list", "待办清单", "/desk/cases"),
            ("intake", "登记收件", "/desk/intake"),
            ("ledger", "台账导入", "/desk/ledger"),
            ("owed", "科室反馈", "/desk/owed"),
            ("inquiries", "电话咨询", "/desk/inquiries"),
            ("statistics", "统计", "/desk/statistics"),
            ("annual", "年度报告", "/desk/annual"),
            ("sought", "多人申请", "/desk/sought"),
            ("print", "批量打印", "/desk/print"),
            ("fees", "信息处理费", "/desk/fees"),
            ("remedies", "复议、诉讼", "/desk/remedies"),
            ("archive", "归档", "/desk/archive"),
            ("letters", "文书模板", "/desk/letters"),
            ("stamps", "印章", "/desk/stamps"),
            ("sub-reasons", "细分情形", "/desk/sub-reasons"),
        ],
    ),
    (
        "管理",
        &[
            ("accounts", "账号与授权", "/desk/accounts"),
            ("departments", "科室", "/desk/departments"),
            ("audit", "审计日志", "/desk/audit"),
            ("tokens", "接口令牌", "/desk/tokens"),
            ("jobs", "后台任务", "/desk/jobs"),
        ],
    ),
    ("我的", &[("account", "我的账号", "/desk/account")]),
];

/// Who sees the page, and where in the desk it is.
pub(crate) struct Desk {
    officer: Officer,
    /// The name of the officer's authority; empty for an administrator of the installation.
    pub(crate) organ: String,
    /// The key of the page in the side.
    nav: &'static str,
}

/// A group of the side.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) items: Vec<Item>,
}

/// A page to which the side leads.
pub(crate) struct Item {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) is_here: bool,
}

impl Desk {
    /// The surroundings of a page, which is under a key in the side.
    pub(crate) async fn new(app: &App, officer: &Officer, nav: &'static str) -> Result<Desk, Refusal> {
        let organ = queries::organ(app.store(), &officer.organ).await?;
        let organ = organ.map_or_else(String::new, |organ| organ.name);
        Ok(Desk { officer: officer.clone(), organ, nav })
    }

    /// 姓名.
    pub(crate) fn person(&self) -> &str {
        &self.officer.person
    }

    /// The officer's roles.
    pub(crate) fn roles(&self) -> &[Role] {
        &self.officer.roles
    }

    /// Whether the officer may see a page, written as in the table of addresses.
    pub(crate) fn may_see(&self, path: &str) -> bool {
        access::may_see(&self.officer.roles, path)
    }

    /// Whether the officer may send a form to an address, written as in the table of addresses.
    pub(crate) fn may_send(&self, path: &str) -> bool {
        access::may_send(&self.officer.roles, path)
    }

    /// The side: what the officer may see.
    pub(crate) fn side(&self) -> Vec<Group> {
        let item = |(key, name, path): &Place| Item { name, path, is_here: *key == self.nav };
        let groups = SIDE.iter().map(|(name, items)| {
            let items = items.iter().filter(|(_, _, path)| self.may_see(path)).map(item).collect();
            Group { name, items }
        });
        groups.filter(|group| !group.items.is_empty()).collect()
    }

    /// What every form of the page begins with.
    pub(crate) fn form(&self) -> FormToken {
        FormToken::new(self.officer.form())
    }
}

/// The hidden field of a form that says that it is our own.
pub(crate) struct FormToken(String);

impl FormToken {
    /// The field with a token.
    pub(crate) fn new(token: &str) -> FormToken {
        FormToken(token.to_owned())
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<input type="hidden" name="{FIELD}" value="{}">"#, self.0)
    }
}

// Hexadecimal digits.
impl HtmlSafe for FormToken {}

/// A one-time link that has just been made, shown this once.
pub(crate) struct Link {
    /// Its whole address.
    pub(crate) address: String,
    /// For how many hours it is good.
    pub(crate) hours: u32,
}

impl Link {
    /// The link of a token, on the site as the browser that asked for it knows it.
    pub(crate) fn new(app: &App, headers: &HeaderMap, token: &Token) -> Link {
        let says = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let scheme = if app.site().https { "https" } else { "http" };
        let host = || format!("{scheme}://{}", says(HOST).unwrap_or(&app.site().domain));
        let origin = says(ORIGIN).filter(|origin| origin.contains("://")).map_or_else(host, str::to_owned);
        Link { address: format!("{origin}/desk/setup/{}", token.as_str()), hours: app.people().link_hours }
    }
}
