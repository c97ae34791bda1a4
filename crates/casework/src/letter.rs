//! What letters say (文书的内容), put together from the case and the decision: the request word for word, what happened and
//! when, the decision with its articles, reasons, and the way to a remedy. How a letter looks is for whoever sets it.

use jiff::civil::Date;
use law::WorkCalendar;
use law::article::ogi2019;
use law::china::official_date;
use law::outcome::{Outcome, Remedy};
use law::receipt::ReceiptRule;
use law::reply::REPLY_DAYS;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::decision::{Citation, Closed, Decision, Given, Refusal};
use crate::event::CaseKind;

/// A letter, ready to be set (文书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// 发文机关标志: the full name of the organ.
    pub organ: String,
    /// 标题.
    pub title: String,
    /// 发文字号; none for receipts and notices that carry no number.
    pub number: Option<String>,
    /// 主送: whom it addresses.
    pub to: String,
    /// 正文, paragraph by paragraph.
    pub body: Vec<String>,
    /// 附件说明.
    pub enclosures: Vec<String>,
    /// 成文日期.
    pub on: Date,
    /// 联系方式 of the disclosure office.
    pub contact: String,
}

/// Whose letters they are, and where its acts are contested (机关信息).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    /// Full name of the organ (机关全称).
    pub organ: String,
    /// 机关代字 in numbers of letters, such as 云卫公开答.
    pub code: String,
    /// The organ that decides on reconsideration (复议机关).
    pub reconsideration: String,
    /// Where reconsideration can be asked for online (《行政复议法》 art. 22 ¶2).
    pub reconsideration_online: String,
    /// The court (人民法院).
    pub court: String,
    /// Address, telephone and hours of the disclosure office.
    pub contact: String,
}

impl Office {
    /// What a letter needs of the office and nobody has set: without it no remedy can be told (art. 51).
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let fields = [
            (&self.organ, "机关全称（organ）"),
            (&self.code, "机关代字（code）"),
            (&self.reconsideration, "行政复议机关（reconsideration）"),
            (&self.court, "人民法院（court）"),
        ];
        fields.into_iter().filter(|(text, _)| text.trim().is_empty()).map(|(_, name)| name)
    }
}

/// What a letter quotes of the case.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'q> {
    /// Name of the applicant.
    pub applicant: &'q str,
    /// The request, word for word.
    pub request: &'q str,
}

/// The answer (答复书).
pub fn answer(
    case: &Case,
    decision: &Decision,
    quoted: Quoted<'_>,
    office: &Office,
    number: &str,
    on: Date,
) -> Letter {
    let mut body = vec![received(case, quoted)];
    body.extend(history(case));
    body.extend(decided(decision, office));
    body.extend(remedies(decision, office, on));
    body.push("特此告知。".to_owned());
    let title = match decision {
        Decision::Record { .. } => "政府信息更正申请告知书",
        Decision::Granted { .. } | Decision::Partial { .. } | Decision::Refused { .. } => {
            "政府信息公开申请答复书"
        }
        _ => "政府信息公开申请告知书",
    };
    let files = decision.given().map_or(0, |given| given.files.len());
    Letter {
        organ: office.organ.clone(),
        title: title.to_owned(),
        number: Some(number.to_owned()),
        to: quoted.applicant.to_owned(),
        body,
        enclosures: (files > 0).then(|| format!("公开的政府信息（{files}份）")).into_iter().collect(),
        on,
        contact: office.contact.clone(),
    }
}

/// The receipt (登记回执). It tells what fixes the day of receipt, and how the applicant can follow the case.
///
/// `code` opens the case to its applicant; `on` is the day of the registration.
pub fn receipt(
    case: &Case,
    quoted: Quoted<'_>,
    office: &Office,
    code: &str,
    calendar: &WorkCalendar,
    on: Date,
) -> Letter {
    let mut body = vec![format!(
        "您于{}{}提出的{}已登记，登记编号为{}，申请内容为“{}”。",
        official_date(case.arrived),
        case.channel.phrase(),
        application(case.kind),
        case.number,
        quoted.request,
    )];
    let (rule, under) = case.channel.receipt();
    body.push(match case.received {
        Some(received) => {
            let days = REPLY_DAYS.days_on(received);
            format!(
                "收到申请之日为{}。本机关将自收到申请之日起{days}个工作日内答复，即不晚于{}；期间依法征求意见、补正、缴费、延长的，以查询页面显示的期限为准。（{}、{}）",
                official_date(received),
                official_date(calendar.nth_working_day_after(received, days)),
                under,
                ogi2019(33, 2).place(),
            )
        }
        _ if rule == ReceiptRule::Confirmation => {
            format!("本机关将与您确认收到申请，确认之日为收到申请之日。（{under}）")
        }
        _ => String::new(),
    });
    body.retain(|paragraph| !paragraph.is_empty());
    body.push(format!(
        "您可以凭登记编号{}和查询码{code}在本机关网站查询办理进度，无需注册。请妥善保管查询码。",
        case.number
    ));
    Letter {
        organ: office.organ.clone(),
        title: "政府信息公开申请登记回执".to_owned(),
        number: None,
        to: quoted.applicant.to_owned(),
        body,
        enclosures: Vec::new(),
        on,
        contact: office.contact.clone(),
    }
}

