//! Where reports are kept (存储).
