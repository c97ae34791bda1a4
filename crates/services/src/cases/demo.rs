//! Invented cases for the demonstration (演示案件): a year and more of them, by the rules, of people who do not exist.

use casework::Case;
use casework::applicant::{ApplicantClass, Identity};
use casework::id::CaseId;
use casework::invent::{End, Invented, Plan, Staff, Waiting, invent};
use casework::letter::NumberSeries;
use casework::seal::keyed_hash;
use jiff::civil::Date;
use law::outcome::Outcome;
use law::receipt::Channel;
use law::remedy::{Course, Ruling};
use store::cases::{Append, Change, Entry, Series, append, next_number};
use store::people::Role;
use store::vault::CaseKey;

use super::{CASES, Cases, Failure, Moment, NewStamp, OfficeSettings, Result};

/// The working days in which open cases came.
const RECENT: usize = 24;

/// Cases that are written together.
const TOGETHER: usize = 200;

const SURNAMES: [&str; 12] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"];
const GIVEN: [&str; 10] = ["秀兰", "建国", "晓东", "丽华", "志强", "敏", "海燕", "文博", "雪梅", "一鸣"];
const FIRMS: [&str; 5] = [
    "云州望江医药有限公司",
    "云州大学公共卫生学院",
    "云州绿水志愿服务中心",
    "北京明石律师事务所",
    "云州市物业行业协会",
];
const REQUESTS: [&str; 12] = [
    "2025年度全市村卫生室建设补助资金的分配依据和受补助单位名单",
    "江湾花园小区二次供水卫生许可的申请材料",
    "2023年至2025年医疗废物集中处置费用收支明细",
    "某口腔门诊部行政处罚决定书和现场检查笔录",
    "市中心医院新院区设备采购合同及验收报告",
    "家庭医生签约服务经费的拨付情况",
    "职业病诊断机构备案信息和历年变更情况",
    "2024年以来免疫规划疫苗采购入库数量",
    "公立医院薪酬制度改革实施方案的讨论记录",
    "本人在某医院投诉的处理情况",
    "医师多点执业备案人数（按科室统计）",
    "生活饮用水水龙头水质监测结果",
];

/// How often each outcome comes, in the order of table three; the rest is granted.
const OUTCOMES: [(Outcome, u32); 16] = [
    (Outcome::G1, 14),
    (Outcome::P1, 12),
    (Outcome::D4, 4),
    (Outcome::D5, 2),
    (Outcome::D6, 3),
    (Outcome::D7, 3),
    (Outcome::D8, 2),
    (Outcome::U1a, 14),
    (Outcome::U1b, 8),
    (Outcome::U2, 7),
    (Outcome::U3, 2),
    (Outcome::X1, 5),
    (Outcome::X2, 2),
    (Outcome::X4, 1),
    (Outcome::O1, 3),
    (Outcome::O3, 3),
];

/// Where applicants live.
const STREETS: [&str; 5] =
    ["云东区人民路", "云东区文澜路", "云西区望江大道", "云西区桂花街", "清溪县城关镇建设路"];

/// What open cases wait for.
const WAITING: [Waiting; 8] = [
    Waiting::Nothing,
    Waiting::Department,
    Waiting::Opinion,
    Waiting::Signature,
    Waiting::Correction,
    Waiting::Review,
    Waiting::Confirmation,
    Waiting::Delivery,
];

/// Where the answers of cases are contested, one after the other, and how that ends.
const CONTESTED: [&[(Course, Ruling)]; 23] = {
    let mut all: [&[(Course, Ruling)]; 23] = [&[]; 23];
    all[3] = &[(Course::Review, Ruling::Upheld)];
    all[8] = &[(Course::LitigationDirect, Ruling::ClaimDismissed)];
    all[12] = &[(Course::Review, Ruling::Upheld), (Course::LitigationAfterReview, Ruling::ClaimDismissed)];
    all[17] = &[(Course::Review, Ruling::Revoked)];
    all[21] = &[(Course::Review, Ruling::Withdrawn)];
    all
};

/// The people of the demonstration who handle them.
const STAFF: Staff = Staff {
    clerk: "chensiyuan",
    handler: "hemin",
    secrecy: "zhouzheng",
    head: "linjing",
    leader: "gaoyuan",
    department: "gh",
};

/// Numbers that look thrown and are the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        // An ordinary linear congruence; nothing secret depends on it.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }

    fn outcome(&mut self) -> Outcome {
        let mut left = u32::try_from(self.throw(100)).unwrap_or_default();
        for (outcome, share) in OUTCOMES {
            if left < share {
                return outcome;
            }
            left -= share;
        }
        Outcome::G2
    }
}