fn application(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Access => "政府信息公开申请",
        CaseKind::RecordCorrection => "政府信息更正申请",
    }
}

fn received(case: &Case, quoted: Quoted<'_>) -> String {
    let confirmed = case.channel.receipt().0 == ReceiptRule::Confirmation;
    format!(
        "本机关于{}收到{}您{}提出的{}（登记编号：{}），申请{}“{}”。",
        official_date(case.received.unwrap_or(case.arrived)),
        if confirmed { "（双方确认）" } else { "" },
        case.channel.phrase(),
        application(case.kind),
        case.number,
        if case.kind == CaseKind::Access { "获取" } else { "更正" },
        quoted.request,
    )
}

/// What moved the day on which the answer is due, with its days.
fn history(case: &Case) -> Option<String> {
    let mut told = Vec::new();
    if let Some(correction) = &case.correction {
        told.push(format!("本机关于{}告知您补正", official_date(correction.requested)));
        told.extend(correction.received.map(|on| format!("于{}收到您的补正", official_date(on))));
    }
    for one in &case.consultations {
        told.push(format!(
            "于{}征求{}意见",
            official_date(one.sent),
            match one.with {
                law::consultation::Consulted::ThirdParty => "第三方",
                law::consultation::Consulted::JointOrgan => "相关机关",
            }
        ));
    }
    if let Some(fee) = case.fee {
        told.push(format!("于{}通知您缴纳信息处理费", official_date(fee.notified)));
        told.extend(fee.paid.map(|on| format!("于{}收到缴费", official_date(on))));
    }
    if case.extended {
        told.push("经依法批准延长了答复期限并已告知您".to_owned());
    }
    (!told.is_empty()).then(|| format!("办理过程中，{}。", told.join("，")))
}

fn decided(decision: &Decision, office: &Office) -> Vec<String> {
    let under = decision.outcome().map(|outcome| outcome.under().to_string()).unwrap_or_default();
    let organ = &office.organ;
    let by = |what: String| vec![format!("经审查，根据{under}的规定，{what}")];
    match decision {
        Decision::AlreadyPublic { place } => {
            by(format!("您申请获取的政府信息已经主动公开，获取的方式和途径为：{}", sentence(place)))
        }
        Decision::Granted { given } => by(format!("本机关决定予以公开。{}", gives(given))),
        Decision::Partial { given, closed } => {
            let mut body = by(format!("本机关决定部分公开。{}", gives(given)));
            body.extend(closed.iter().enumerate().map(|(nth, part)| withheld(nth + 1, part)));
            body
        }
        Decision::Refused { on, reason } => {
            by(format!("您申请获取的政府信息{}，本机关决定不予公开。理由：{}", ground(on), sentence(reason)))
        }
        Decision::SpecialQuery { law, counter } => by(format!(
            "您申请获取的信息依照{}办理，请向{}查询。",
            cited(law),
            counter.trim_end_matches('。')
        )),
        Decision::NotHeld { finding } => by(format!("{}该政府信息不存在。", sentence(finding))),
        Decision::NotOurs { reason, organ: other } => {
            let other = other.as_ref().map(|other| format!("负责公开该信息的机关为：{}", sentence(other)));
            by(format!(
                "您申请获取的政府信息不属于{organ}负责公开。{}{}",
                sentence(reason),
                other.unwrap_or_default()
            ))
        }
        Decision::NeedsCreation { reason } => by(format!(
            "您申请获取的信息需要本机关对现有政府信息进行加工、分析，本机关不予提供。{}",
            sentence(reason)
        )),
        Decision::StillUnclear { unclear } => {
            by(format!("您的申请经补正后内容仍不明确，本机关无法提供。不明确之处：{}", sentence(unclear)))
        }
        Decision::Petition { channel } => {
            let channel =
                channel.as_ref().map(|channel| format!("您可以通过以下渠道提出：{}", sentence(channel)));
            by(format!(
                "您以政府信息公开申请的形式进行信访、投诉、举报等活动，本机关不作为政府信息公开申请处理。{}",
                channel.unwrap_or_default()
            ))
        }
        Decision::Repeat { answered_on, number } => by(format!(
            "本机关已于{}以{number}就您申请的同一政府信息作出答复，现不予重复处理。",
            official_date(*answered_on)
        )),
        Decision::Publication { place } => {
            by(format!("您申请提供的是公开出版物，获取的途径为：{}", sentence(place)))
        }
        Decision::Excessive { reason } => by(format!(
            "您申请公开政府信息的数量、频次明显超过合理范围，所说明的理由不合理，本机关不予处理。{}",
            sentence(reason)
        )),
        Decision::Reissue { reason } => vec![format!(
            "经审查，您要求对已经获取的政府信息予以确认或者重新出具，本机关不予处理。{}",
            sentence(reason)
        )],
        Decision::Other { reason, .. } => vec![format!("经审查，{}", sentence(reason))],
        Decision::Record { result, reason } => {
            use crate::decision::RecordResult as R;
            let what = match result {
                R::Corrected => "本机关决定予以更正",
                R::Transferred => "本机关已转送有权更正的行政机关处理",
                R::Directed => "请您向有权更正的行政机关提出",
                R::Declined => "本机关决定不予更正",
            };
            vec![format!("经审查，根据{}的规定，{what}。{}", ogi2019(41, 0), sentence(reason))]
        }
    }
}

