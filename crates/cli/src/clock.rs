//! `gongkai clock` — 答复期限.

use std::io::{BufRead, BufWriter, Write};
use std::process::ExitCode;

use casework::deadline::history;
use clap::Args;

use crate::calendar;
use crate::config::Config;

#[derive(Args)]
pub(crate) struct Clock {
    /// 逐日列出本期是否计入期限、为什么
    #[arg(long)]
    explain: bool,
}

impl Clock {
    /// One answer to a line, in the order of the lines; those that cannot be reckoned make the exit code 1.
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let calendar = calendar::load(config)?;
        let mut out = BufWriter::new(out);
        let mut refused = false;
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            if !text.trim().is_empty() {
                let answer = history::answer(text.trim(), self.explain, &calendar);
                refused |= answer.is_refused();
                writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            }
            line.clear();
        }
        out.flush()?;
        Ok(ExitCode::from(u8::from(refused)))
    }
}
