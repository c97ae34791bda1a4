//! Every statement of this crate, so that a test can prepare all of them on both databases.

use crate::{annual, audit, cases, chain, job, people, put, put_tree, queries, revision, stamps};

/// Name and text of every statement.
#[doc(hidden)]
pub fn statements() -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("chain::HOLD", chain::HOLD),
        ("chain::HEAD", chain::HEAD),
        ("put::HOLD", put::HOLD),
        ("put::KNOWN", put::KNOWN),
        ("put::OBJECTS", put::OBJECTS),
        ("put::CLOSE", put::CLOSE),
        ("put::REPORT", put::REPORT),
        ("put::CONTENT", put::CONTENT),
        ("put::SAME", put::SAME),
        ("put::RECHECK", put::RECHECK),
        ("put_tree::ORGAN", put_tree::ORGAN),
        ("put_tree::FORGET_NAMES", put_tree::FORGET_NAMES),
        ("put_tree::NAME", put_tree::NAME),
        ("put_tree::ROOT", put_tree::ROOT),
        ("put_tree::ALL", put_tree::ALL),
        ("put_tree::YEARS", put_tree::YEARS),
        ("put_tree::IS_TAKEN", put_tree::IS_TAKEN),
        ("put_tree::MOVE_REPORT", put_tree::MOVE_REPORT),
        ("put_tree::MOVE_CONTENT", put_tree::MOVE_CONTENT),
        ("put_tree::LEAVE_CONTENT", put_tree::LEAVE_CONTENT),
        ("put_tree::LEAVE_REPORT", put_tree::LEAVE_REPORT),
        ("put_tree::MOVED", put_tree::MOVED),
        ("put_tree::HOLDS", put_tree::HOLDS),
        ("put_tree::FORGET", put_tree::FORGET),
        ("revision::BUMP", revision::BUMP),
        ("revision::SQL", revision::SQL),
    ];
    all.extend(queries::STATEMENTS);
    all.extend(people::STATEMENTS);
    all.extend(cases::statements());
    all.extend(audit::STATEMENTS);
    all.extend(job::STATEMENTS);
    all.extend(annual::STATEMENTS);
    all.extend(stamps::STATEMENTS);
    all
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// How often statements are declared in the files of a folder.
    fn declared(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let count = |path: &Path| {
            let text = fs::read_to_string(path).unwrap();
            text.lines()
                .filter(|line| line.starts_with("pub(crate) const ") && line.contains(": &str ="))
                .count()
        };
        entries.map(|path| if path.is_dir() { declared(&path) } else { count(&path) }).sum()
    }

    #[test]
    fn no_statement_is_left_out() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert_eq!(statements().len(), declared(&src));
    }
}
