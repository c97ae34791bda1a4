//! Applications for government information (政府信息公开申请): the statutory clock, what may happen to a case, and what
//! its history adds up to.
//!
//! Nothing here reads a file, a clock or a network. Deciding is pure: a state, a command and a day give an event or all
//! the reasons against it.

pub mod applicant;
pub mod case;
pub mod deadline;
pub mod decide;
pub mod decision;
pub mod event;
pub mod fee;
pub mod id;
pub mod invent;
pub mod ledger;
pub mod letter;
pub mod notice;
pub mod proceeding;
pub mod process;
pub mod reason;
pub mod repeat;
pub mod seal;
pub mod stage;
pub mod stamp;
pub mod statistics;
pub mod summary;

pub use case::Case;
pub use seal::Sealer;
pub use stage::Stage;
