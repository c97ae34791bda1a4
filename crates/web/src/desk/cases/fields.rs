//! What has to be filled in for each thing that can be done with a case (办理表单): one list of fields, from which the form is
//! made and by which it is read.

use casework::applicant::{Form, Way};
use casework::case::Case;
use casework::decide::Verb;
use casework::decision::{RecordResult, SecrecyLevel};
use casework::event::{Opinion, ReopenCause};
use casework::letter::LetterKind;
use casework::proceeding::Proceeding;
use law::consultation::Consulted;
use law::exemption::{Danger, Ground, Interest, Internal, Process, Rank};
use law::fee::Standard;
use law::outcome::Outcome;
use law::remedy::{Course, Ruling};
use serde::Serialize;

use super::office::Office;
use crate::name::key;

/// A field of a form. Its name is the place in the command, with a dot between the steps to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
}

/// What kind of value a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A civil date.
    Date,
    /// A line.
    Text,
    /// Paragraphs.
    Long,
    /// A whole number.
    Number,
    /// Yuan, kept in 分.
    Money,
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
    /// Any of these.
    Several(Vec<(String, String)>),
    /// Yes or no.
    Check,
    /// Files to be attached.
    Files,
    /// Filled in already.
    Hidden(String),
}

impl Field {
    fn new(name: impl Into<String>, label: &'static str, kind: Kind) -> Field {
        Field { name: name.into(), label, hint: "", kind, optional: false }
    }

    fn hint(self, hint: &'static str) -> Field {
        Field { hint, ..self }
    }

    fn optional(self) -> Field {
        Field { optional: true, ..self }
    }
}

fn date(name: &str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Date)
}

fn long(name: impl Into<String>, label: &'static str) -> Field {
    Field::new(name, label, Kind::Long)
}

/// Files; none is always allowed here, and the rules say when it is not.
fn files(name: impl Into<String>, label: &'static str) -> Field {
    Field::new(name, label, Kind::Files).optional()
}

fn text(name: impl Into<String>, label: &'static str) -> Field {
    Field::new(name, label, Kind::Text)
}

fn hidden(name: impl Into<String>, value: impl Serialize) -> Field {
    Field::new(name, "", Kind::Hidden(key(value)))
}

fn choice<T: Copy + Serialize>(
    name: impl Into<String>,
    label: &'static str,
    all: &[T],
    called: impl Fn(T) -> &'static str,
) -> Field {
    let options = all.iter().map(|one| (key(one), called(*one).to_owned())).collect();
    Field::new(name, label, Kind::Choice(options))
}

/// The names of the fields of what is split off a letter.
pub(crate) const MATTERS: [&str; 4] = ["matter.1", "matter.2", "matter.3", "matter.4"];

