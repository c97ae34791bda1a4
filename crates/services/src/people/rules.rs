//! Who may have which roles, and who may take them away (三员分立等授权规则). Pure: everything that a rule looks at is an argument,
//! and all reasons are told at once.

use std::fmt;

use store::people::{Role, Standing};

use super::Officer;

/// Why a change of roles or of an account is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Two of the three administrators in one hand.
    TwoAdministrators(Role, Role),
    /// An administrator with business work.
    AdministratorAtWork(Role, Role),
    /// An administrator belongs to the installation, not to an authority.
    AdministratorOfOrgan(Role),
    /// Business work belongs to an authority.
    WorkWithoutOrgan(Role),
    /// Nobody decides about himself.
    Oneself,
    /// Only the security administrator does this.
    OnlySecurity,
    /// Only another auditor may remove an auditor.
    OnlyAuditor,
    /// An auditor may do nothing about people but remove another auditor.
    AuditorOnlyRemoves,
    /// The last administrator of a kind.
    Last(Role),
    /// A program works for an authority.
    TokenWithoutOrgan,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::TwoAdministrators(one, other) => {
                write!(f, "{one}和{other}不能是同一个人，请另选一人")
            }
            Reason::AdministratorAtWork(administrator, work) => {
                write!(f, "{administrator}不能兼任{work}，管理员不办理业务")
            }
            Reason::AdministratorOfOrgan(role) => {
                write!(f, "{role}属于整个平台，请用不属于任何机关的账号")
            }
            Reason::WorkWithoutOrgan(role) => write!(f, "{role}要属于一个机关，这个账号不属于任何机关"),
            Reason::Oneself => f.write_str("不能改变自己的权限，请由另一名管理员操作"),
            Reason::OnlySecurity => f.write_str("这一步由安全管理员操作"),
            Reason::OnlyAuditor => f.write_str("审计管理员不受其他管理员管理，只能由另一名审计管理员解除"),
            Reason::AuditorOnlyRemoves => {
                f.write_str("审计管理员只能解除另一名审计管理员，其他权限由安全管理员管理")
            }
            Reason::TokenWithoutOrgan => {
                f.write_str("接口令牌以机关工作人员的名义使用，这个账号不属于任何机关，请另选一个")
            }
            Reason::Last(role) => write!(f, "这是最后一名{role}，请先授权另一人"),
        }
    }
}

/// Why one person may not have these roles together; `organ` is empty for an account of the installation.
pub fn together(organ: &str, roles: &[Role]) -> Vec<Reason> {
    let administrators: Vec<Role> = roles.iter().copied().filter(|role| role.is_administrator()).collect();
    let work: Vec<Role> = roles.iter().copied().filter(|role| !role.is_administrator()).collect();
    let mut reasons = Vec::new();
    for (at, one) in administrators.iter().enumerate() {
        reasons.extend(administrators[at + 1..].iter().map(|other| Reason::TwoAdministrators(*one, *other)));
        reasons.extend(work.iter().map(|work| Reason::AdministratorAtWork(*one, *work)));
    }
    match organ.is_empty() {
        true => reasons.extend(work.iter().map(|role| Reason::WorkWithoutOrgan(*role))),
        false => reasons.extend(administrators.iter().map(|role| Reason::AdministratorOfOrgan(*role))),
    }
    reasons
}

/// Whether somebody may give an account of an authority exactly these roles.
///
/// # Errors
/// All reasons against it.
pub fn may_give(
    standing: &Standing,
    (organ, account): (&str, &str),
    roles: &[Role],
    by: &Officer,
) -> Result<(), Vec<Reason>> {
    let has: Vec<Role> = standing.grants.iter().map(|grant| grant.role).collect();
    let lost: Vec<Role> = has.iter().copied().filter(|role| !roles.contains(role)).collect();
    let won = roles.iter().any(|role| !has.contains(role));
    let mut reasons = together(organ, roles);
    reasons.extend(about_others(account, &lost, won, by));
    reasons.extend(last(standing, account, &lost));
    all(reasons)
}

/// Whether somebody may stop an account.
///
/// # Errors
/// All reasons against it.
pub fn may_stop(standing: &Standing, account: &str, by: &Officer) -> Result<(), Vec<Reason>> {
    let has: Vec<Role> = standing.grants.iter().map(|grant| grant.role).collect();
    let mut reasons = about_others(account, &has, false, by);
    reasons.extend(last(standing, account, &has));
    all(reasons)
}

/// Whether somebody may let a stopped account in again, unlock it, or give it a new link.
///
/// # Errors
/// All reasons against it.
pub fn may_let_in(account: &str, by: &Officer) -> Result<(), Vec<Reason>> {
    all(about_others(account, &[], true, by))
}

/// Who may decide about others: the security administrator, except about auditors; these only another auditor removes.
fn about_others(account: &str, lost: &[Role], won: bool, by: &Officer) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if by.id == account {
        reasons.push(Reason::Oneself);
    }
    if by.has(Role::AuditAdmin) {
        if won || lost != [Role::AuditAdmin] {
            reasons.push(Reason::AuditorOnlyRemoves);
        }
    } else {
        if !by.has(Role::SecurityAdmin) {
            reasons.push(Reason::OnlySecurity);
        }
        if lost.contains(&Role::AuditAdmin) {
            reasons.push(Reason::OnlyAuditor);
        }
    }
    reasons
}

