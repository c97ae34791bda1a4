//! Which files are taken (附件规则): by what is in them, never by their names. Each refusal is one sentence for whoever chose
//! the file.

use readers::{Kind, Limits, Unreadable, first_page, kind, unpacked};

use super::{FileSettings, Upload};

/// The longest name, in characters.
const LONGEST: usize = 80;

/// Looks at a file and at all that is packed in it.
///
/// # Errors
/// The sentence for the person who chose it.
pub(super) fn examine(upload: &Upload, settings: &FileSettings, limits: &Limits) -> Result<Kind, String> {
    let said = |reason: &str| format!("“{}”{reason}", shown(&upload.name));
    if upload.bytes.len() as u64 > settings.bytes() {
        return Err(said(&format!("超过{} MB，没有接收；请压缩图片或者拆分后再提交", settings.megabytes)));
    }
    let found = kind(&upload.bytes, limits).map_err(|reason| said(&sentence(reason)))?;
    bears_no_mark(found, &upload.bytes, limits).map_err(|reason| said(&reason))?;
    if found == Kind::Zip {
        let inside = unpacked(&upload.bytes, limits).map_err(|reason| said(&sentence(reason)))?;
        for (name, bytes) in inside {
            let said = |reason: &str| said(&format!("里的“{}”{reason}", shown(&name)));
            let found = kind(&bytes, limits).map_err(|reason| said(&sentence(reason)))?;
            if found == Kind::Zip {
                return Err(said("是压缩包里的压缩包，没有接收；请把里面的文件取出来再提交"));
            }
            bears_no_mark(found, &bytes, limits).map_err(|reason| said(&reason))?;
        }
    }
    Ok(found)
}

fn sentence(reason: Unreadable) -> String {
    match reason {
        Unreadable::Empty => "是空的，没有接收；请检查是否选错了文件".to_owned(),
        Unreadable::Encrypted | Unreadable::OtherEncryption => {
            "设有打开密码，不能检查，没有接收；请取消密码后再提交".to_owned()
        }
        Unreadable::Damaged => "已损坏或不完整，没有接收；请用原来的软件打开并重新保存后再提交".to_owned(),
        Unreadable::Unpacked => "解压后过大，没有接收；请减少内容或者拆分后再提交".to_owned(),
        _ => {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            format!(
                "不是可以提交的文件类型，没有接收；可以提交 {}，按内容识别，与扩展名无关",
                kinds.join("、")
            )
        }
    }
}