/// The fields of a verb; those of a proposal are of its outcome.
pub(crate) fn fields(verb: Verb, case: &Case, proposal: Option<&Proposal>, office: &Office) -> Vec<Field> {
    let on = || date("on", "日期");
    match verb {
        Verb::ConfirmReceipt => {
            vec![date("on", "确认之日").hint("与申请人确认收到申请的日期，即收到申请之日")]
        }
        Verb::RequestCorrection => vec![
            date("on", "告知之日"),
            long("unclear", "需要补正的事项").hint("一次性写全；写明怎样补正"),
            date("reply_by", "补正期限").hint("不填则按本机关的办理规则").optional(),
        ],
        Verb::ReceiveCorrection => {
            vec![date("on", "收到补正之日"), long("text", "补正的内容"), files("files", "补正的材料")]
        }
        Verb::Consult => vec![
            choice("with", "征求谁的意见", &[Consulted::ThirdParty, Consulted::JointOrgan], |with| {
                match with {
                    Consulted::ThirdParty => "第三方（第32条，逾期不答复由本机关决定）",
                    Consulted::JointOrgan => "共同制作的机关（第34条，逾期不答复视为同意公开）",
                }
            }),
            text("who", "名称"),
            date("on", "寄出之日"),
            date("delivered", "送达之日").hint("还没有送达凭证的可以以后登记").optional(),
        ],
        Verb::RecordConsultationDelivery => vec![consultations(case), date("on", "送达之日")],
        Verb::RecordOpinion => vec![
            consultations(case),
            date("on", "收到意见之日"),
            choice(
                "opinion",
                "意见",
                &[Opinion::Agrees, Opinion::ObjectsWithReason, Opinion::Objects],
                |opinion| match opinion {
                    Opinion::Agrees => "同意公开",
                    Opinion::ObjectsWithReason => "不同意公开，理由合理",
                    Opinion::Objects => "不同意公开，理由不合理",
                },
            ),
            long("text", "意见的内容"),
        ],
        Verb::RequestReasons => vec![on(), long("why", "数量、频次明显超过合理范围的情况")],
        Verb::RecordReasons => {
            vec![on(), long("text", "申请人说明的理由"), Field::new("reasonable", "理由合理", Kind::Check)]
        }
        Verb::SetReasonablePeriod => vec![date("on", "告知之日"), date("due", "答复的合理期限")],
        Verb::NotifyFee => vec![
            date("on", "通知之日"),
            date("delivered", "送达之日").optional(),
            choice("standard", "收费标准", &[Standard::PerItem, Standard::PerPage], |standard| {
                match standard {
                    Standard::PerItem => "按件计收：按申请人当月的第几件，自动计算",
                    Standard::PerPage => "按量计收：按提供的页数，只适用于提供信息的",
                }
            }),
            Field::new("pages", "提供的页数", Kind::Number)
                .hint("按量计收的填写；一页为A4及以下幅面的一面，电子文件按打印的页数")
                .optional(),
        ],
        Verb::WaiveFee => {
            vec![on(), long("why", "不收费的理由").hint("可以收费而不收的记录在案，以便同等对待")]
        }
        Verb::RefundFee => vec![
            date("on", "退还之日"),
            Field::new("amount", "退还的金额（元）", Kind::Money),
            long("why", "退还的理由"),
        ],
        Verb::RecordPayment => vec![date("on", "缴费之日"), text("receipt", "票据号")],
        Verb::Extend => vec![
            date("on", "告知申请人之日"),
            Field::new("days", "延长的工作日数", Kind::Number).hint("1至20个工作日，只能延长一次"),
            long("reason", "延长的理由"),
        ],
        Verb::GiveTask => vec![
            Field::new("to", "承办科室", Kind::Choice(office.departments())),
            long("what", "需要提供什么"),
            date("due", "反馈期限").hint("不填则在答复期限之前留出审核时间").optional(),
        ],
        Verb::ReturnTask => vec![tasks(case, office), on(), long("why", "退回的理由")],
        Verb::FinishTask => {
            vec![tasks(case, office), on(), long("opinion", "反馈意见"), files("files", "反馈的文件")]
        }
        Verb::RecordSearch => vec![
            date("on", "检索之日"),
            long("places", "检索的范围").hint("档案室、业务系统、数据库等"),
            text("words", "检索的关键词"),
            long("found", "检索的结果"),
        ],
        Verb::Draft => proposal.map(|proposal| proposal.fields(office)).unwrap_or_default(),
        Verb::Approve | Verb::SendBack => {
            let step = case.next_review().map(|step| hidden("step", step));
            let mut fields: Vec<Field> = step.into_iter().collect();
            if verb == Verb::SendBack {
                fields.push(long("why", "退回的理由"));
            } else {
                fields.extend(draft(case));
                fields.push(long("opinion", "审查意见"));
            }
            fields
        }
        Verb::Sign => {
            let mut fields = vec![date("on", "成文日期")];
            fields.extend(draft(case));
            fields
        }
        Verb::Stamp => {
            let open = case.kept_letters().filter(|one| case.stamp_on(&one.letter).is_none());
            let letters = open.map(|one| (one.letter.to_string(), format!("{}（{}）", one.called, one.on)));
            vec![
                Field::new("letter", "哪一份文书", Kind::Choice(letters.collect())),
                Field::new("stamp", "印章", Kind::Choice(office.stamps()))
                    .hint("由工作机构负责人在“印章”页增减"),
                date("on", "用印之日"),
            ]
        }
        Verb::Deliver => vec![
            date("on", "送达之日").hint("直接送达为签收之日；邮寄为交邮之日"),
            choice("way", "送达方式", &Way::ALL, Way::name),
            text("proof", "送达凭证").hint("签收人、邮件编号等"),
        ],
        Verb::IssueLetter => {
            let kinds: Vec<LetterKind> = casework::decide::possible_letters(case).collect();
            let options = kinds.iter().map(|kind| (kind.key(), kind.name())).collect();
            let mut fields =
                vec![Field::new("kind", "哪一种文书", Kind::Choice(options)), date("on", "成文日期")];
            if kinds.iter().any(|kind| !kind.is_for_applicant()) {
                fields.push(text("to", "发给谁").hint("第三方或者机关的名称；发给申请人的不填").optional());
                fields.push(long("what", "事由").hint("决定公开的内容和理由，或者转送的说明").optional());
            }
            fields
        }
        Verb::Lapse => Vec::new(),
        Verb::Withdraw => vec![on(), long("reason", "申请人怎样撤回").hint("书面材料、来电等，写明日期")],
        Verb::Reopen => vec![
            on(),
            choice(
                "cause",
                "原因",
                &[ReopenCause::Reconsideration, ReopenCause::Judgment, ReopenCause::OwnMotion],
                |cause| match cause {
                    ReopenCause::Reconsideration => "行政复议决定",
                    ReopenCause::Judgment => "人民法院判决",
                    ReopenCause::OwnMotion => "本机关自行撤销或者更正",
                },
            ),
            date("due", "重新答复的期限"),
            long("why", "决定书、判决书文号或者理由"),
        ],
        Verb::OpenProceeding => vec![
            choice("path", "途径", &Course::ALL, Course::name),
            date("on", "收到副本之日")
                .hint("收到行政复议申请书副本或者起诉状副本的日期，答复、答辩期限从次日起算"),
            Field::new("simplified", "行政复议适用简易程序（5个工作日内答复）", Kind::Check),
            text("forum", "复议机关或者人民法院"),
            text("number", "案号").hint("没有案号的写受理通知书或者应诉通知书的文号"),
        ],
        Verb::AnswerProceeding => vec![
            proceedings(case),
            date("on", "提交之日").hint("登记有误的重新登记即更正"),
            long("text", "提交的答复、答辩和证据").hint("写明证据目录；没有在期限内提交的视为没有证据"),
        ],
        Verb::RecordHearing => {
            vec![proceedings(case), date("on", "听证、开庭之日"), long("text", "情况").hint("出庭人员、要点")]
        }
        Verb::RecordRuling => vec![
            proceedings(case),
            date("on", "决定、裁判生效之日")
                .hint("一审判决有上诉的，等终审以后登记；登记有误的重新登记即更正"),
            rulings(),
            date("redo_by", "责令重新答复的期限")
                .hint("填写后案件自动重新办理；没有责令重新答复的不填")
                .optional(),
            long("text", "文书的文号和要点"),
        ],
        Verb::VoidImport => {
            vec![
                long("why", "撤销导入的原因")
                    .hint("导错列、导错文件等；撤销后案件不再计入统计，可以重新导入"),
            ]
        }
        Verb::VoidProceeding => {
            vec![proceedings(case), long("why", "作废的原因").hint("重复登记、登记错误等；作废后不计入表四")]
        }
        Verb::Archive => vec![
            date("on", "归档之日"),
            Field::new("retention", "保管期限", Kind::Choice(office.retention())),
            long("note", "缺少材料的说明").hint("卷内材料齐全的不填").optional(),
        ],
        Verb::Tag => vec![text("tag", "标签")],
        Verb::Untag => {
            let tags = case.tags.iter().map(|tag| (tag.clone(), tag.clone()));
            vec![Field::new("tag", "标签", Kind::Choice(tags.collect()))]
        }
        Verb::Note => vec![date("on", "沟通之日"), long("text", "沟通记录").hint("时间、对象、内容")],
        Verb::Split => {
            let matter = |name: &str| long(name, "分出来的一件申请什么");
            let [first, others @ ..] = MATTERS;
            let first = matter(first).hint("一件事一个编号，收到之日与本件相同；本件继续办理其余的内容");
            let why =
                long("why", "拆分的理由").hint("为什么是几件独立的事；拆分以后各计一件，影响统计和收费");
            let all = std::iter::once(first).chain(others.map(|name| matter(name).optional()));
            let rest =
                long("rest", "本件余下的申请内容").hint("本件的文书引用这一段；照录原文里没有分出去的部分");
            all.chain([rest, why]).collect()
        }
        Verb::Restrict => vec![
            Field::new("to", "只有这些人员可以查看", Kind::Several(office.people()))
                .hint("请包括您本人和办理、审查、签发的人员；一个都不选则取消限定")
                .optional(),
        ],
    }
}

