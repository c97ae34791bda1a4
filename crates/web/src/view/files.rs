//! Files on pages (附件): the field that takes them, and the list from which they are taken.

use askama::Template;
use casework::id::{DepartmentId, FileId};
use readers::Kind;
use services::cases::Cases;
use services::cases::files::{Held, Origin};

use super::size;

/// The field of a form that takes files.
#[derive(Template)]
#[template(path = "shared/files_field.html")]
pub(crate) struct FilesField {
    label: &'static str,
    hint: String,
    accept: String,
    wrong: Vec<String>,
}

impl FilesField {
    /// The field with its label, what the files are for, and why those that came were not taken.
    pub(crate) fn new(cases: &Cases, label: &'static str, what: &str, wrong: Vec<String>) -> FilesField {
        let settings = cases.file_settings();
        let (count, megabytes) = (settings.count, settings.megabytes);
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let hint = format!(
            "{what}最多{count}个，每个不超过{megabytes} MB；{}。涉密文件不得提交。没有提交成功的，须重新选择文件。",
            names.join("、")
        );
        let endings = Kind::ALL.iter().flat_map(|kind| kind.extensions());
        let accept = endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",");
        FilesField { label, hint, accept, wrong }
    }
}

/// A file in a list.
pub(crate) struct FileRow {
    pub(crate) id: FileId,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) size: String,
    pub(crate) from: String,
}

impl FileRow {
    /// A file; `department` says how a department is called.
    pub(crate) fn of(held: &Held, department: impl Fn(&DepartmentId) -> String) -> FileRow {
        FileRow {
            id: held.id.clone(),
            name: held.about.name.clone(),
            kind: held.about.kind.name(),
            size: size(held.about.size.try_into().unwrap_or(i64::MAX)),
            from: match &held.origin {
                Origin::Application => "申请材料".to_owned(),
                Origin::Correction => "补正材料".to_owned(),
                Origin::Department(from) => format!("{}反馈", department(from)),
                Origin::Proposed => "拟提供的信息".to_owned(),
                Origin::Signed => "已签发、待送达的信息".to_owned(),
                Origin::Given => "提供的信息".to_owned(),
            },
        }
    }
}
