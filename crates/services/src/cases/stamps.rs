//! 印章: the images of an office's stamps, who may use them, and the register of their use. A stamp on a letter is an image of
//! ink; it is no electronic signature.

use std::io::Cursor;
use std::sync::Arc;

use casework::Case;
use casework::event::Actor;
use casework::id::{OfficerId, StampId, TextId};
use casework::letter::{Letter, LetterKind, builtin};
use casework::reason::{Reason, Refused};
use casework::stamp::StampUse;
use law::article::ogi2019;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::cases::{Listed, stamped_in};
use store::hexadecimal;
use store::people::{Role, colleagues};
use store::stamps::{Stamp, put_stamp, stamp_image, stamps, withdraw_stamp};
use typeset::letter::Sheet;

use super::named::Strange;
use super::{Cases, Moment, Result};

/// The largest image, in bytes, and the most dots of a side.
const LARGEST: usize = 1 << 20;
const SIDE: u32 = 3_000;

/// The fewest dots of a side: with fewer a stamp is no stamp on paper.
const LEAST: u32 = 300;

/// Diameters that stamps have, in millimetres: that of a department special stamp to that of the central government.
const WIDTHS: std::ops::RangeInclusive<u16> = 20..=60;

/// The longest name, in characters.
const NAME: usize = 40;

/// Cases of a year whose letters were stamped that are listed: no office has more.
const MOST: u32 = 20_000;

/// A stamp that is to be added.
#[derive(Debug, Clone)]
pub struct NewStamp {
    /// Its name.
    pub name: String,
    /// Its diameter on paper, in millimetres.
    pub width: u16,
    /// Who may use it.
    pub roles: Vec<Role>,
    /// PNG.
    pub image: Vec<u8>,
}

/// A line of the register (用印登记簿).
#[derive(Debug, Clone)]
pub struct StampLine {
    /// The case.
    pub case: Listed,
    /// What was done.
    pub used: StampUse,
}

