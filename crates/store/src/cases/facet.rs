//! By what lists find cases (筛选项).

use casework::id::{CaseId, DepartmentId, PersonId};
use casework::stage::Stage;
use casework::summary::Summary;

/// What all cases of a list have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet<'f> {
    /// Nothing: all open cases.
    All,
    /// Where they stand (办理环节); open cases only.
    Stage(Stage),
    /// Which department still owes something (承办科室); open cases only.
    Department(&'f DepartmentId),
    /// Their topic (主题标签).
    Tag(&'f str),
    /// Who applies (申请人).
    Person(&'f PersonId),
    /// A year in which a fee was asked for, paid or given back (信息处理费).
    Fee(i16),
    /// About which there was a reconsideration or a suit (复议、诉讼).
    Proceeding,
    /// The year in which its file was archived (归档).
    Archived(i16),
    /// A year in which one of its letters was stamped (用印).
    Stamped(i16),
}

impl Facet<'_> {
    /// Its stored form.
    pub(super) fn key(self) -> String {
        match self {
            Facet::All => String::new(),
            Facet::Stage(stage) => format!("stage:{}", stage_key(stage)),
            Facet::Department(department) => format!("department:{department}"),
            Facet::Tag(tag) => format!("tag:{tag}"),
            Facet::Person(person) => format!("person:{person}"),
            Facet::Fee(year) => format!("fee:{year}"),
            Facet::Proceeding => "proceeding".to_owned(),
            Facet::Archived(year) => format!("archived:{year}"),
            Facet::Stamped(year) => format!("stamped:{year}"),
        }
    }
}

/// The day of open cases that have none to keep.
pub(super) const NO_DAY: &str = "9999-12-31";

/// A row of `case_facet` without the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FacetRow {
    pub(super) facet: String,
    pub(super) is_open: bool,
    pub(super) day: String,
    pub(super) case: CaseId,
}

/// Under what a case is found.
pub(super) fn facets(case: &CaseId, summary: &Summary) -> Vec<FacetRow> {
    let is_open = summary.stage.is_open();
    let day = match is_open {
        true => summary.due.map_or_else(|| NO_DAY.to_owned(), |due| due.to_string()),
        false => summary.ended.map_or(summary.arrived, |ended| ended.on).to_string(),
    };
    let mut keys: Vec<String> = summary.tags.iter().map(|tag| Facet::Tag(tag).key()).collect();
    keys.extend(summary.persons.iter().map(|person| Facet::Person(person).key()));
    let fees = summary.fee.iter().flat_map(|fee| fee.years());
    keys.extend(fees.map(|year| Facet::Fee(year).key()));
    keys.extend(summary.archived.iter().map(|archived| Facet::Archived(archived.on.year()).key()));
    keys.extend(summary.stamps.iter().map(|one| Facet::Stamped(one.on.year()).key()));
    keys.extend((!summary.proceedings.is_empty()).then(|| Facet::Proceeding.key()));
    if is_open {
        keys.extend([Facet::All.key(), Facet::Stage(summary.stage).key()]);
        keys.extend(summary.owed.iter().map(|owed| Facet::Department(&owed.department).key()));
    }
    keys.sort();
    keys.dedup();
    keys.into_iter().map(|facet| FacetRow { facet, is_open, day: day.clone(), case: case.clone() }).collect()
}

/// The name of a stage where it is stored.
fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Unconfirmed => "unconfirmed",
        Stage::InHand => "in_hand",
        Stage::AwaitingCorrection => "awaiting_correction",
        Stage::ConsultingThirdParty => "consulting_third_party",
        Stage::ConsultingOrgans => "consulting_organs",
        Stage::AwaitingReasons => "awaiting_reasons",
        Stage::AwaitingFee => "awaiting_fee",
        Stage::InReview => "in_review",
        Stage::AwaitingSignature => "awaiting_signature",
        Stage::AwaitingDelivery => "awaiting_delivery",
        Stage::Answered => "answered",
        Stage::Lapsed => "lapsed",
        Stage::Withdrawn => "withdrawn",
        Stage::Archived => "archived",
    }
}
