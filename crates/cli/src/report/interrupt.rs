//! Ctrl-C during a run whose finished files are kept (中断).

use std::io;
use std::path::Path;

use crate::terminal;

/// Ends with the exit code of an interrupted program when Ctrl-C is pressed, after saying how to go on.
///
/// The state file is whole at any time: a line that was cut off is not read.
///
/// # Errors
/// When the system refuses to tell of the signal.
pub(super) fn explain(state: &Path) -> io::Result<()> {
    let sentence = format!("已中断。检查完的结果留在 {}，用同一条命令接着做", state.display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut pressed = Box::pin(tokio::signal::ctrl_c());
    // Asked for once, the signal is ours before the first file is done.
    runtime.block_on(async {
        tokio::select! {
            biased;
            pressed = &mut pressed => pressed,
            () = std::future::ready(()) => Ok(()),
        }
    })?;
    std::thread::Builder::new().spawn(move || {
        if runtime.block_on(pressed).is_ok() {
            terminal::say(&format!("\n{sentence}"));
            std::process::exit(INTERRUPTED);
        }
    })?;
    Ok(())
}

/// 128 and the number of the signal, as shells have it.
const INTERRUPTED: i32 = 130;
