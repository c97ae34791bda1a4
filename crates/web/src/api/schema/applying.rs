//! An application, as the document describes it.

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{ApplicantClass, CaseKind, Channel, Form, Way};

/// 申请
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = example)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
pub(crate) struct Applying {
    kind: CaseKind,
    channel: Channel,
    /// 收件日期
    #[schema(format = Date)]
    on: String,
    class: ApplicantClass,
    /// 申请人；共同申请的按顺序写，第一个是收件人
    applicants: Vec<Identity>,
    /// 申请公开的政府信息，或者更正的请求，照申请书原文
    request: String,
    /// 附件的编号；登记时还没有附件，只能为空
    #[serde(default)]
    #[schema(max_items = 0)]
    files: Vec<String>,
    wanted: Wanted,
}

/// 申请人身份（第29条第2款）；缺少的内容以后请申请人补正
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Identity {
    /// 姓名或者名称，必填
    name: String,
    /// 证件类型，如居民身份证、统一社会信用代码
    document: String,
    /// 证件号码
    document_number: String,
    /// 联系人
    contact: String,
    /// 联系电话
    phone: String,
    /// 通信地址
    address: String,
    /// 邮政编码
    postcode: String,
    /// 电子邮箱
    email: String,
    /// 阅读、视听有困难的申请人需要的帮助（条例第43条）
    help: String,
}

/// 希望怎样提供
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document")]
struct Wanted {
    form: Form,
    way: Way,
}

/// An application of somebody who does not exist.
pub(crate) fn example() -> Value {
    json!({
        "kind": "access",
        "channel": "counter",
        "on": "2026-03-30",
        "class": "natural_person",
        "applicants": [{
            "name": "张三",
            "document": "居民身份证",
            "document_number": "000000000000000000",
            "phone": "13800000000"
        }],
        "request": "2025年度村卫生室建设补助资金的分配依据",
        "wanted": { "form": "electronic", "way": "online" }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_an_application() {
        serde_json::from_value::<Applying>(example()).unwrap();
        let applying: casework::decide::Applying = serde_json::from_value(example()).unwrap();
        // Every field of the type is in the document.
        serde_json::from_value::<Applying>(serde_json::to_value(applying).unwrap()).unwrap();
    }
}
