//! Applications for government information (政府信息公开申请): the statutory clock, what may happen to a case, and what
//! its history adds up to.
//!
//! Nothing here reads a file, a clock or a network. Deciding is pure: a state, a command and a day give events or all
//! the reasons against.

pub mod deadline;