impl Cases {
    /// The stamps of the office, those that are not used any more included.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn stamps(&self) -> Result<Vec<Stamp>> {
        Ok(stamps(&self.store, self.organ()).await?)
    }

    /// The stamps that somebody with these roles may use.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn stamps_for(&self, roles: &[Role]) -> Result<Vec<Stamp>> {
        let may = |stamp: &Stamp| stamp.active && stamp.roles.iter().any(|role| roles.contains(role));
        Ok(self.stamps().await?.into_iter().filter(may).collect())
    }

    /// Adds a stamp, once a letter was printed with it.
    ///
    /// # Errors
    /// Everything that is wrong with it; or the store does not answer.
    pub async fn add_stamp(&self, new: NewStamp, by: &OfficerId, moment: Moment) -> Result<()> {
        let mut reasons = flaws(&new);
        if reasons.is_empty() && !self.can_print(&new).await {
            reasons.push("图片不能印出来，请换一张 PNG 图片".to_owned());
        }
        let id = StampId::from(hexadecimal(&Sha256::digest(&new.image)));
        let there = self.stamps().await?;
        reasons.extend(there.iter().find(|one| one.id == id).and_then(|there| known(there, &new)));
        if there.iter().any(|one| one.active && one.name == new.name.trim() && one.id != id) {
            reasons.push("已经有同名的印章在使用，请换一个名称".to_owned());
        }
        let reasons: Vec<Reason> =
            reasons.into_iter().map(|says| Reason::new("stamp_flaw", ogi2019(45, 0), says)).collect();
        super::letters::refused(reasons)?;
        let (name, width) = (new.name.trim().to_owned(), new.width);
        let roles: Vec<&str> = new.roles.iter().map(|role| role.key()).collect();
        let detail = json!({ "stamp": id, "name": name, "width": width, "roles": roles });
        let stamp = Stamp { id, name, width, roles: new.roles, at: moment.at, active: true };
        let entry = self.entry("stamp_added", by, &detail, moment);
        Ok(put_stamp(&self.store, self.organ(), &stamp, &new.image, &entry).await?)
    }

    /// Withdraws a stamp: letters that carry it keep it.
    ///
    /// # Errors
    /// None of that name is in use, or the store does not answer.
    pub async fn withdraw_stamp(&self, id: &StampId, by: &OfficerId, moment: Moment) -> Result<()> {
        let entry = self.entry("stamp_withdrawn", by, &json!({ "stamp": id }), moment);
        if withdraw_stamp(&self.store, self.organ(), id, &entry).await? {
            return Ok(());
        }
        Err(Refused::from(Reason::new("no_such_stamp", ogi2019(45, 0), "没有这枚印章，或者已经停用")).into())
    }

    /// The image of a stamp.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn stamp_image(&self, id: &StampId) -> Result<Option<Vec<u8>>> {
        Ok(stamp_image(&self.store, self.organ(), id).await?.map(|(image, _)| image))
    }

    /// Every use of a stamp in a year, the last one first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn stamp_uses(&self, year: i16) -> Result<Vec<StampLine>> {
        let mut lines = Vec::new();
        for case in stamped_in(&self.store, self.organ(), year, MOST).await? {
            let of_year = case.summary.stamps.iter().filter(|one| one.on.year() == year).cloned();
            lines.extend(of_year.map(|used| StampLine { case: case.clone(), used }));
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.used.at));
        Ok(lines)
    }

    /// A letter as it is printed: `kept` are its words where they are kept, and so may carry a stamp.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sheet(&self, case: &Case, letter: Letter, kept: Option<&TextId>) -> Result<Sheet> {
        let Some(used) = kept.and_then(|kept| case.stamp_on(kept)) else { return Ok(letter.into()) };
        let image = stamp_image(&self.store, self.organ(), &used.stamp).await?;
        let stamp = image.map(|(image, width)| typeset::letter::Stamp { image: Arc::from(image), width });
        Ok(Sheet { letter, stamp })
    }

    /// Why an officer cannot use a stamp: there is none, or it is for others.
    pub(super) async fn strange_stamp(&self, id: &StampId, by: &Actor) -> Result<Strange> {
        let Some(stamp) = self.stamps().await?.into_iter().find(|one| one.id == *id && one.active) else {
            return Ok(Some(("no_such_stamp", "没有这枚印章，或者已经停用".to_owned())));
        };
        let Actor::Officer(officer) = by else { return Ok(None) };
        let there = colleagues(&self.store, self.organ()).await?;
        let mut roles = there.iter().filter(|one| one.id == officer.as_str()).map(|one| one.role);
        let may = roles.any(|role| stamp.roles.contains(&role));
        let names: Vec<&str> = stamp.roles.iter().map(|role| role.name()).collect();
        let says = || format!("“{}”由{}使用", stamp.name, names.join("、"));
        Ok((!may).then(|| ("stamp_of_others", says())))
    }

    /// Whether a letter can be printed with it.
    async fn can_print(&self, new: &NewStamp) -> bool {
        let kind = LetterKind::Withdrawal;
        let Ok(letter) = builtin(kind).sample(kind) else { return false };
        let image = Arc::from(new.image.clone());
        let stamp = Some(typeset::letter::Stamp { image, width: new.width });
        let fonts = self.fonts();
        let print = move || typeset::letter::pdf(&[Sheet { letter, stamp }], &fonts, None).is_ok();
        tokio::task::spawn_blocking(print).await.unwrap_or(false)
    }
}

/// Why an image that is there cannot come again: letters show it as it was, and who uses it is not changed in passing.
fn known(there: &Stamp, new: &NewStamp) -> Option<String> {
    let name = &there.name;
    if there.active {
        return Some(format!("这张图片已经是“{name}”；要改由谁使用的，先停用再增加"));
    }
    let is_same = *name == new.name.trim() && there.width == new.width;
    let says = || format!("这张图片是停用的“{name}”（{}毫米），恢复使用的名称和直径要相同", there.width);
    (!is_same).then(says)
}

/// What is wrong with a stamp, a sentence each.
fn flaws(new: &NewStamp) -> Vec<String> {
    let mut flaws = Vec::new();
    let length = new.name.trim().chars().count();
    if length == 0 || length > NAME {
        flaws.push(format!("请填写印章的名称，最多{NAME}个字"));
    }
    if !WIDTHS.contains(&new.width) {
        flaws.push(format!("直径请填写{}到{}毫米", WIDTHS.start(), WIDTHS.end()));
    }
    if new.roles.is_empty() || new.roles.iter().any(|role| role.is_administrator()) {
        flaws.push("请选择由哪些角色使用，管理员不能用印".to_owned());
    }
    flaws.extend(flaw_of_image(&new.image));
    flaws
}

/// What is wrong with an image.
fn flaw_of_image(image: &[u8]) -> Option<String> {
    if image.len() > LARGEST {
        return Some("图片最大1 MB".to_owned());
    }
    match Seen::of(image) {
        None => Some("请选择印章的 PNG 图片".to_owned()),
        Some(seen) => seen.flaw(),
    }
}

