//! What things are called: cases, people, departments, and text that is kept elsewhere.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> $name {
                $name(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// One application (案件).
    CaseId
    /// Somebody who works here (工作人员).
    OfficerId
    /// A department of the organ (科室).
    DepartmentId
    /// A person who applies, recognised by a keyed hash of name and identity document: nobody can be read from it
    /// (申请人标识).
    PersonId
    /// Text that is kept under the key of its case; the name is a keyed hash of it ([`Sealer`](crate::Sealer)).
    TextId
    /// A file that is kept under the key of its case; the name is the hash of what is stored (附件).
    FileId
    /// An image of a stamp; the name is its SHA-256 (印章).
    StampId
}

/// One consultation of a case, counted from 1 (征求意见序号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConsultationId(pub u16);

/// One task that a department has in a case, counted from 1 (会办任务序号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub u16);

/// One reconsideration or suit about a case, counted from 1 (复议、诉讼案件序号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProceedingId(pub u16);