fn draft(case: &Case) -> Option<Field> {
    case.draft.as_ref().map(|draft| hidden("draft", &draft.decision))
}

fn consultations(case: &Case) -> Field {
    let open = case.consultations.iter().filter(|one| one.reply.is_none());
    let options = open.map(|one| (one.id.0.to_string(), format!("第{}次，{}寄出", one.id.0, one.sent)));
    Field::new("id", "哪一次征求意见", Kind::Choice(options.collect()))
}

fn proceedings(case: &Case) -> Field {
    let called = |one: &Proceeding| {
        let ruled = one.ruled.map(|ruled| format!("，已登记{}", ruled.ruling.name())).unwrap_or_default();
        let (nth, path) = (one.id.0, one.path.name());
        (nth.to_string(), format!("第{nth}件：{path}，{}收到副本{ruled}", one.served))
    };
    Field::new("id", "哪一件", Kind::Choice(case.proceedings.iter().map(called).collect()))
}

/// Rulings, each with the column of table four in which it is counted.
fn rulings() -> Field {
    let called = |ruling: &Ruling| format!("{}（表四：{}）", ruling.name(), ruling.result().name());
    let options = Ruling::ALL.iter().map(|ruling| (key(ruling), called(ruling))).collect();
    Field::new("ruling", "结果", Kind::Choice(options))
}