/// The administrators of whom none would be left.
fn last(standing: &Standing, account: &str, lost: &[Role]) -> Vec<Reason> {
    let others = |role: Role| {
        standing.administrators.iter().any(|grant| grant.role == role && grant.account != account)
    };
    let last = lost.iter().filter(|role| role.is_administrator() && !others(**role));
    last.map(|role| Reason::Last(*role)).collect()
}

fn all(reasons: Vec<Reason>) -> Result<(), Vec<Reason>> {
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}

#[cfg(test)]
mod tests {
    use store::people::Grant;

    use super::*;

    const AN: (&str, Role) = ("an", Role::SecurityAdmin);

    fn by((id, role): (&str, Role)) -> Officer {
        Officer { id: id.into(), roles: vec![role], ..Officer::default() }
    }

    fn grants(of: &[(&str, Role)]) -> Vec<Grant> {
        let grant = |(account, role): &(&str, Role)| Grant {
            organ: String::new(),
            account: (*account).into(),
            role: *role,
        };
        of.iter().map(grant).collect()
    }

    #[test]
    fn the_three_administrators_are_three_persons_without_business_work() {
        for (organ, roles, expected, why) in [
            ("wjw", &[Role::Clerk, Role::OfficeHead][..], vec![], "business roles go together"),
            ("", &[Role::SystemAdmin], vec![], "one administrator"),
            (
                "",
                &[Role::SystemAdmin, Role::SecurityAdmin],
                vec![Reason::TwoAdministrators(Role::SystemAdmin, Role::SecurityAdmin)],
                "two of the three",
            ),
            (
                "",
                &[Role::AuditAdmin, Role::Clerk],
                vec![
                    Reason::AdministratorAtWork(Role::AuditAdmin, Role::Clerk),
                    Reason::WorkWithoutOrgan(Role::Clerk),
                ],
                "an administrator at work",
            ),
            (
                "wjw",
                &[Role::SystemAdmin],
                vec![Reason::AdministratorOfOrgan(Role::SystemAdmin)],
                "an administrator of one authority",
            ),
        ] {
            assert_eq!(together(organ, roles), expected, "{why}");
        }
        let every_two = Role::ADMINISTRATORS.iter().flat_map(|one| {
            Role::ALL.iter().filter(move |other| *other != one).map(move |other| [*one, *other])
        });
        for two in every_two {
            assert!(!together("", &two).is_empty(), "{two:?}");
        }
    }

    #[test]
    fn roles_are_given_by_the_security_administrator_to_others() {
        let standing = Standing { grants: vec![], administrators: grants(&[AN]) };
        let give =
            |officer: &Officer, account: &str| may_give(&standing, ("wjw", account), &[Role::Clerk], officer);
        assert_eq!(give(&by(AN), "chen"), Ok(()));
        assert_eq!(give(&by(AN), "an"), Err(vec![Reason::Oneself]));
        assert_eq!(give(&by(("xi", Role::SystemAdmin)), "chen"), Err(vec![Reason::OnlySecurity]));
        assert_eq!(give(&by(("shen", Role::AuditAdmin)), "chen"), Err(vec![Reason::AuditorOnlyRemoves]));
        assert_eq!(give(&by(("he", Role::OfficeHead)), "chen"), Err(vec![Reason::OnlySecurity]));
    }

    #[test]
    fn the_last_administrator_of_a_kind_stays() {
        let alone = grants(&[("bao", Role::SecurityAdmin)]);
        let two = grants(&[("bao", Role::SecurityAdmin), AN]);
        let standing = |administrators: &[Grant]| Standing {
            grants: grants(&[("bao", Role::SecurityAdmin)]),
            administrators: administrators.to_vec(),
        };
        let last = Err(vec![Reason::Last(Role::SecurityAdmin)]);
        assert_eq!(may_give(&standing(&alone), ("", "bao"), &[], &by(AN)), last);
        assert_eq!(may_stop(&standing(&alone), "bao", &by(AN)), last);
        assert_eq!(may_give(&standing(&two), ("", "bao"), &[], &by(AN)), Ok(()));
        assert_eq!(may_stop(&standing(&two), "bao", &by(AN)), Ok(()));
    }

    #[test]
    fn an_auditor_is_removed_only_by_another_auditor() {
        let (shen, ji) = (("shen", Role::AuditAdmin), ("ji", Role::AuditAdmin));
        let standing = Standing { grants: grants(&[shen]), administrators: grants(&[shen, ji, AN]) };
        for (officer, expected, why) in [
            (AN, Err(vec![Reason::OnlyAuditor]), "not by the security administrator"),
            (
                ("xi", Role::SystemAdmin),
                Err(vec![Reason::OnlySecurity, Reason::OnlyAuditor]),
                "not by the system administrator",
            ),
            (shen, Err(vec![Reason::Oneself]), "not by himself"),
            (ji, Ok(()), "by another"),
        ] {
            assert_eq!(may_give(&standing, ("", "shen"), &[], &by(officer)), expected, "{why}");
            assert_eq!(may_stop(&standing, "shen", &by(officer)), expected, "{why}");
        }
    }
}
