//! The file that a command writes: its format, and what it must not take the place of (输出文件).

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use typeset::Format;

use crate::files;

/// The format of an output: the one asked for, or else the one that the extension of its file names.
///
/// None without either.
///
/// # Errors
/// When the two contradict each other, or the extension names no format.
pub(super) fn format(to: Option<Format>, output: Option<&Path>) -> anyhow::Result<Option<Format>> {
    let extension = output.and_then(|path| path.extension()?.to_str());
    match (to, extension) {
        (Some(to), Some(extension)) => {
            let extension = extension.to_lowercase();
            // Other endings, as of 报告.2025, are part of a name.
            let is_format = named(&extension).is_some() || files::EXTENSIONS.contains(&extension.as_str());
            let agree = !is_format || named(&extension) == Some(to);
            ensure!(agree, "--to {to} 与输出文件的扩展名 .{extension} 不一致，请改正其中一个");
            Ok(Some(to))
        }
        (Some(to), None) => Ok(Some(to)),
        (None, Some(extension)) => match named(&extension.to_lowercase()) {
            Some(format) => Ok(Some(format)),
            None => Ok(Some(extension.parse()?)),
        },
        (None, None) if output.is_some() => bail!("请用 --to 指定格式，如 --to docx"),
        (None, None) => Ok(None),
    }
}

/// The format that an extension names.
fn named(extension: &str) -> Option<Format> {
    if extension == "htm" { Some(Format::Html) } else { extension.parse().ok() }
}

/// Says before the work that an output cannot be written, would take the place of something, or of what it is made from.
pub(super) fn check(output: &Path, sources: &[PathBuf], force: bool) -> anyhow::Result<()> {
    let is_source = sources.iter().any(|source| files::are_same(source, output));
    ensure!(!is_source, "{} 是要读的报告，不能写成输出文件，请换一个文件名", output.display());
    files::writable(output, force)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_the_one_asked_for_unless_the_name_contradicts() {
        let cases = [
            (None, None, Ok(None), "to the terminal"),
            (Some(Format::Pdf), None, Ok(Some(Format::Pdf)), "to a pipe"),
            (None, Some("报告.docx"), Ok(Some(Format::Docx)), "by the extension"),
            (None, Some("报告.DOCX"), Ok(Some(Format::Docx)), "in capitals"),
            (None, Some("报告.htm"), Ok(Some(Format::Html)), "its other extension"),
            (Some(Format::Pdf), Some("报告.pdf"), Ok(Some(Format::Pdf)), "both say the same"),
            (Some(Format::Pdf), Some("报告"), Ok(Some(Format::Pdf)), "a name without extension"),
            (Some(Format::Pdf), Some("报告.2025"), Ok(Some(Format::Pdf)), "a year is no format"),
            (Some(Format::Pdf), Some("报告.docx"), Err("不一致"), "another format"),
            (Some(Format::Docx), Some("报告.doc"), Err("不一致"), "a format that is not written"),
            (None, Some("报告.doc"), Err("不能输出“doc”"), "not written at all"),
            (None, Some("报告"), Err("--to"), "nothing says which"),
        ];
        for (to, output, expected, why) in cases {
            let found = format(to, output.map(Path::new)).map_err(|error| error.to_string());
            match expected {
                Ok(expected) => assert_eq!(found, Ok(expected), "{why}"),
                Err(words) => {
                    assert!(found.as_ref().is_err_and(|said| said.contains(words)), "{why}: {found:?}")
                }
            }
        }
    }
}
