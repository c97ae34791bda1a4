//! What requests bring along (请求中的信息): who sends them, from where, and that a form is our own.

pub(crate) mod address;
pub(crate) mod client;
pub(crate) mod csrf;
pub(crate) mod filed;
pub(crate) mod officer;
pub(crate) mod session;
