//! A decision, as the document describes it: what an answer of each kind must have.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Danger, Form, Interest, Internal, Process, Rank, RecordResult, SecrecyLevel};

/// 办理决定；每一种正好对应表三的一行
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) enum Decision {
    /// 已主动公开：在哪里可以找到
    AlreadyPublic { place: String },
    /// 予以公开
    Granted { given: Given },
    /// 部分公开
    Partial { given: Given, closed: Vec<Closed> },
    /// 不予公开
    Refused { on: Refusal, reason: String },
    /// 行政查询事项：特别法和查询的地方
    SpecialQuery { law: Citation, counter: String },
    /// 信息不存在：要先有检索记录
    NotHeld { finding: String },
    /// 不属于本机关负责公开；知道负责机关的写明名称和联系方式
    NotOurs { reason: String, organ: Option<String> },
    /// 需要另行制作
    NeedsCreation { reason: String },
    /// 补正后仍不明确
    StillUnclear { unclear: String },
    /// 信访、投诉、举报：告知的渠道
    Petition { channel: Option<String> },
    /// 重复申请：前一次答复的日期和文号
    Repeat {
        #[schema(format = Date)]
        answered_on: String,
        number: String,
    },
    /// 公开出版物：获取的途径
    Publication { place: String },
    /// 无正当理由大量反复申请
    Excessive { reason: String },
    /// 要求确认或者重新出具已获取的信息
    Reissue { reason: String },
    /// 其他：本机关自定的细分情形
    Other { sub_reason: String, reason: String },
    /// 更正本人信息的结果；只用于更正类案件，不计入表三
    Record { result: RecordResult, reason: String },
}

/// 提供的信息
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) struct Given {
    form: Form,
    /// 文件的编号
    #[serde(default)]
    files: Vec<String>,
    /// 没有文件时的方式、地点、时间
    #[serde(default)]
    how: Option<String>,
    /// 第三方合理反对而仍公开的公共利益理由（第32条）
    #[serde(default)]
    public_interest: Option<String>,
    /// 不按申请的形式提供的理由（第40条）
    #[serde(default)]
    other_form: Option<String>,
}

/// 不公开的部分
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) struct Closed {
    /// 哪一部分
    part: String,
    /// 依据；不是政府信息的部分为 null（第37条）
    on: Option<Refusal>,
    reason: String,
}

/// 不予公开的依据
#[derive(Deserialize, ToSchema)]
#[serde(tag = "ground", rename_all = "snake_case", deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) enum Refusal {
    /// 国家秘密：密级、定密依据、保密期限
    StateSecret {
        level: SecrecyLevel,
        basis: String,
        #[schema(format = Date)]
        until: String,
    },
    /// 法律、行政法规禁止公开
    Forbidden { law: Citation },
    /// 危及三安全一稳定：哪一种，和存档的意见
    SecurityStability { danger: Danger, opinion: String },
    /// 第三方合法权益：对应的征求意见，和公共利益不受重大影响的理由
    ThirdParty {
        interest: Interest,
        #[schema(maximum = 65535)]
        consultation: u16,
        no_override: String,
    },
    /// 内部事务信息
    InternalAffairs { internal: Internal, no_duty_to_disclose: bool },
    /// 过程性信息
    Process { process: Process, no_duty_to_disclose: bool },
    /// 行政执法案卷信息
    EnforcementFile { no_duty_to_disclose: bool },
}

/// 引用的法律、行政法规条文
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) struct Citation {
    rank: Rank,
    /// 名称，不带书名号
    title: String,
    /// 条文，如第十九条
    article: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// One of each kind with all its fields.
    fn each() -> Vec<Value> {
        let law = json!({"rank": "law", "title": "统计法", "article": "第九条"});
        let given = json!({"form": "paper", "files": [], "how": "到窗口领取", "public_interest": "重大", "other_form": "太大"});
        let duty = |ground: &str| json!({"ground": ground, "no_duty_to_disclose": true});
        let with = |mut value: Value, key: &str, word: &str| {
            value[key] = word.into();
            value
        };
        let grounds = [
            json!({"ground": "state_secret", "level": "secret", "basis": "某规定", "until": "2030-01-01"}),
            json!({"ground": "forbidden", "law": law.clone()}),
            json!({"ground": "security_stability", "danger": "public_security", "opinion": "存档"}),
            json!({"ground": "third_party", "interest": "privacy", "consultation": 1, "no_override": "无"}),
            with(duty("internal_affairs"), "internal", "personnel"),
            with(duty("process"), "process", "draft"),
            duty("enforcement_file"),
        ];
        let refused = grounds.map(|ground| json!({"kind": "refused", "on": ground, "reason": "理由"}));
        let closed = json!([{"part": "附件二", "on": null, "reason": "不是政府信息"}]);
        let kinds = [
            json!({"kind": "already_public", "place": "网站"}),
            json!({"kind": "granted", "given": given.clone()}),
            json!({"kind": "partial", "given": given, "closed": closed}),
            json!({"kind": "special_query", "law": law, "counter": "登记大厅"}),
            json!({"kind": "not_held", "finding": "没有"}),
            json!({"kind": "not_ours", "reason": "职责", "organ": null}),
            json!({"kind": "needs_creation", "reason": "要统计"}),
            json!({"kind": "still_unclear", "unclear": "年份"}),
            json!({"kind": "petition", "channel": null}),
            json!({"kind": "repeat", "answered_on": "2026-01-05", "number": "答〔2026〕1号"}),
            json!({"kind": "publication", "place": "书店"}),
            json!({"kind": "excessive", "reason": "不充分"}),
            json!({"kind": "reissue", "reason": "已提供"}),
            json!({"kind": "other", "sub_reason": "其他", "reason": "理由"}),
            json!({"kind": "record", "result": "declined", "reason": "记录正确"}),
        ];
        refused.into_iter().chain(kinds).collect()
    }

    #[test]
    fn each_kind_of_decision_is_in_the_document_with_all_its_fields() {
        for value in each() {
            let decision: casework::decision::Decision = serde_json::from_value(value.clone()).unwrap();
            serde_json::from_value::<Decision>(serde_json::to_value(decision).unwrap())
                .unwrap_or_else(|error| panic!("{value}: {error}"));
        }
    }
}
