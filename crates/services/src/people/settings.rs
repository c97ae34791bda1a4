//! What an office sets about sessions and tries (登录与会话的设置).

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How long sessions last and how many tries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Minutes without a request after which a session ends (闲置时间).
    pub idle_minutes: u32,
    /// Hours after which a session ends whatever happens.
    pub session_hours: u32,
    /// Failed sign-ins after which a name must wait (失败次数).
    pub lock_after: u32,
    /// Minutes of the first wait; each further failure doubles it, up to a day (锁定时间).
    pub lock_minutes: u32,
    /// Hours for which a one-time link is good (一次性链接的有效时间).
    pub link_hours: u32,
    /// Whether everybody must have a second factor; who has none sets one up after signing in (动态口令).
    pub second_factor: bool,
    /// Sign-ins from one address in an hour, under whatever name; a whole office may share one.
    pub sign_ins_per_hour: u32,
    /// Public submissions from one address in an hour.
    pub submissions_per_hour: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            idle_minutes: 30,
            session_hours: 12,
            lock_after: 5,
            lock_minutes: 1,
            link_hours: 24,
            second_factor: false,
            sign_ins_per_hour: 200,
            submissions_per_hour: 20,
        }
    }
}

impl Settings {
    pub(super) fn idle(&self) -> SignedDuration {
        SignedDuration::from_mins(self.idle_minutes.into())
    }

    pub(super) fn session(&self) -> SignedDuration {
        SignedDuration::from_hours(self.session_hours.into())
    }

    pub(super) fn link(&self) -> SignedDuration {
        SignedDuration::from_hours(self.link_hours.into())
    }
}