fn gives(given: &Given) -> String {
    let mut text = match &given.how {
        Some(how) => format!("以{}形式提供，{}", given.form.name(), sentence(how)),
        None => format!("相关政府信息以{}形式随本答复提供。", given.form.name()),
    };
    if let Some(why) = &given.other_form {
        text.push_str(&format!("未按您要求的形式提供，原因是：{}", sentence(why)));
    }
    text
}

fn withheld(nth: usize, part: &Closed) -> String {
    let what = part.part.trim_end_matches('。');
    match &part.on {
        Some(on) => {
            let under = on.ground().under();
            format!(
                "（{nth}）{what}：{}，根据{under}的规定不予公开。理由：{}",
                ground(on),
                sentence(&part.reason)
            )
        }
        None => format!("（{nth}）{what}：不属于政府信息。理由：{}", sentence(&part.reason)),
    }
}

fn ground(on: &Refusal) -> String {
    match on {
        Refusal::Forbidden { law } => format!("属于{}禁止公开的信息", cited(law)),
        Refusal::SecurityStability { danger, .. } => format!("公开后可能危及{}", danger.name()),
        Refusal::ThirdParty { interest, .. } => {
            format!("涉及{}，公开会对第三方合法权益造成损害", interest.name())
        }
        Refusal::InternalAffairs { internal, .. } => format!("属于{}方面的内部事务信息", internal.name()),
        Refusal::Process { process, .. } => {
            format!("属于履行行政管理职能过程中形成的{}", process.name())
        }
        Refusal::StateSecret { .. } | Refusal::EnforcementFile { .. } => on.ground().name().to_owned(),
    }
}

fn cited(law: &Citation) -> String {
    format!("《{}》{}", law.title.trim_matches(['《', '》']), law.article)
}

/// The remedies of the letter's day: for what is withheld under arts. 14 to 16, for the rest, or one after the other.
fn remedies(decision: &Decision, office: &Office, on: Date) -> Vec<String> {
    let mut wanted: Vec<Remedy> =
        decision.refusals().map(|refusal| refusal.ground().outcome().remedy(on)).collect();
    if !matches!(decision, Decision::Refused { .. }) {
        wanted.push(decision.outcome().unwrap_or(Outcome::G2).remedy(on));
    }
    wanted.sort();
    wanted.dedup();
    let both = wanted.len() > 1;
    wanted.into_iter().map(|remedy| paragraph(remedy, both, office)).collect()
}

fn paragraph(remedy: Remedy, both: bool, office: &Office) -> String {
    let Office { reconsideration, reconsideration_online, court, .. } = office;
    let online = if reconsideration_online.is_empty() {
        String::new()
    } else {
        format!("（网上申请渠道：{reconsideration_online}）")
    };
    match remedy {
        Remedy::R1 => format!(
            "对{}不服的，应当自收到本答复之日起60日内先向{reconsideration}申请行政复议{online}；对复议决定仍不服的，可以自收到复议决定书之日起15日内向{court}提起行政诉讼。",
            if both { "不予公开的部分" } else { "本答复" },
        ),
        Remedy::R2 => format!(
            "对{}不服的，可以自收到本答复之日起60日内向{reconsideration}申请行政复议{online}，也可以自收到本答复之日起6个月内向{court}提起行政诉讼。",
            if both { "其他部分" } else { "本答复" },
        ),
    }
}

/// A text that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？']) { text.to_owned() } else { format!("{text}。") }
}
