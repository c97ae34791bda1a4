//! Writes an answer of three pages in Word to the path that is given: `scripts/office` measures it as another program shows it.

use std::error::Error;
use std::path::PathBuf;

use casework::letter::Letter;
use jiff::civil::date;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: letter OUT.docx")?;
    let letter = Letter {
        organ: "云州市卫生健康委员会".to_owned(),
        title: "政府信息公开申请答复书".to_owned(),
        number: Some("云卫公开答〔2026〕1号".to_owned()),
        to: "张三".to_owned(),
        body: vec!["政府信息公开申请办理情况说明".repeat(2 * 22 * 2)],
        enclosures: vec!["云州市基层医疗卫生机构名录".to_owned()],
        on: date(2026, 11, 9),
        contact: String::new(),
        slip: None,
    };
    Ok(std::fs::write(path, typeset::letter::docx(&letter, None)?)?)
}
