//! What is written down about people in the audit of the installation (审计).

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use store::Store;
use store::audit::Entry;

use super::{Error, Role};

/// Something that happened to accounts and sessions. Never a password, a token, or what somebody typed wrongly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happened {
    /// 初次启用: the first two administrators were made.
    Started,
    /// 登录.
    SignedIn,
    /// 登录失败, of an account that exists.
    SignInFailed,
    /// 退出.
    SignedOut,
    /// 修改口令.
    PasswordChanged,
    /// 修改提醒邮箱.
    EmailChanged,
    /// 启用动态口令.
    SecondFactorSet,
    /// 取消动态口令.
    SecondFactorTaken {
        /// Whose.
        account: String,
    },
    /// 用一次性链接设定口令.
    PasswordChosen,
    /// 发出一次性链接.
    LinkMade {
        /// For whom.
        account: String,
    },
    /// 新建账号.
    AccountAdded {
        /// Its id.
        account: String,
        /// Its name.
        name: String,
        /// For which authority; empty for an administrator.
        organ: String,
    },
    /// 授权: the roles that an account has from now on.
    RolesGiven {
        /// Whose.
        account: String,
        /// Their keys.
        roles: Vec<&'static str>,
    },
    /// 停用.
    Stopped {
        /// Whose account.
        account: String,
    },
    /// 恢复使用.
    LetIn {
        /// Whose account.
        account: String,
    },
    /// 解除锁定.
    Unlocked {
        /// Whose account.
        account: String,
    },
    /// 科室增改.
    DepartmentChanged {
        /// The authority.
        organ: String,
        /// The department.
        department: String,
        /// What it is called from now on.
        name: String,
        /// Whether it exists.
        active: bool,
    },
    /// 科室成员调整: the departments to which an account belongs from now on.
    DepartmentsJoined {
        /// Whose.
        account: String,
        /// Their ids.
        departments: Vec<String>,
    },
    /// 发出接口令牌.
    TokenMade {
        /// Its id.
        token: String,
        /// In whose name it acts.
        account: String,
        /// The authority.
        organ: String,
        /// Keys of what it may be used for.
        scopes: Vec<&'static str>,
    },
    /// 撤销接口令牌.
    TokenRevoked {
        /// Its id.
        token: String,
    },
}

impl Happened {
    pub(super) fn roles(account: &str, roles: &[Role]) -> Happened {
        let roles = roles.iter().map(|role| role.key()).collect();
        Happened::RolesGiven { account: account.to_owned(), roles }
    }
}

/// What happened, by the kind under which it was written down (审计事项); none for what this program does not write.
pub fn words(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "started" => "初次启用",
        "signed_in" => "登录",
        "sign_in_failed" => "登录失败",
        "signed_out" => "退出",
        "password_changed" => "修改口令",
        "password_chosen" => "用一次性链接设定口令",
        "email_changed" => "修改提醒邮箱",
        "second_factor_set" => "启用动态口令",
        "second_factor_taken" => "取消动态口令",
        "link_made" => "发出一次性链接",
        "account_added" => "新建账号",
        "roles_given" => "授权",
        "stopped" => "停用账号",
        "let_in" => "恢复使用账号",
        "unlocked" => "解除锁定",
        "department_changed" => "科室增改",
        "departments_joined" => "调整科室成员",
        "token_made" => "发出接口令牌",
        "token_revoked" => "撤销接口令牌",
        "identity_unmasked" => "查看完整身份",
        "year_locked" => "锁定年度统计",
        "year_unlocked" => "解除年度锁定",
        "sub_reason_changed" => "细分情形增改",
        "letter_template_changed" => "修改文书模板",
        "annual_paper_saved" => "保存年度报告底稿",
        "annual_step" => "年度报告流程",
        "stamp_added" => "增加印章",
        "stamp_withdrawn" => "停用印章",
        _ => return None,
    })
}

/// What is written down: who did it (an account's id; empty for the program), when, and what.
pub(super) fn entry(at: Timestamp, actor: &str, happened: &Happened) -> Result<Entry, Error> {
    let Ok(Value::Object(mut detail)) = serde_json::to_value(happened) else { return Err(Error::Failed) };
    let kind = detail.shift_remove("event");
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let organ = detail.get("organ").and_then(Value::as_str).unwrap_or_default().to_owned();
    let detail = Value::Object(detail).to_string();
    Ok(Entry { at: at.as_millisecond(), actor: actor.to_owned(), organ, kind, detail })
}

/// Writes down what changes nothing in the database.
pub(super) async fn audit(
    store: &Store,
    at: Timestamp,
    actor: &str,
    happened: &Happened,
) -> Result<(), Error> {
    store::audit::append(store, &entry(at, actor, happened)?).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_by_its_kind_and_to_whom() {
        let happened = Happened::roles("chen", &[Role::Clerk]);
        let entry = entry(Timestamp::UNIX_EPOCH, "an", &happened).unwrap();
        assert_eq!((entry.kind.as_str(), entry.actor.as_str()), ("roles_given", "an"));
        assert_eq!(entry.detail, r#"{"account":"chen","roles":["clerk"]}"#);
    }
}
