//! A command, as the document describes it, with an example of each.

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    Consulted, Course, Decision, LetterAlone, Opinion, ReopenCause, ReviewStep, Ruling, Standard, Way,
};

/// 办理命令。on 是事情发生的日期，不晚于今天
#[derive(Deserialize, ToSchema)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = first)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) enum Command {
    /// 确认收到（第31条）
    ConfirmReceipt { on: Day },
    /// 拆分：由同一封信登记的其他案件，本件余下的申请内容，和拆分的理由
    Split { into: Vec<String>, rest: String, why: String },
    /// 撤销台账导入：案件不再计入统计
    VoidImport { why: String },
    /// 告知补正（第30条）；reply_by 不填则按办理规则
    RequestCorrection { on: Day, unclear: String, reply_by: Option<Day> },
    /// 收到补正
    ReceiveCorrection {
        on: Day,
        text: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 征求意见（第32条、第34条）
    Consult { with: Consulted, who: String, on: Day, delivered: Option<Day> },
    /// 征求意见书送达
    RecordConsultationDelivery {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
    },
    /// 收到意见
    RecordOpinion {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        opinion: Opinion,
        text: String,
    },
    /// 要求说明理由（第35条）
    RequestReasons { on: Day, why: String },
    /// 收到说明的理由
    RecordReasons { on: Day, text: String, reasonable: bool },
    /// 告知合理期限（第35条）
    SetReasonablePeriod { on: Day, due: Day },
    /// 收费通知（第42条）；金额按标准计算，不能自行填写；pages 是按量计收时提供的页数
    NotifyFee {
        on: Day,
        delivered: Option<Day>,
        standard: Standard,
        #[serde(default)]
        pages: Option<u32>,
    },
    /// 不予收费，写明理由
    WaiveFee { on: Day, why: String },
    /// 缴费
    RecordPayment { on: Day, receipt: String },
    /// 退还信息处理费；金额以分计
    RefundFee { on: Day, amount: i64, why: String },
    /// 延长答复期限（第33条），工作日数
    Extend {
        on: Day,
        #[schema(maximum = 65535)]
        days: u16,
        reason: String,
    },
    /// 交办科室；due 不填则在答复期限之前留出审核时间
    GiveTask { to: String, what: String, due: Option<Day> },
    /// 退回交办
    ReturnTask {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        why: String,
    },
    /// 反馈
    FinishTask {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        opinion: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 检索记录（第36条第4项）
    RecordSearch { on: Day, places: String, words: String, found: String },
    /// 拟办
    Draft { decision: Decision },
    /// 保密审查、审核；draft 是看过的拟办意见的编号
    Approve { step: ReviewStep, draft: String, opinion: String },
    /// 退回修改
    SendBack { step: ReviewStep, why: String },
    /// 签发；draft 是看过的拟办意见的编号
    Sign { on: Day, draft: String },
    /// 另行发文；to 只在不发给申请人时填写
    IssueLetter {
        kind: LetterAlone,
        on: Day,
        #[serde(default)]
        to: String,
        #[serde(default)]
        what: String,
    },
    /// 用印；letter 是文书正文的标识，stamp 是印章图片的 SHA-256
    Stamp { on: Day, letter: String, stamp: String },
    /// 送达
    Deliver { on: Day, way: Way, proof: String },
    /// 视为放弃（第30条、第42条）
    Lapse,
    /// 撤回
    Withdraw { on: Day, reason: Option<String> },
    /// 重新办理
    Reopen { on: Day, cause: ReopenCause, due: Day, why: String },
    /// 登记行政复议、行政诉讼；on 是收到副本之日（第51条）
    OpenProceeding {
        path: Course,
        on: Day,
        #[serde(default)]
        simplified: bool,
        forum: String,
        number: String,
    },
    /// 登记答复、答辩
    AnswerProceeding {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        text: String,
    },
    /// 登记听证、开庭
    RecordHearing {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        text: String,
    },
    /// 登记复议、诉讼结果；redo_by 是责令重新答复的期限
    RecordRuling {
        #[schema(maximum = 65535)]
        id: u16,
        on: Day,
        ruling: Ruling,
        redo_by: Option<Day>,
        text: String,
    },
    /// 作废复议、诉讼登记
    VoidProceeding {
        #[schema(maximum = 65535)]
        id: u16,
        why: String,
    },
    /// 归档；retention 是本机关的保管期限之一；卷内缺少材料的，note 写明原因
    Archive {
        on: Day,
        retention: String,
        #[serde(default)]
        note: String,
    },
    /// 加标签
    Tag { tag: String },
    /// 去标签
    Untag { tag: String },
    /// 限定知悉人员；空则取消限定
    Restrict { to: Vec<String> },
    /// 沟通记录
    Note { on: Day, text: String },
}

/// 日期，如 2026-03-30
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(format = Date)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) struct Day(String);

