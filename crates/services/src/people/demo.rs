//! The people of the demonstration (演示人员): one for each role, all invented, with one passphrase that the sign-in page shows.

use jiff::Timestamp;
use store::Store;
use store::people::{self, Department, NewAccount, Role};

use super::audit::entry;
use super::{Error, Happened, Seed, password};

/// The passphrase of everybody in the demonstration.
pub const PASSPHRASE: &str = "yunzhou-yanshi-2026";

/// The authority for which they work.
pub const ORGAN: &str = "yunzhou-wjw";

/// Somebody of the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// What is typed to sign in; the account's id as well.
    pub name: &'static str,
    /// 姓名.
    pub person: &'static str,
    /// The only role.
    pub role: Role,
    /// The department, for those who have one.
    department: Option<&'static str>,
}

/// Ids and names of the departments.
const DEPARTMENTS: [(&str, &str); 5] =
    [("bgs", "办公室"), ("gh", "规划信息科"), ("jc", "基层卫生科"), ("cw", "财务科"), ("yz", "医政科")];

/// Everybody of the demonstration.
pub const MEMBERS: [Member; 8] = [
    member("chensiyuan", "陈思远", Role::Clerk, Some("bgs")),
    member("hemin", "何敏", Role::Handler, Some("gh")),
    member("zhouzheng", "周正", Role::SecrecyReviewer, Some("bgs")),
    member("linjing", "林静", Role::OfficeHead, Some("bgs")),
    member("gaoyuan", "高远", Role::Leader, None),
    member("shilei", "石磊", Role::SystemAdmin, None),
    member("anran", "安然", Role::SecurityAdmin, None),
    member("shenqing", "沈清", Role::AuditAdmin, None),
];

const fn member(
    name: &'static str,
    person: &'static str,
    role: Role,
    department: Option<&'static str>,
) -> Member {
    Member { name, person, role, department }
}

/// Lays the people of the demonstration into a store that nobody else uses. Nothing about them is secret or random.
///
/// # Errors
/// When the database fails.
pub async fn lay_in(store: &Store, at: Timestamp) -> Result<(), Error> {
    let written = entry(at, "", &Happened::Started)?;
    for (rank, (id, name)) in DEPARTMENTS.iter().enumerate() {
        let (organ, id, name) = (ORGAN.to_owned(), (*id).to_owned(), (*name).to_owned());
        let department = Department { organ, id, name, rank: rank as i64, active: true };
        people::put_department(store, &department, &written).await?;
    }
    let hash = password::hash(PASSPHRASE, "演示", "演示", &Seed::new([0; 32])).await?;
    for Member { name, person, role, department } in MEMBERS {
        let organ = if role.is_administrator() { "" } else { ORGAN };
        let new =
            NewAccount { id: name.into(), name: name.into(), person: person.into(), organ: organ.into() };
        people::add_account(store, &new, &written).await?;
        people::set_password(store, name, &hash, &written).await?;
        let any = |_: &people::Standing| Ok::<(), Error>(());
        people::change_roles(store, (organ, name), &[role], &written, any).await??;
        let departments: Vec<String> = department.into_iter().map(str::to_owned).collect();
        people::set_departments(store, (organ, name), &departments, &written).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_one_person() {
        assert_eq!(MEMBERS.map(|member| member.role), Role::ALL);
    }

    #[tokio::test]
    async fn everybody_can_sign_in() {
        let store = Store::in_memory().await.unwrap();
        lay_in(&store, Timestamp::UNIX_EPOCH).await.unwrap();
        for (at, member) in MEMBERS.iter().enumerate() {
            let seed = Seed::new([at as u8; 32]);
            let credentials = (member.name, PASSPHRASE);
            let signed_in =
                super::super::sign_in(&store, &Default::default(), credentials, Timestamp::UNIX_EPOCH, &seed)
                    .await;
            assert!(signed_in.is_ok(), "{}", member.name);
        }
    }
}