impl Cases {
    /// Fills the store with invented cases whose receipt is spread over the time from a day to today. `told` hears how many
    /// are written.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn invent(&self, count: usize, from: Date, today: Date, told: impl Fn(usize)) -> Result<()> {
        let mut dice = Dice(1);
        let days = self.calendar.working_days_between(from, today).max(1);
        let mut done = 0;
        while done < count {
            let together = TOGETHER.min(count - done);
            let receipts = (done..done + together).map(|nth| {
                let after = spread(nth, count, usize::try_from(days).unwrap_or(1));
                self.calendar.nth_working_day_after(from, u16::try_from(after).unwrap_or(u16::MAX))
            });
            let receipts: Vec<Date> = receipts.collect();
            self.invent_together(&receipts, done, today, &mut dice).await?;
            done += together;
            told(done);
        }
        Ok(())
    }

    /// Gives the office of the demonstration a stamp, which says that it is none.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn invent_stamp(&self, moment: Moment) -> Result<()> {
        let stamp = NewStamp {
            name: "政府信息公开专用章".to_owned(),
            width: 42,
            roles: vec![Role::Clerk],
            image: include_bytes!("../../../../demo/stamp.png").to_vec(),
        };
        self.add_stamp(stamp, &STAFF.head.into(), moment).await
    }

    async fn invent_together(
        &self,
        receipts: &[Date],
        first: usize,
        today: Date,
        dice: &mut Dice,
    ) -> Result<()> {
        let organ = self.organ().to_owned();
        let ids: Vec<(String, CaseId)> =
            (0..receipts.len()).map(|nth| (organ.clone(), id(first + nth))).collect();
        let keys = self.vault.create_all(&ids).await?;
        let mut numbers = Numbers::default();
        let mut appends = Vec::new();
        for ((received, (_, case)), key) in receipts.iter().zip(ids).zip(&keys) {
            let number = numbers.take(self, CASES, received.year()).await?;
            let letter = numbers.peek(self, NumberSeries::Answers.key(), received.year()).await?;
            let plan = self.plan(*received, number, letter, today, dice, key);
            let Ok(invented) = invent(&plan, &self.calendar) else { continue };
            let signed = invented.events.iter().any(|one| one.event.name() == "签发");
            if signed {
                numbers.take(self, NumberSeries::Answers.key(), received.year()).await?;
            }
            let letter = signed.then_some(letter);
            appends.extend(self.appends(&case, invented, (number, letter, received.year()), today, key)?);
        }
        for outcome in append(&self.store, &appends).await {
            outcome.map_err(Failure::Store)?;
        }
        Ok(())
    }

    fn plan(
        &self,
        received: Date,
        number: i64,
        letter: i64,
        today: Date,
        dice: &mut Dice,
        key: &CaseKey,
    ) -> Plan<'_> {
        let place = usize::try_from(number).unwrap_or_default();
        let natural = dice.throw(10) < 8;
        let class = if natural {
            ApplicantClass::NaturalPerson
        } else {
            ApplicantClass::ALL[1 + dice.throw(ApplicantClass::ALL.len() - 1)]
        };
        let name = if natural {
            format!("{}{}", SURNAMES[dice.throw(SURNAMES.len())], GIVEN[dice.throw(GIVEN.len())])
        } else {
            FIRMS[(class as usize - 1).min(FIRMS.len() - 1)].to_owned()
        };
        let identity = Identity {
            phone: format!("1380000{:04}", dice.throw(10_000)),
            document: if natural { "居民身份证" } else { "统一社会信用代码" }.to_owned(),
            document_number: format!("0000{:014}", dice.throw(1_000_000)),
            name,
            address: format!("云州市{}{}号", STREETS[place % STREETS.len()], 1 + place % 97),
            postcode: format!("1000{:02}", place % 90),
            ..Identity::default()
        };
        // What came in the last weeks is mostly still open, and something is overdue.
        let age = usize::try_from(self.calendar.working_days_between(received, today)).unwrap_or(usize::MAX);
        let open = (age < 21 && dice.throw(21) >= age / 2) || (21..24).contains(&age);
        let end = match open {
            true => End::Open(WAITING[dice.throw(WAITING.len())]),
            false => match dice.outcome() {
                // Of those that come to nothing some are withdrawn.
                Outcome::O3 if number % 2 == 1 => End::Withdrawn,
                outcome => End::With(outcome),
            },
        };
        let channels =
            [Channel::Web, Channel::Web, Channel::Web, Channel::SignedPost, Channel::Counter, Channel::Email];
        Plan {
            number: OfficeSettings::case_number(received.year(), number),
            letter: self
                .settings
                .letters
                .number(NumberSeries::Answers, received.year(), letter)
                .unwrap_or_default(),
            identity,
            class,
            channel: channels[dice.throw(channels.len())],
            received,
            request: REQUESTS[dice.throw(REQUESTS.len())],
            end,
            contested: CONTESTED[place % CONTESTED.len()],
            office: STAFF,
            letters: Some(&self.settings.letters),
            pace: 2 + u16::try_from(dice.throw(17)).unwrap_or_default(),
            today,
            key: key.names(),
            person_key: self.vault.person_key(self.organ()),
        }
    }

    /// The registration, and then everything else.
    fn appends(
        &self,
        case: &CaseId,
        invented: Invented,
        (number, letter, year): (i64, Option<i64>, i16),
        today: Date,
        key: &CaseKey,
    ) -> Result<Vec<Append>> {
        let summary = |events: &[_]| Case::replay(events).map(|case| case.summary(today, &self.calendar));
        let texts = key.seal(invented.texts)?;
        let mut events = invented.events;
        let rest = events.split_off(1);
        let (Some(first), all) = (summary(&events), [events.clone(), rest.clone()].concat()) else {
            return Ok(Vec::new());
        };
        let series = |kind: &str| Series { kind: kind.to_owned(), year };
        let make = |expected, change| Append {
            organ: self.organ().to_owned(),
            case: case.clone(),
            expected,
            key: None,
            change,
            along: Vec::new(),
        };
        let entry = |events, summary, texts| Entry { events, summary, texts, jobs: Vec::new() };
        let mut appends = vec![make(0, Change::Numbered(series(CASES), number, entry(events, first, texts)))];
        if let (false, Some(last)) = (rest.is_empty(), summary(&all)) {
            let entry = entry(rest, last, Vec::new());
            let change = match letter {
                Some(letter) => Change::Numbered(series(NumberSeries::Answers.key()), letter, entry),
                None => Change::Entry(entry),
            };
            appends.push(make(1, change));
        }
        Ok(appends)
    }
}

