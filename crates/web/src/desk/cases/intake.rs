//! `GET|POST /desk/intake` — 登记收件: applications that came by counter, post, fax, e-mail or by word of mouth.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::Applying;
use casework::event::{Actor, CaseKind};
use jiff::civil::Date;
use law::receipt::{Channel, ReceiptRule};
use serde::Deserialize;
use services::cases::files::Rejected;
use services::cases::{Failure, NewCase};
use store::cases::Key;

use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::filed::Filed;
use crate::extract::officer::Officer;
use crate::name::{key, named};
use crate::view::files::FilesField;
use crate::view::{Page, render};
use crate::{App, moment};

/// What an officer writes down of an application.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filled {
    pub(crate) form_key: String,
    pub(crate) kind: String,
    pub(crate) channel: String,
    pub(crate) on: String,
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) document_number: String,
    pub(crate) contact: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) postcode: String,
    pub(crate) email: String,
    pub(crate) help: String,
    pub(crate) request: String,
    /// How the information is wanted; the name `form` is taken by the token.
    pub(crate) medium: String,
    pub(crate) way: String,
    /// Further applicants, one name to a line (共同申请人).
    pub(crate) joint: String,
}

#[derive(Template)]
#[template(path = "desk/cases/intake.html")]
struct IntakePage {
    page: Page,
    desk: Desk,
    filled: Filled,
    wrong: Vec<String>,
    /// Value, name, and what fixes the day of receipt.
    channels: Vec<(String, &'static str, String)>,
    files: FilesField,
    done: Option<Done>,
}

struct Done {
    id: String,
    number: String,
    code: String,
    again: bool,
}

impl Filled {
    fn applying(&self) -> Result<Applying, Vec<String>> {
        let mut wrong = Vec::new();
        let on: Option<Date> = self.on.parse().ok();
        let (class, channel) = (named::<ApplicantClass>(&self.class), named::<Channel>(&self.channel));
        let (form, way) = (named::<Form>(&self.medium), named::<Way>(&self.way));
        if on.is_none() {
            wrong.push(format!("“{}”不是日期，请写成年-月-日，例如 2026-03-02", self.on));
        }
        if class.is_none() {
            wrong.push("没有选择申请人类别".to_owned());
        }
        if channel.is_none() {
            wrong.push("没有选择收件渠道".to_owned());
        }
        if form.is_none() || way.is_none() {
            wrong.push("没有选择提供的形式和获取的方式".to_owned());
        }
        let (Some(on), Some(class), Some(channel), Some(form), Some(way)) = (on, class, channel, form, way)
        else {
            return Err(wrong);
        };
        let text = |text: &str| text.trim().to_owned();
        let first = Identity {
            name: text(&self.name),
            document: text(&self.document),
            document_number: text(&self.document_number),
            contact: text(&self.contact),
            phone: text(&self.phone),
            address: text(&self.address),
            postcode: text(&self.postcode),
            email: text(&self.email),
            help: text(&self.help),
        };
        let joint = self.joint.lines().map(str::trim).filter(|name| !name.is_empty());
        let joint = joint.map(|name| Identity { name: name.to_owned(), ..Identity::default() });
        Ok(Applying {
            kind: named(&self.kind).unwrap_or(CaseKind::Access),
            channel,
            on,
            class,
            applicants: std::iter::once(first).chain(joint).collect(),
            request: self.request.trim().replace("\r\n", "\n"),
            files: Vec::new(),
            wanted: Wanted { form, way },
        })
    }
}

pub(crate) async fn form(
    State(app): State<App>,
    officer: Officer,
    display: Display,
) -> Result<Response, Refusal> {
    officer.cases(&app)?;
    shown(&app, &officer, display, empty(), Vec::new(), None).await
}

/// An empty form, with a key by which a second submission of it is recognised.
fn empty() -> Filled {
    Filled {
        form_key: moment::form_key(),
        channel: key(Channel::Counter),
        class: key(ApplicantClass::NaturalPerson),
        on: moment::now().today.to_string(),
        medium: key(Form::Paper),
        way: key(Way::Post),
        ..Filled::default()
    }
}

pub(crate) async fn take_in(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Filed { filled, files }: Filed<Filled>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let applying = match filled.applying() {
        Ok(applying) => applying,
        Err(wrong) => return shown(&app, &officer, display, filled, wrong, None).await,
    };
    let files = match cases.admit(files).await {
        Ok(files) => files,
        Err(Rejected(wrong)) => return shown(&app, &officer, display, filled, wrong, None).await,
    };
    let key = (!filled.form_key.is_empty())
        .then(|| Key { actor: officer.officer_id().to_string(), key: filled.form_key.clone() });
    let new = NewCase { applying, by: Actor::Officer(officer.officer_id()), split_from: None, key };
    match cases.apply_with(new, files, moment::random(), moment::now()).await {
        Ok(receipt) => {
            let done = Done {
                id: receipt.case.to_string(),
                number: receipt.number,
                code: receipt.code,
                again: receipt.again,
            };
            shown(&app, &officer, display, empty(), Vec::new(), Some(done)).await
        }
        Err(Failure::Refused(refused)) => {
            let wrong = refused.reasons().iter().map(ToString::to_string).collect();
            shown(&app, &officer, display, filled, wrong, None).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    app: &App,
    officer: &Officer,
    display: Display,
    filled: Filled,
    wrong: Vec<String>,
    done: Option<Done>,
) -> Result<Response, Refusal> {
    let channel = |channel: Channel| {
        let (rule, under) = channel.receipt();
        let day = match rule {
            ReceiptRule::Arrival => "到达之日即为收到之日",
            ReceiptRule::Confirmation => "与申请人确认之日为收到之日",
        };
        (key(channel), channel.name(), format!("{day}，{}", under.short()))
    };
    let channels = Channel::ALL.into_iter().map(channel).collect();
    Ok(render(&IntakePage {
        page: Page::new(app, display, "/desk/intake", ""),
        desk: Desk::new(app, officer, "intake").await?,
        filled,
        wrong,
        channels,
        files: FilesField::new(
            officer.cases(app)?,
            "附件（可不附）",
            "申请书、身份证明的扫描件等；",
            Vec::new(),
        ),
        done,
    }))
}
