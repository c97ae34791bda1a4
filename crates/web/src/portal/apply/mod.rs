//! `GET /apply`, `/apply/new` — 依申请公开: an application in five steps, without an account and without script.

pub(crate) mod form;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use casework::applicant::{ApplicantClass, Form, Way, masked_number};
use casework::event::Actor;
use law::article::{Article, ogi2019};
use law::china::official_date;
use services::cases::files::{Rejected, Upload};
use services::cases::{Cases, Failure, NewCase};
use services::people;
use store::cases::Key;

use self::form::{CHECK, Filled, IDENTITY, RECEIPT, REQUEST, WAY, Wrong};
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::address::Address;
use crate::extract::filed::Filed;
use crate::name::key;
use crate::view::files::FilesField;
use crate::view::{Page, long_date, render};
use crate::{App, moment};

/// For whoever submits too often; the form stays where it is.
const TOO_MANY: &str = "一小时内提交的申请太多；请稍后再提交，或者以当面、邮寄方式提出";

#[derive(Template)]
#[template(path = "portal/apply/start.html")]
struct StartPage {
    page: Page,
    /// Who may apply.
    anyone: Article,
    /// Help for those who need it.
    help: Article,
}

#[derive(Template)]
#[template(path = "portal/apply/form.html")]
struct FormPage {
    page: Page,
    step: u8,
    title: &'static str,
    filled: Filled,
    wrong: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "portal/apply/check.html")]
struct CheckPage {
    page: Page,
    filled: Filled,
    wrong: Vec<Wrong>,
    parts: [Part; 3],
    confirmed: String,
    due: String,
    provisional: bool,
    files: FilesField,
}

#[derive(Template)]
#[template(path = "portal/apply/receipt.html")]
struct ReceiptPage {
    page: Page,
    number: String,
    code: String,
    at: String,
    organ: String,
    confirmed: String,
    again: bool,
}

/// What was filled in in one step.
struct Part {
    title: &'static str,
    step: u8,
    rows: Vec<(&'static str, String)>,
}

/// A line to be filled in.
#[derive(Template)]
#[template(path = "portal/apply/line.html")]
struct Line<'l> {
    name: &'l str,
    label: &'l str,
    hint: &'l str,
    value: &'l str,
    auto: &'l str,
    wrong: Option<&'l str>,
}

impl FormPage {
    fn says(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.says.as_str())
    }

    fn line(&self, name: &str, label: &str, hint: &str, value: &str, auto: &str) -> String {
        Line { name, label, hint, value, auto, wrong: self.says(name) }.render().unwrap_or_default()
    }

    /// What goes along unseen: all that this step does not ask for.
    fn carried(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let asked: &[&str] = match self.step {
            IDENTITY => &["class", "name", "document", "number", "contact", "phone", "help"],
            REQUEST => &["kind", "request"],
            _ => &["form", "way", "address", "postcode", "email"],
        };
        self.filled.carried().into_iter().filter(move |(name, _)| !asked.contains(name))
    }
}

/// What an applicant may add.
const FOR_WHAT: &str = "身份证明的照片，或者有助于查找的材料；";

/// Name and label of each choice.
fn choices<T: Copy + serde::Serialize>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Vec<(String, &'static str)> {
    all.iter().map(|one| (key(one), name(*one))).collect()
}

pub(crate) fn classes() -> Vec<(String, &'static str)> {
    choices(&ApplicantClass::ALL, |class| match class {
        ApplicantClass::NaturalPerson => "自然人（个人）",
        class => class.name(),
    })
}

pub(crate) fn forms() -> Vec<(String, &'static str)> {
    choices(&Form::ALL, Form::name)
}

pub(crate) fn ways() -> Vec<(String, &'static str)> {
    choices(&Way::ALL, |way| match way {
        Way::Online => "在本网站查询页面下载",
        Way::Email => "发送到电子邮箱",
        way => way.name(),
    })
}

pub(crate) async fn start(State(app): State<App>, display: Display) -> Response {
    render(&StartPage {
        page: Page::new(&app, display, "/apply", "apply"),
        anyone: ogi2019(27, 0),
        help: ogi2019(43, 0),
    })
}

/// The cases, where the office takes applications: it has to be in the tree of authorities.
async fn open(app: &App) -> Result<&Cases, Refusal> {
    let cases = app.cases()?;
    match store::queries::organ(app.store(), cases.organ()).await? {
        Some(_) => Ok(cases),
        None => Err(Refusal::Unusable("本机关还没有开通网上申请，您可以当面提交或者邮寄申请。".to_owned())),
    }
}

pub(crate) async fn new(State(app): State<App>, display: Display) -> Result<Response, Refusal> {
    open(&app).await?;
    let filled = Filled { key: moment::form_key(), class: "natural_person".to_owned(), ..Filled::default() };
    Ok(form_page(&app, display, IDENTITY, filled, Vec::new()))
}

