//! What somebody may do (角色).

use std::fmt;
use std::str::FromStr;

/// A role (角色). The first five do the work of an authority; the last three run the installation and see no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 经办人员: registers applications, corresponds, drafts answers.
    Clerk,
    /// 承办科室人员: gives the part of a department.
    Handler,
    /// 保密审查员: looks for secrets before anything is given out.
    SecrecyReviewer,
    /// 工作机构负责人: reviews drafts, agrees to extensions, hands out work.
    OfficeHead,
    /// 分管领导: signs answers.
    Leader,
    /// 系统管理员: makes accounts and departments, without any right.
    SystemAdmin,
    /// 安全管理员: grants roles, stops accounts, unlocks them.
    SecurityAdmin,
    /// 审计管理员: reads the audit, and is watched by nobody.
    AuditAdmin,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 8] = [
        Role::Clerk,
        Role::Handler,
        Role::SecrecyReviewer,
        Role::OfficeHead,
        Role::Leader,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];

    /// The roles that do the work of an authority (业务角色).
    pub const BUSINESS: [Role; 5] =
        [Role::Clerk, Role::Handler, Role::SecrecyReviewer, Role::OfficeHead, Role::Leader];

    /// The three administrators (三员).
    pub const ADMINISTRATORS: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];

    /// Whether it runs the installation and does no business work.
    pub fn is_administrator(self) -> bool {
        Role::ADMINISTRATORS.contains(&self)
    }

    /// Its key in the database, in forms and in `access.txt`.
    pub fn key(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Handler => "handler",
            Role::SecrecyReviewer => "secrecy_reviewer",
            Role::OfficeHead => "office_head",
            Role::Leader => "leader",
            Role::SystemAdmin => "system_admin",
            Role::SecurityAdmin => "security_admin",
            Role::AuditAdmin => "audit_admin",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Role::Clerk => "经办人员",
            Role::Handler => "承办科室人员",
            Role::SecrecyReviewer => "保密审查员",
            Role::OfficeHead => "工作机构负责人",
            Role::Leader => "分管领导",
            Role::SystemAdmin => "系统管理员",
            Role::SecurityAdmin => "安全管理员",
            Role::AuditAdmin => "审计管理员",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that is the key of no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有“{0}”这个角色")]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(key: &str) -> Result<Role, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.key() == key).ok_or_else(|| UnknownRole(key.to_owned()))
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownRole;

    fn try_from(key: String) -> Result<Role, UnknownRole> {
        key.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_by_its_key() {
        for role in Role::ALL {
            assert_eq!(role.key().parse(), Ok(role));
            assert_ne!(role.is_administrator(), Role::BUSINESS.contains(&role), "{role}");
        }
        assert!("root".parse::<Role>().is_err());
    }
}