fn first() -> Value {
    json!({"command": "confirm_receipt", "on": "2026-03-30"})
}

/// A command of each kind with all its fields, in the order of [`Verb::ALL`](casework::decide::Verb::ALL).
pub(crate) fn examples() -> Vec<Value> {
    let on = "2026-03-30";
    let draft = "0123456789abcdef0123456789abcdef";
    let decision = json!({"kind": "granted", "given": {"form": "electronic", "how": "在查询页面下载"}});
    vec![
        json!({"command": "confirm_receipt", "on": on}),
        json!({"command": "split", "into": ["0198f3a0c0de7000800000000000000a"], "rest": "2025年供水管网改造计划", "why": "两件事由不同科室保存"}),
        json!({"command": "void_import", "why": "列对错了"}),
        json!({"command": "request_correction", "on": on, "unclear": "请写明年份", "reply_by": "2026-04-20"}),
        json!({"command": "receive_correction", "on": on, "text": "2025年", "files": []}),
        json!({"command": "give_task", "to": "gh", "what": "提供分配依据", "due": null}),
        json!({"command": "finish_task", "id": 1, "on": on, "opinion": "见附件", "files": []}),
        json!({"command": "return_task", "id": 1, "on": on, "why": "不是本科室的职责"}),
        json!({"command": "consult", "with": "third_party", "who": "某公司", "on": on, "delivered": null}),
        json!({"command": "record_consultation_delivery", "id": 1, "on": on}),
        json!({"command": "record_opinion", "id": 1, "on": on, "opinion": "agrees", "text": "同意"}),
        json!({"command": "record_search", "on": on, "places": "档案室", "words": "村卫生室", "found": "找到一件"}),
        json!({"command": "extend", "on": on, "days": 20, "reason": "涉及多个科室"}),
        json!({"command": "request_reasons", "on": on, "why": "一个月内三十件"}),
        json!({"command": "record_reasons", "on": on, "text": "研究需要", "reasonable": true}),
        json!({"command": "set_reasonable_period", "on": on, "due": "2026-06-30"}),
        json!({"command": "notify_fee", "on": on, "delivered": on, "standard": "per_page", "pages": 180}),
        json!({"command": "waive_fee", "on": on, "why": "第一次申请"}),
        json!({"command": "record_payment", "on": on, "receipt": "票据0001"}),
        json!({"command": "refund_fee", "on": on, "amount": 10000, "why": "多收"}),
        json!({"command": "draft", "decision": decision}),
        json!({"command": "approve", "step": "secrecy", "draft": draft, "opinion": "不涉密"}),
        json!({"command": "send_back", "step": "review", "why": "理由不充分"}),
        json!({"command": "sign", "on": on, "draft": draft}),
        json!({"command": "stamp", "on": on, "letter": draft, "stamp": "0".repeat(64)}),
        json!({"command": "deliver", "on": on, "way": "post", "proof": "邮件编号0001"}),
        json!({"command": "issue_letter", "kind": "withdrawal", "on": on, "to": "", "what": ""}),
        json!({"command": "lapse"}),
        json!({"command": "withdraw", "on": on, "reason": null}),
        json!({"command": "open_proceeding", "path": "review", "on": on, "simplified": false, "forum": "云州市人民政府", "number": "云政复〔2026〕8号"}),
        json!({"command": "answer_proceeding", "id": 1, "on": on, "text": "答复书和证据目录"}),
        json!({"command": "record_hearing", "id": 1, "on": on, "text": "听证"}),
        json!({"command": "record_ruling", "id": 1, "on": on, "ruling": "revoked", "redo_by": "2026-04-20", "text": "撤销并责令重新答复"}),
        json!({"command": "void_proceeding", "id": 1, "why": "重复登记"}),
        json!({"command": "reopen", "on": on, "cause": "judgment", "due": "2026-04-20", "why": "判决重作"}),
        json!({"command": "note", "on": on, "text": "电话说明办理进度"}),
        json!({"command": "tag", "tag": "卫生资金"}),
        json!({"command": "untag", "tag": "卫生资金"}),
        json!({"command": "restrict", "to": ["linjing"]}),
        json!({"command": "archive", "on": on, "retention": "定期10年", "note": ""}),
    ]
}

#[cfg(test)]
mod tests {
    use casework::decide::{self, Verb};

    use super::*;

    #[test]
    fn each_command_is_in_the_document_with_all_its_fields() {
        let commands: Vec<decide::Command> =
            examples().into_iter().map(|example| serde_json::from_value(example).unwrap()).collect();
        let verbs: Vec<Verb> = commands.iter().map(Verb::of).collect();
        assert_eq!(verbs, Verb::ALL);
        for command in commands {
            let value = serde_json::to_value(command).unwrap();
            serde_json::from_value::<Command>(value.clone())
                .unwrap_or_else(|error| panic!("{value}: {error}"));
        }
    }
}
