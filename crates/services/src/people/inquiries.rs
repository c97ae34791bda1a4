//! Inquiries by telephone (电话咨询登记): a year's report says how many there were and what about.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::Store;
use store::people::{self, Inquiry};

use super::{Error, Officer, Seed};

/// Letters of the longest note.
const LONGEST: usize = 2000;

/// What somebody asks about on the telephone (咨询事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// 公开指南和申请方法.
    Guide,
    /// 申请的办理进度.
    Progress,
    /// 不予公开的答复.
    Refusal,
    /// 主动公开的内容.
    Published,
    /// 其他.
    Other,
}

impl Topic {
    /// All of them, in the order of lists.
    pub const ALL: [Topic; 5] =
        [Topic::Guide, Topic::Progress, Topic::Refusal, Topic::Published, Topic::Other];

    /// Its key in forms and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Topic::Guide => "guide",
            Topic::Progress => "progress",
            Topic::Refusal => "refusal",
            Topic::Published => "published",
            Topic::Other => "other",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Guide => "公开指南和申请方法",
            Topic::Progress => "申请的办理进度",
            Topic::Refusal => "不予公开的答复",
            Topic::Published => "主动公开的内容",
            Topic::Other => "其他",
        }
    }

    /// The topic of a key.
    pub fn of(key: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.key() == key)
    }
}

/// Writes an inquiry down for the officer's authority.
///
/// # Errors
/// A day that has not come yet, no note or one that is too long, or the database fails.
pub async fn note_inquiry(
    store: &Store,
    officer: &Officer,
    (day, topic, words): (Date, Topic, &str),
    (now, today): (Timestamp, Date),
    seed: &Seed,
) -> Result<(), Error> {
    let words = words.trim();
    if day > today {
        return Err(Error::Missing("今天或以前的日期，来电日期不能在今天之后"));
    }
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Error::Missing("咨询内容，最多2000字"));
    }
    let inquiry = Inquiry {
        organ: officer.organ.clone(),
        id: seed.id("inquiry"),
        day,
        topic: topic.key().to_owned(),
        words: words.to_owned(),
        account: officer.id.clone(),
        at: now,
    };
    Ok(people::put_inquiry(store, &inquiry).await?)
}

/// How many inquiries an authority had in a year, about each topic.
///
/// # Errors
/// When the database fails.
pub async fn inquiries_of_year(store: &Store, organ: &str, year: i16) -> Result<Vec<(Topic, i64)>, Error> {
    let counts = people::inquiry_counts(store, organ, date(year, 1, 1), date(year, 12, 31)).await?;
    let count =
        |topic: Topic| counts.iter().find(|(key, _)| key == topic.key()).map_or(0, |(_, count)| *count);
    Ok(Topic::ALL.map(|topic| (topic, count(topic))).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn calls_are_counted_by_year_and_topic_and_never_lie_ahead() {
        let store = Store::in_memory().await.unwrap();
        let officer = Officer { id: "chen".into(), organ: "wjw".into(), ..Officer::default() };
        let today = (Timestamp::UNIX_EPOCH, date(2026, 3, 30));
        for (seed, day, topic, words, is_kept, why) in [
            (1, date(2026, 3, 30), Topic::Refusal, "问为什么不公开", true, "today"),
            (2, date(2026, 1, 1), Topic::Refusal, "再问", true, "the first day of the year"),
            (3, date(2025, 12, 31), Topic::Guide, "怎样申请", true, "last year"),
            (4, date(2026, 3, 31), Topic::Guide, "怎样申请", false, "tomorrow"),
            (5, date(2026, 3, 30), Topic::Guide, "  ", false, "nothing said"),
            (1, date(2026, 3, 30), Topic::Refusal, "问为什么不公开", true, "the same form again"),
        ] {
            let seed = Seed::new([seed; 32]);
            let noted = note_inquiry(&store, &officer, (day, topic, words), today, &seed).await;
            assert_eq!(noted.is_ok(), is_kept, "{why}");
        }
        let counts = inquiries_of_year(&store, "wjw", 2026).await.unwrap();
        assert!(counts.contains(&(Topic::Refusal, 2)) && counts.contains(&(Topic::Guide, 0)), "{counts:?}");
        assert_eq!(
            inquiries_of_year(&store, "jyj", 2026).await.unwrap().iter().map(|row| row.1).sum::<i64>(),
            0
        );
    }
}