fn tasks(case: &Case, office: &Office) -> Field {
    let open = case.tasks.iter().filter(|task| task.done.is_none());
    let options = open.map(|task| {
        (task.id.0.to_string(), format!("{}（{}前反馈）", office.department(&task.to), task.due))
    });
    Field::new("id", "哪一项交办", Kind::Choice(options.collect()))
}

/// What kind of decision is proposed, and for a partial disclosure on which grounds its parts are withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// The outcome; none for the correction of a record.
    pub(crate) outcome: Option<Outcome>,
    /// One for each part that is withheld; none for a part that is no government information.
    pub(crate) parts: Vec<Option<Ground>>,
}

impl Proposal {
    pub(super) fn fields(&self, office: &Office) -> Vec<Field> {
        let kind = |kind: &str| hidden("decision.kind", kind);
        let reason = |label| long("decision.reason", label);
        let Some(outcome) = self.outcome else {
            let results = [
                RecordResult::Corrected,
                RecordResult::Transferred,
                RecordResult::Directed,
                RecordResult::Declined,
            ];
            let result = choice("decision.result", "处理结果", &results, |result| match result {
                RecordResult::Corrected => "予以更正",
                RecordResult::Transferred => "转送有权更正的机关",
                RecordResult::Directed => "告知向有权更正的机关提出",
                RecordResult::Declined => "不予更正",
            });
            return vec![kind("record"), result, reason("理由")];
        };
        if let Some(ground) = outcome.ground() {
            let mut fields = vec![kind("refused")];
            fields.extend(refusal("decision.on", ground));
            fields.push(reason("理由").hint("说明理由是法定要求，写进答复书"));
            return fields;
        }
        match outcome {
            Outcome::G1 => vec![kind("already_public"), long("decision.place", "获取的方式和途径")],
            Outcome::G2 => [vec![kind("granted")], given()].concat(),
            Outcome::P1 => {
                let mut fields = vec![kind("partial")];
                fields.extend(given());
                for (nth, part) in self.parts.iter().enumerate() {
                    let at = format!("decision.closed.{nth}");
                    let about = part.map_or("不属于政府信息", Ground::name);
                    fields.push(long(format!("{at}.part"), "不予公开的部分").hint(about));
                    fields.extend(part.iter().flat_map(|ground| refusal(&format!("{at}.on"), *ground)));
                    fields.push(long(format!("{at}.reason"), "不予公开的理由"));
                }
                fields
            }
            Outcome::D8 => [
                vec![kind("special_query")],
                citation("decision.law"),
                vec![long("decision.counter", "办理查询的机构、窗口")],
            ]
            .concat(),
            Outcome::U1a => vec![kind("not_held"), long("decision.finding", "检索的情况")],
            Outcome::U1b => vec![
                kind("not_ours"),
                reason("理由"),
                text("decision.organ", "负责公开的机关").hint("能够确定的，写名称和联系方式").optional(),
            ],
            Outcome::U2 => vec![kind("needs_creation"), reason("需要怎样加工、分析")],
            Outcome::U3 => vec![kind("still_unclear"), long("decision.unclear", "仍不明确的内容")],
            Outcome::X1 => vec![kind("petition"), text("decision.channel", "可以反映的渠道").optional()],
            Outcome::X2 => vec![
                kind("repeat"),
                date("decision.answered_on", "前次答复的日期"),
                text("decision.number", "前次答复的文号"),
            ],
            Outcome::X3 => vec![kind("publication"), long("decision.place", "获取的途径")],
            Outcome::X4 => vec![kind("excessive"), reason("理由不合理之处")],
            Outcome::X5 => vec![kind("reissue"), reason("何时、怎样已经获取")],
            _ => vec![
                kind("other"),
                Field::new("decision.sub_reason", "细分情形", Kind::Choice(office.sub_reasons()))
                    .hint("由本机关在“细分情形”页增减"),
                reason("理由"),
            ],
        }
    }
}