/// What is seen of an image: its sides in dots, and how thick each dot is, from 0 to 255.
struct Seen {
    sides: [u32; 2],
    thick: Vec<u8>,
}

impl Seen {
    /// Reads a PNG; one whose sides are too long is not read on.
    fn of(image: &[u8]) -> Option<Seen> {
        let mut decoder = png::Decoder::new(Cursor::new(image));
        decoder
            .set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().ok()?;
        let sides = [reader.info().width, reader.info().height];
        if sides.iter().any(|side| *side > SIDE) {
            return Some(Seen { sides, thick: Vec::new() });
        }
        let mut dots = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut dots).ok()?;
        let samples = frame.color_type.samples();
        let thick = dots.chunks_exact(samples).filter_map(|dot| dot.last().copied()).collect();
        Some(Seen { sides, thick })
    }

    fn flaw(&self) -> Option<String> {
        let [width, height] = self.sides;
        if width > SIDE || height > SIDE {
            return Some(format!("图片每边最多{SIDE}点"));
        }
        if width.min(height) < LEAST {
            return Some(format!("图片每边至少{LEAST}点，印出来才清楚"));
        }
        if width.abs_diff(height) * 10 > width.max(height) {
            return Some(format!("图片是{width}×{height}点，印章的图片应当是正方形的，四周不留空白"));
        }
        let (row, last) = (width as usize, self.thick.len().saturating_sub(1));
        let corners = [0, row - 1, last + 1 - row, last];
        if corners.iter().any(|at| self.thick[*at] > FAINT) {
            let says = "图片的背景不透明，会盖住署名和日期；请换背景透明的 PNG 图片";
            return Some(says.to_owned());
        }
        let inked = self.thick.iter().filter(|thick| **thick > 128).count();
        (inked * 100 < self.thick.len()).then(|| "图片上什么也没有，请换印章的 PNG 图片".to_owned())
    }
}

/// How thick a dot may be that counts as transparent.
const FAINT: u8 = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_stamp_is_told_in_sentences() {
        let image = include_bytes!("../../../../demo/stamp.png").to_vec();
        let good = NewStamp { name: "专用章".into(), width: 42, roles: vec![Role::Clerk], image };
        assert_eq!(flaws(&good), [""; 0]);
        let png = |width: u32, height: u32, thick: fn(u32, u32) -> u8| {
            let mut image = Vec::new();
            let mut encoder = png::Encoder::new(&mut image, width, height);
            encoder.set_color(png::ColorType::GrayscaleAlpha);
            let dots = (0..height).flat_map(|y| (0..width).flat_map(move |x| [0, thick(x, y)]));
            let dots: Vec<u8> = dots.collect();
            encoder.write_header().unwrap().write_image_data(&dots).unwrap();
            image
        };
        let ring =
            |x: u32, y: u32| if x.abs_diff(200).pow(2) + y.abs_diff(200).pow(2) < 30_000 { 255 } else { 0 };
        assert_eq!(flaw_of_image(&png(400, 400, ring)), None);
        let cases = [
            (NewStamp { name: " ".into(), ..good.clone() }, "名称"),
            (NewStamp { width: 400, ..good.clone() }, "毫米"),
            (NewStamp { roles: vec![Role::SystemAdmin], ..good.clone() }, "管理员"),
            (NewStamp { image: b"GIF89a".to_vec(), ..good.clone() }, "PNG"),
            (NewStamp { image: png(400, 400, |_, _| 255), ..good.clone() }, "不透明"),
            (NewStamp { image: png(400, 400, |_, _| 0), ..good.clone() }, "什么也没有"),
            (NewStamp { image: png(400, 900, ring), ..good.clone() }, "正方形"),
            (NewStamp { image: png(20, 20, ring), ..good.clone() }, "至少"),
            (NewStamp { image: png(1, SIDE + 1, |_, _| 0), ..good.clone() }, "每边"),
            (NewStamp { image: good.image[..good.image.len() / 2].to_vec(), ..good.clone() }, "PNG"),
            (NewStamp { image: vec![0; LARGEST + 1], ..good }, "1 MB"),
        ];
        for (new, says) in cases {
            let flaws = flaws(&new);
            assert!(flaws.len() == 1 && flaws[0].contains(says), "{says}: {flaws:?}");
        }
    }
}
