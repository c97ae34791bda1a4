//! What is written down about people (审计): the one way into the audit of the installation.

use jiff::Timestamp;
use serde::Serialize;
use store::Store;

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
}

impl Happened {
    pub(super) fn roles(account: &str, roles: &[Role]) -> Happened {
        let roles = roles.iter().map(|role| role.key()).collect();
        Happened::RolesGiven { account: account.to_owned(), roles }
    }
}

/// Writes something down: who did it (an account's id; empty for the program), when, and what.
///
/// # Errors
/// When it cannot be written.
pub async fn audit(_store: &Store, at: Timestamp, actor: &str, happened: &Happened) -> Result<(), Error> {
    let event = serde_json::to_string(happened).map_err(|_| Error::Failed)?;
    tracing::info!(target: "gongkai::audit", %at, %actor, %event);
    Ok(())
}
