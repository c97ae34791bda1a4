//! Why something about people was not done, in one sentence for whoever asked.

use super::{Weakness, rules};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Name or password is wrong, or the account may not be used: nobody learns which.
    #[error("登录名或口令不对，请重新输入；忘记口令请找安全管理员重发链接")]
    Wrong,
    /// Too many failures.
    #[error("输错次数太多，请在{minutes}分钟后再试；急用请找安全管理员解锁")]
    Locked {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The password that is there already was given wrongly.
    #[error("现在的口令不对，请重新输入")]
    WrongPassword,
    /// The code of the second factor is wrong or has been used.
    #[error("动态口令不对或已经用过，请输入手机上现在显示的6位数字")]
    WrongCode,
    /// The second factor is given before the password, or too late.
    #[error("登录已超过10分钟没有完成，请重新输入登录名和口令")]
    Halfway,
    /// A new password is too easy to guess, for all these reasons.
    #[error("口令太容易猜到：{}", join(.0))]
    Weak(Vec<Weakness>),
    /// The link has been used, is too old, or never was one.
    #[error("链接已经用过或者过期，请找发链接的人重发")]
    NoLink,
    /// Rules about people are against it, for all these reasons.
    #[error("{}", join(.0))]
    Refused(Vec<rules::Reason>),
    /// Another account has the name.
    #[error("登录名“{0}”已有人使用，请换一个")]
    NameTaken(String),
    /// Another department of the authority has the name.
    #[error("本机关已有“{0}”，请换一个名称")]
    DepartmentTaken(String),
    /// Two administrators of the first start who are one.
    #[error("系统管理员和安全管理员要是两个人，姓名和登录名都不能相同")]
    SamePerson,
    /// What cannot be the name of an account.
    #[error("登录名用2到40个字母、数字或 . - _ @，不能有空格")]
    BadName,
    /// A name is missing.
    #[error("请填写{0}")]
    Missing(&'static str),
    /// No such account, department or authority.
    #[error("没有找到这个{0}，可能已经改动，请返回列表重新选择")]
    Unknown(&'static str),
    /// The machine could not compute a hash.
    #[error("这次没有完成，请稍后再试")]
    Failed,
}

fn join<T: ToString>(reasons: &[T]) -> String {
    reasons.iter().map(T::to_string).collect::<Vec<_>>().join("；")
}