fn given() -> Vec<Field> {
    vec![
        choice("decision.given.form", "提供的形式", &Form::ALL, Form::name),
        files("decision.given.files", "公开的信息"),
        long("decision.given.how", "获取的方式、途径和时间").hint("附上信息的可以不填").optional(),
        text("decision.given.other_form", "改用其他形式的原因").optional(),
        text("decision.given.public_interest", "第三方反对但公共利益要求公开的理由").optional(),
    ]
}

fn citation(at: &str) -> Vec<Field> {
    vec![
        choice(format!("{at}.rank"), "依据的层级", Rank::ALL, Rank::name),
        text(format!("{at}.title"), "名称").hint("规章不能作为依据"),
        text(format!("{at}.article"), "条款"),
    ]
}

/// The facts of a ground.
fn refusal(at: &str, ground: Ground) -> Vec<Field> {
    let mut fields = vec![hidden(format!("{at}.ground"), ground)];
    let no_duty = || {
        Field::new(format!("{at}.no_duty_to_disclose"), "已确认没有法律、法规、规章规定应当公开", Kind::Check)
    };
    match ground {
        Ground::StateSecret => fields.extend([
            choice(
                format!("{at}.level"),
                "密级",
                &[SecrecyLevel::Confidential, SecrecyLevel::Secret, SecrecyLevel::TopSecret],
                |level| match level {
                    SecrecyLevel::Confidential => "秘密",
                    SecrecyLevel::Secret => "机密",
                    SecrecyLevel::TopSecret => "绝密",
                },
            ),
            text(format!("{at}.basis"), "定密依据"),
            date(&format!("{at}.until"), "保密期限届满之日"),
        ]),
        Ground::Forbidden => fields.extend(citation(&format!("{at}.law"))),
        Ground::SecurityStability => fields.extend([
            choice(format!("{at}.danger"), "可能危及", Danger::ALL, Danger::name),
            long(format!("{at}.opinion"), "论证意见"),
        ]),
        Ground::ThirdParty => fields.extend([
            choice(format!("{at}.interest"), "涉及的权益", Interest::ALL, Interest::name),
            Field::new(format!("{at}.consultation"), "第几次征求意见", Kind::Number),
            long(format!("{at}.no_override"), "为什么不公开不会对公共利益造成重大影响"),
        ]),
        Ground::InternalAffairs => fields.extend([
            choice(format!("{at}.internal"), "哪一类内部事务信息", Internal::ALL, Internal::name),
            no_duty(),
        ]),
        Ground::Process => fields.extend([
            choice(format!("{at}.process"), "哪一类过程性信息", Process::ALL, Process::name),
            no_duty(),
        ]),
        Ground::EnforcementFile => fields.push(no_duty()),
    }
    fields
}
