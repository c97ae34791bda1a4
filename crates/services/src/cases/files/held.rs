//! The files of a case, from its events (案件附件).

use casework::decision::Decision;
use casework::event::Event;
use casework::id::{DepartmentId, FileId, TaskId, TextId};

use super::About;
use crate::cases::{Opened, Told};

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its address.
    pub id: FileId,
    /// What is known about it.
    pub about: About,
    /// How it came to the case.
    pub origin: Origin,
}

/// How a file came to a case (附件来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// With the application (申请材料).
    Application,
    /// With its correction (补正材料).
    Correction,
    /// From a department (科室反馈).
    Department(DepartmentId),
    /// Information that an answer which is not signed yet would give (拟提供的信息).
    Proposed,
    /// Information of an answer that is signed and has not reached the applicant (待送达的信息).
    Signed,
    /// Information that an answer has given (提供的信息).
    Given,
}

impl Origin {
    /// Whether the applicant has sent it.
    pub fn is_of_applicant(&self) -> bool {
        matches!(self, Origin::Application | Origin::Correction)
    }
}

/// The files of a case in the order in which they came: what the applicant has sent, and what the office has. Those whose key was destroyed are left out.
pub fn held(opened: &Opened, told: &Told) -> Vec<Held> {
    let mut found: Vec<Held> = Vec::new();
    let mut add = |files: &[FileId], origin: &Origin| {
        for id in files {
            // Information is often a file that a department has sent: it stands where it is given.
            found.retain(|one| one.id != *id || one.origin.is_of_applicant());
            // What an applicant has sent and an answer gives stands there as both.
            let is_of_applicant = origin.is_of_applicant();
            let is_new =
                found.iter().all(|one| one.id != *id || one.origin.is_of_applicant() != is_of_applicant);
            if let Some(about) = told.file(id).filter(|_| is_new) {
                found.push(Held { id: id.clone(), about, origin: origin.clone() });
            }
        }
    };
    for recorded in &opened.events {
        match &recorded.event {
            Event::Arrived(arrival) => add(&arrival.files, &Origin::Application),
            Event::CorrectionReceived { files, .. } => add(files, &Origin::Correction),
            Event::TaskDone { id, files, .. } => add(files, &Origin::Department(department(opened, *id))),
            _ => {}
        }
    }
    let case = &opened.case;
    if let Some(draft) = &case.draft {
        add(&given(told, &draft.decision), &Origin::Proposed);
    }
    if let Some(signed) = &case.signed {
        add(&given(told, &signed.decision), &Origin::Signed);
    }
    for answer in &case.answers {
        add(&given(told, &answer.signed.decision), &Origin::Given);
    }
    found
}

fn given(told: &Told, decision: &TextId) -> Vec<FileId> {
    let decision = told.read::<Decision>(decision);
    decision.as_ref().and_then(Decision::given).map(|given| given.files.clone()).unwrap_or_default()
}

fn department(opened: &Opened, id: TaskId) -> DepartmentId {
    let task = opened.case.tasks.iter().find(|task| task.id == id);
    task.map_or_else(|| DepartmentId::from(""), |task| task.to.clone())
}