fn bears_no_mark(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<(), String> {
    let page = first_page(kind, bytes, limits).map_err(sentence)?;
    match page.as_deref().and_then(secrecy_mark) {
        None => Ok(()),
        Some(mark) => Err(format!(
            "首页标有“{mark}”，没有接收，也没有保存：国家秘密不得进入本系统（《保守国家秘密法》第31条）。误标的，请去掉标志后再提交"
        )),
    }
}

/// Lines at the head of a page among which a level of secrecy stands alone.
const HEAD: usize = 10;

/// The mark of secrecy that a page bears (密级标志, GB/T 9704): a level with its star anywhere, or alone on a line of the head.
fn secrecy_mark(page: &str) -> Option<&'static str> {
    const LEVELS: [(&str, &str); 3] = [("绝密", "绝密★"), ("机密", "机密★"), ("秘密", "秘密★")];
    let lines = page.lines().map(|line| line.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let starred = |level: &str| lines.iter().any(|line| has_star(line, level));
    let alone = |level: &str| lines.iter().take(HEAD).any(|line| line == level);
    if let Some((_, mark)) = LEVELS.iter().find(|(level, _)| starred(level)) {
        return Some(mark);
    }
    LEVELS.iter().find(|(level, _)| alone(level)).map(|(level, _)| *level)
}

fn has_star(line: &str, level: &str) -> bool {
    line.match_indices(level).any(|(at, _)| line[at + level.len()..].starts_with(['★', '☆']))
}

/// A name that is nothing but a name: without folders, signs that a file system or a page would take for something else, and
/// signs that turn the direction of reading; with an ending that says what the file is.
pub(super) fn clean_name(name: &str, kind: Kind) -> String {
    let name = shown(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let fits = kind.extensions().iter().any(|one| one.eq_ignore_ascii_case(ending));
    let (stem, ending) = if fits { (stem, ending) } else { (name.as_str(), kind.extensions()[0]) };
    let stem: String = stem.chars().take(LONGEST).collect();
    let stem = stem.trim_matches(['.', ' ']);
    format!("{}.{ending}", if stem.is_empty() { "附件" } else { stem })
}

/// A name as it may be shown.
fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let may = |c: &char| !c.is_control() && !"<>:\"|?*".contains(*c) && !is_invisible(*c);
    let name: String = last.chars().filter(may).take(2 * LONGEST).collect();
    let name = name.trim();
    if name.is_empty() { "附件".to_owned() } else { name.to_owned() }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examined(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Kind, String> {
        let upload = Upload { name: name.into(), bytes: bytes.into() };
        examine(&upload, &FileSettings { megabytes: 1, ..FileSettings::default() }, &Limits::default())
    }

    /// An archive with one file in it, stored as it is.
    fn archive(name: &str, text: &[u8]) -> Vec<u8> {
        let crc = text.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1))
            })
        });
        let sizes =
            [(!crc).to_le_bytes(), (text.len() as u32).to_le_bytes(), (text.len() as u32).to_le_bytes()];
        let common =
            [&[20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0x5a][..], &sizes.concat(), &(name.len() as u16).to_le_bytes()];
        let common = [&common.concat()[..], &[0, 0]].concat();
        let local = [b"PK\x03\x04", &common[..], name.as_bytes(), text].concat();
        let central = [b"PK\x01\x02\x14\0", &common[..], &[0; 14], name.as_bytes()].concat();
        let (size, start) = ((central.len() as u32).to_le_bytes(), (local.len() as u32).to_le_bytes());
        let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &size[..], &start[..], &[0, 0]].concat();
        [local, central, end].concat()
    }

    #[test]
    fn what_is_taken_and_what_is_refused_with_what_words() {
        type Case = (&'static str, Vec<u8>, Result<Kind, &'static str>, &'static str);
        let cases: [Case; 11] = [
            ("证明.pdf", b"%PDF-1.7".into(), Ok(Kind::Pdf), "a document"),
            ("证明.exe", b"%PDF-1.7".into(), Ok(Kind::Pdf), "the name does not matter"),
            ("说明.txt", "申请的说明".into(), Ok(Kind::Text), "text"),
            ("材料.zip", archive("说明.txt", "说明".as_bytes()), Ok(Kind::Zip), "an archive of such files"),
            ("证明.pdf", b"MZ\x90\0\x03\0\0\0\x04\0".into(), Err("可以提交 PDF、DOCX"), "a program"),
            ("空.pdf", Vec::new(), Err("“空.pdf”是空的"), "nothing"),
            ("大.txt", vec![b'a'; (1 << 20) + 1], Err("“大.txt”超过1 MB"), "too large"),
            ("坏.docx", b"PK\x03\x04cut".into(), Err("已损坏或不完整"), "damaged"),
            (
                "包.zip",
                archive("a.exe", b"MZ\x90\0\x03\0"),
                Err("“包.zip”里的“a.exe”不是可以提交"),
                "a program in it",
            ),
            (
                "包.zip",
                archive("b.zip", &archive("c.txt", b"c")),
                Err("压缩包里的压缩包"),
                "an archive in it",
            ),
            (
                "包.zip",
                archive("d.txt", "机密★1年".as_bytes()),
                Err("“包.zip”里的“d.txt”首页标有“机密★”"),
                "a mark in it",
            ),
        ];
        for (name, bytes, expected, why) in cases {
            match (examined(name, bytes), expected) {
                (Ok(kind), Ok(expected)) => assert_eq!(kind, expected, "{why}"),
                (Err(said), Err(words)) => assert!(said.contains(words), "{why}: {said}"),
                (found, _) => panic!("{why}: {found:?}"),
            }
        }
        let said = examined("a.txt", "绝密★启用前").unwrap_err();
        assert!(said.contains("国家秘密不得进入本系统（《保守国家秘密法》第31条）"), "{said}");
    }

    #[test]
    fn a_mark_of_secrecy_is_told_from_words_about_secrets() {
        let cases = [
            ("000001\n机密★1年\n特急", Some("机密★"), "as GB/T 9704 puts it"),
            ("绝 密 ★ 30年", Some("绝密★"), "set wide"),
            ("关于秘密★的说明", Some("秘密★"), "the star alone decides"),
            ("秘密\n某某局文件", Some("秘密"), "alone at the head of a page"),
            ("本件不涉及国家秘密，也不涉及商业秘密。", None, "words about secrets"),
            ("申请公开\n机密费支出情况", None, "part of another word"),
            ("一\n二\n三\n四\n五\n六\n七\n八\n九\n十\n秘密", None, "a cell far below the head"),
        ];
        for (page, expected, why) in cases {
            assert_eq!(secrecy_mark(page), expected, "{why}");
        }
    }

    #[test]
    fn a_name_is_nothing_but_a_name() {
        let cases = [
            ("身份证.JPG", Kind::Jpeg, "身份证.JPG", "as it is"),
            ("C:\\文件\\证明.pdf", Kind::Pdf, "证明.pdf", "without folders"),
            ("../../etc/passwd", Kind::Text, "passwd.txt", "without steps"),
            (
                "证明\u{202e}fdp.exe",
                Kind::Pdf,
                "证明fdp.exe.pdf",
                "read in one direction, and named what it is",
            ),
            ("a\r\nb<script>.txt", Kind::Text, "abscript.txt", "without signs that mean something elsewhere"),
            ("", Kind::Png, "附件.png", "without a name"),
            ("...", Kind::Zip, "附件.zip", "dots"),
        ];
        for (name, kind, expected, why) in cases {
            assert_eq!(clean_name(name, kind), expected, "{why}");
        }
        let long = clean_name(&format!("{}.pdf", "长".repeat(500)), Kind::Pdf);
        assert_eq!(long.chars().count(), LONGEST + 4);
    }
}
