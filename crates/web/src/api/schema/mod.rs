//! What comes in, as the OpenAPI document describes it (接口文档). casework knows nothing of OpenAPI, so its types are mirrored
//! here; every example is read as the mirror and as the type itself, and the words are compared, so that they stay the same.

mod applying;
mod command;
mod decision;
mod words;

pub(crate) use self::applying::Applying;
pub(crate) use self::command::{Command, examples};
pub(crate) use self::decision::Decision;
pub(crate) use self::words::*;
