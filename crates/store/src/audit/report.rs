//! What checking the chains has found, in words.

use std::fmt;

use casework::id::CaseId;

/// What checking all chains came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many chains there are.
    pub chains: usize,
    /// How many links they have.
    pub links: i64,
    /// How many signed roots.
    pub roots: usize,
    /// The first break of each chain that is broken, and roots that are not what was signed.
    pub broken: Vec<Broken>,
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The authority; empty for the installation.
    pub organ: String,
    /// Place of the link; 0 for a root.
    pub position: i64,
    /// Case and version, where the link is there.
    pub event: Option<(CaseId, i32)>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// What stands there is not what was written down.
    Altered,
    /// The end of the chain that is kept is another one.
    OtherEnd,
    /// The signed root of a day names another link there.
    OtherThanSigned(String),
    /// The root of a day is not what was signed, or not with this key.
    BadRoot(String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.organ.as_str() {
            "" => f.write_str("系统审计链")?,
            organ => std::write!(f, "机关“{organ}”的审计链")?,
        }
        let position = self.position;
        match &self.fault {
            Fault::Missing => std::write!(f, "第{position}条缺失")?,
            Fault::Altered => std::write!(f, "第{position}条被改动")?,
            Fault::OtherEnd => std::write!(f, "第{position}条与链尾记录不一致")?,
            Fault::OtherThanSigned(day) => std::write!(f, "第{position}条与{day}的签名日根不一致")?,
            Fault::BadRoot(day) => std::write!(f, "：{day}的日根被改动，或者不是用这把密钥签的")?,
        }
        match &self.event {
            Some((case, version)) => std::write!(f, "（案件 {case} 的第{version}个事件）"),
            None => Ok(()),
        }
    }
}