pub(crate) async fn next(
    State(app): State<App>,
    display: Display,
    Address(address): Address,
    Filed { filled, files }: Filed<Filled>,
) -> Result<Response, Refusal> {
    open(&app).await?;
    let to = filled.to.clamp(IDENTITY, RECEIPT);
    // Going back is always allowed; going on only from steps that are complete.
    let wrong =
        if to > filled.step { filled.wrong(to.min(RECEIPT) - u8::from(to < RECEIPT)) } else { Vec::new() };
    let step = wrong.iter().map(|wrong| Filled::step_of(wrong.field)).min().unwrap_or(to);
    let of_step = |wrong: Vec<Wrong>| -> Vec<Wrong> {
        wrong.into_iter().filter(|wrong| Filled::step_of(wrong.field) == step).collect()
    };
    match step {
        CHECK => Ok(check_page(&app, display, filled, of_step(wrong))?),
        RECEIPT => {
            let now = app.now();
            if !people::submission(app.store(), app.people(), &address, now).await? {
                return Err(Refusal::TooOften(TOO_MANY.to_owned()));
            }
            submit(&app, display, filled, files).await
        }
        step => Ok(form_page(&app, display, step, filled, of_step(wrong))),
    }
}

fn form_page(app: &App, display: Display, step: u8, filled: Filled, wrong: Vec<Wrong>) -> Response {
    let title = match step {
        IDENTITY => "您是谁",
        REQUEST => "您要申请什么信息",
        _ => "怎样提供给您",
    };
    render(&FormPage { page: Page::new(app, display, "/apply/new", "apply"), step, title, filled, wrong })
}

fn check_page(app: &App, display: Display, filled: Filled, wrong: Vec<Wrong>) -> Result<Response, Refusal> {
    let of_files =
        wrong.iter().filter(|wrong| wrong.field == "files").map(|wrong| wrong.says.clone()).collect();
    let calendar = app.cases()?.calendar();
    let confirmed = calendar.nth_working_day_after(moment::now().today, 1);
    let due = calendar.nth_working_day_after(confirmed, law::reply::REPLY_DAYS.days_on(confirmed));
    let class = filled.class().map_or("", ApplicantClass::name).to_owned();
    let wanted = filled.wanted();
    let identity = vec![
        ("申请人类别", class),
        ("姓名或者名称", filled.name.clone()),
        ("证件", format!("{} {}", filled.document, masked_number(filled.number.trim()))),
        ("联系人", filled.contact.clone()),
        ("联系电话", filled.phone.clone()),
        ("需要的帮助", filled.help.clone()),
    ];
    let request = vec![("申请内容", filled.request.clone())];
    let way = vec![
        ("提供的形式", wanted.map_or("", |wanted| wanted.form.name()).to_owned()),
        ("获取的方式", wanted.map_or("", |wanted| wanted.way.name()).to_owned()),
        ("通信地址", filled.address.clone()),
        ("邮政编码", filled.postcode.clone()),
        ("电子邮箱", filled.email.clone()),
    ];
    let part = |title, step, rows: Vec<(&'static str, String)>| {
        let rows = rows.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Part { title, step, rows }
    };
    Ok(render(&CheckPage {
        page: Page::new(app, display, "/apply/new", "apply"),
        parts: [
            part("您的身份", IDENTITY, identity),
            part("申请内容", REQUEST, request),
            part("提供方式", WAY, way),
        ],
        confirmed: long_date(confirmed),
        due: long_date(due),
        provisional: !calendar.is_published(due),
        files: FilesField::new(app.cases()?, "附件（可不附）", FOR_WHAT, of_files),
        filled,
        wrong,
    }))
}

async fn submit(
    app: &App,
    display: Display,
    filled: Filled,
    files: Vec<Upload>,
) -> Result<Response, Refusal> {
    let cases = app.cases()?;
    let now = moment::now();
    let Some(applying) = filled.applying(now.today) else {
        return Err(Refusal::Incomplete("表单没有完整收到，请从第一步重新核对"));
    };
    let files = match cases.admit(files).await {
        Ok(files) => files,
        Err(Rejected(sentences)) => {
            let wrong = sentences.into_iter().map(|says| Wrong { field: "files", says }).collect();
            return check_page(app, display, filled, wrong);
        }
    };
    let key =
        (!filled.key.is_empty()).then(|| Key { actor: "applicant".to_owned(), key: filled.key.clone() });
    let new = NewCase { applying, by: Actor::Applicant, split_from: None, key };
    let receipt = match cases.apply_with(new, files, moment::random(), now).await {
        Err(Failure::Refused(refused)) => return Err(Refusal::Unusable(refused.to_string())),
        result => result?,
    };
    Ok(render(&ReceiptPage {
        page: Page::new(app, display, "/apply", "apply"),
        number: receipt.number,
        code: receipt.code,
        at: official_date(now.today),
        organ: cases.settings().letters.organ.clone(),
        confirmed: long_date(cases.calendar().nth_working_day_after(now.today, 1)),
        again: receipt.again,
    }))
}