/// After how many working days the nth of so many cases comes: most spread over all the time, the last quarter over its last
/// weeks, so that there is something to do.
fn spread(nth: usize, count: usize, days: usize) -> usize {
    let early = count - count / 4;
    let recent = days.min(RECENT);
    if nth < early {
        nth * days.saturating_sub(recent) / early.max(1)
    } else {
        days - recent + (nth - early) * recent / (count - early).max(1)
    }
}

/// An id that is the same every time.
fn id(nth: usize) -> CaseId {
    CaseId::from(keyed_hash(&[0; 32], &format!("demonstration {nth}"))[..32].to_owned())
}

/// The next number of each series, as a batch takes them.
#[derive(Default)]
struct Numbers(std::collections::BTreeMap<(&'static str, i16), i64>);

impl Numbers {
    async fn peek(&mut self, cases: &Cases, kind: &'static str, year: i16) -> Result<i64> {
        if let Some(next) = self.0.get(&(kind, year)) {
            return Ok(*next);
        }
        let series = Series { kind: kind.to_owned(), year };
        let next = next_number(&cases.store, cases.organ(), &series).await?;
        self.0.insert((kind, year), next);
        Ok(next)
    }

    async fn take(&mut self, cases: &Cases, kind: &'static str, year: i16) -> Result<i64> {
        let next = self.peek(cases, kind, year).await?;
        self.0.insert((kind, year), next + 1);
        Ok(next)
    }
}

/// The office of the demonstration.
pub fn office() -> OfficeSettings {
    let text = |text: &str| text.to_owned();
    OfficeSettings {
        organ: text(crate::people::demo::ORGAN),
        letters: casework::letter::Office {
            organ: text("云州市卫生健康委员会"),
            code: text("云卫公开答"),
            notice_code: text("云卫公开告"),
            reconsideration: text("云州市人民政府"),
            reconsideration_online: String::new(),
            court: text("云州市云东区人民法院"),
            contact: text("云州市卫生健康委员会办公室，电话 0000-1234567"),
            payment: text(
                "请持本通知到云州市政务服务中心二楼缴费窗口缴纳，或者按财政票据上的二维码在线缴纳。",
            ),
            address: text("云州市文澜路18号"),
            postcode: text("000000"),
        },
        ..OfficeSettings::default()
    }
}

/// The day from which invented cases are spread: all of last year has some, so that there is a year to report on.
pub fn beginning(today: Date) -> Date {
    Date::new(today.year() - 1, 1, 1).unwrap_or(today)
}
