//! 信封 as PDF, in the sizes of domestic mail (GB/T 1416): postcode of the addressee at the upper left, address and name in the
//! middle, the sender at the lower right.

use std::sync::LazyLock;

use jiff::civil::Date;
use reporting::text::printable;
use serde::{Deserialize, Serialize};
use typst::syntax::Source;

use crate::pages::{self, Printed};
use crate::{Fonts, Unwritable};

/// A size (信封规格).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// 5号, 220 × 110 mm: a letter folded twice.
    Dl,
    /// 6号, 230 × 120 mm.
    Zl,
    /// 7号, 229 × 162 mm: a letter folded once.
    C5,
}

impl Size {
    /// Every size, the smallest first.
    pub const ALL: [Size; 3] = [Size::Dl, Size::Zl, Size::C5];

    /// What offices call it.
    pub fn name(self) -> &'static str {
        match self {
            Size::Dl => "5号信封（DL）",
            Size::Zl => "6号信封（ZL）",
            Size::C5 => "7号信封（C5）",
        }
    }

    /// Width and height in millimetres.
    fn millimetres(self) -> (u16, u16) {
        match self {
            Size::Dl => (220, 110),
            Size::Zl => (230, 120),
            Size::C5 => (229, 162),
        }
    }
}

/// Somebody with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Addressee {
    /// Name.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 邮政编码; may be empty.
    pub postcode: String,
}

/// An envelope: to whom, and from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// 收件人.
    pub to: Addressee,
    /// 寄件人.
    pub from: Addressee,
}

#[derive(Serialize)]
struct Sheets {
    width: u16,
    height: u16,
    on: Date,
    envelopes: Vec<Envelope>,
}

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| pages::template("/envelope.typ", include_str!("../templates/envelope.typ")));

impl Printed for Sheets {
    fn template() -> &'static Source {
        &TEMPLATE
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.envelopes.iter().flat_map(texts)
    }
}

fn texts(envelope: &Envelope) -> impl Iterator<Item = &str> {
    let all = [&envelope.to, &envelope.from];
    all.into_iter().flat_map(|one| [one.name.as_str(), &one.address, &one.postcode])
}

/// Writes envelopes of a size as PDF/A-2a, a page to each; they bear no day, but the file says on which it was made.
///
/// # Errors
/// When there is none or the library fails. A character without a glyph is printed as 〓.
pub fn pdf(envelopes: &[Envelope], size: Size, on: Date, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
    let missing = fonts.missing(envelopes.iter().flat_map(texts));
    let printed = |text: &String| printable(text).replace(missing.as_slice(), "〓");
    let addressee = |one: &Addressee| Addressee {
        name: printed(&one.name),
        address: printed(&one.address),
        postcode: one.postcode.chars().filter(char::is_ascii_digit).take(6).collect(),
    };
    let envelopes =
        envelopes.iter().map(|one| Envelope { to: addressee(&one.to), from: addressee(&one.from) });
    let (width, height) = size.millimetres();
    pages::pdf(&Sheets { width, height, on, envelopes: envelopes.collect() }, fonts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use typst::layout::{FrameItem, Point};

    use super::*;

    fn envelope() -> Envelope {
        let one = |name: &str, address: &str, postcode: &str| Addressee {
            name: name.into(),
            address: address.into(),
            postcode: postcode.into(),
        };
        Envelope {
            to: one("张三", "云州市云东区人民路一百二十三号幸福小区二十一栋三单元五〇一室", "100001"),
            from: one("云州市卫生健康委员会", "云州市文澜路18号", "100002"),
        }
    }

    /// Every text of a page with its place in millimetres.
    fn places(frame: &typst::layout::Frame, at: Point, found: &mut Vec<(String, f64, f64)>) {
        for (place, item) in frame.items() {
            let at = at + *place;
            match item {
                FrameItem::Group(group) => places(&group.frame, at, found),
                FrameItem::Text(text) => found.push((text.text.to_string(), at.x.to_mm(), at.y.to_mm())),
                _ => {}
            }
        }
    }

    #[test]
    fn every_envelope_has_its_size_and_everything_in_its_place() {
        let fonts = Fonts::embedded();
        for size in Size::ALL {
            let (width, height) = size.millimetres();
            let sheets =
                Sheets { width, height, on: date(2026, 3, 2), envelopes: vec![envelope(), envelope()] };
            let document = pages::set(&sheets, &fonts).unwrap();
            assert_eq!(document.pages().len(), 2, "{size:?}: a page to each");
            let page = &document.pages()[0].frame;
            let (width, height) = (f64::from(width), f64::from(height));
            assert!(
                (page.width().to_mm() - width).abs() < 0.1 && (page.height().to_mm() - height).abs() < 0.1
            );
            let mut found = Vec::new();
            places(page, Point::zero(), &mut found);
            let at = |part: &str| found.iter().find(|(text, ..)| text.contains(part)).unwrap();
            let (_, x, y) = at("云州市云东区");
            assert!((30.0..width / 2.0).contains(x) && (35.0..height / 2.0 + 10.0).contains(y), "{size:?}");
            let (_, x, y) = at("文澜路");
            assert!(*x > width / 2.0 - 20.0 && *y > height * 0.6, "{size:?}: the sender is below");
            let first = found.iter().find(|(text, x, y)| text == "1" && *x < 30.0 && *y < 25.0);
            assert!(first.is_some(), "{size:?}: the postcode is at the upper left: {found:?}");
            assert!(found.iter().all(|(_, x, y)| *x < width && *y < height), "nothing lies beyond the paper");
        }
    }

    #[test]
    fn the_longest_address_ends_above_the_sender() {
        let mut long = envelope();
        long.to.address = "云州市云东区人民路".repeat(45).chars().take(400).collect();
        long.to.name = "某某某某某某某某公司".repeat(6);
        for size in Size::ALL {
            let (width, height) = size.millimetres();
            let sheets = Sheets { width, height, on: date(2026, 3, 2), envelopes: vec![long.clone()] };
            let document = pages::set(&sheets, &Fonts::embedded()).unwrap();
            let mut found = Vec::new();
            places(&document.pages()[0].frame, Point::zero(), &mut found);
            let last = found.iter().filter(|(text, ..)| text.contains('某')).map(|(.., y)| *y);
            let last = last.fold(0.0, f64::max);
            let sender = found.iter().filter(|(text, ..)| text.contains("文澜路")).map(|(.., y)| *y);
            let sender = sender.fold(0.0, f64::max);
            assert!(
                last > 0.0 && last < sender - 3.0,
                "{size:?}: {last:.1} mm, the sender at {sender:.1} mm"
            );
        }
    }

    #[test]
    fn an_envelope_is_a_pdf_whatever_somebody_is_called() {
        let mut strange = envelope();
        strange.to.name = "𠮷\u{1}田".into();
        strange.to.postcode = "邮编100001号".into();
        assert!(
            pdf(&[strange], Size::Zl, date(2026, 3, 2), &Fonts::embedded()).unwrap().starts_with(b"%PDF-")
        );
    }
}
