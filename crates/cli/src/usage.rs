//! What is wrong with a command line, in the words of its users (用法).

use std::error::Error as _;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};
use jiff::civil::Date;

use crate::terminal;

/// Says why the arguments cannot be used, and how the command is called; help and version are printed as asked.
pub(crate) fn refuse(error: &Error, command: Command, arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let printed = plain(&error.render().to_string());
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => terminal::print(&printed),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal::say(printed.trim_end());
            ExitCode::from(2)
        }
        _ => {
            let (command, path) = called(command, arguments);
            terminal::say(&refusal(error, command, &path));
            ExitCode::from(2)
        }
    }
}

/// The subcommand that the arguments name, and how it is called.
fn called(mut command: Command, arguments: impl Iterator<Item = OsString>) -> (Command, String) {
    command.build();
    let mut path = command.get_name().to_owned();
    for argument in arguments.skip(1) {
        if let Some(named) = argument.to_str().and_then(|name| command.find_subcommand(name)) {
            path = format!("{path} {}", named.get_name());
            command = named.clone();
        }
    }
    (command, path)
}

/// The sentence, the usage, and where to read more.
fn refusal(error: &Error, mut command: Command, path: &str) -> String {
    let usage = plain(&command.render_usage().to_string());
    let usage = usage.trim_start_matches("Usage: ").trim_end();
    format!("{}\n\n用法：{usage}\n详细说明：{path} --help", sentence(error, &command))
}

fn sentence(error: &Error, command: &Command) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let arguments = text(ContextKind::InvalidArg);
    let named: Vec<String> = arguments.iter().map(|name| described(name, command)).collect();
    let named = named.join("、");
    let value = text(ContextKind::InvalidValue).join(" ");
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {named}"),
        ErrorKind::UnknownArgument => {
            format!("没有 {}这个参数{}", spaced(&arguments), meant(&text(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            format!("没有 {}这个命令{}", spaced(&name), meant(&text(ContextKind::SuggestedSubcommand)))
        }
        ErrorKind::MissingSubcommand => format!("{}后面要写命令", spaced(&[command.get_name().to_owned()])),
        ErrorKind::InvalidValue if value.is_empty() => format!("{named}后面要写值"),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let why = error.source().map(|why| format!("：{why}")).unwrap_or_default();
            format!("{named}不能写成“{value}”{why}")
        }
        ErrorKind::TooManyValues => format!("{named}后面不能写“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("{named}后面的值没有写全")
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            others if others.is_empty() || others == arguments => format!("{named}只能写一次"),
            others => format!("{}不能与 {}同时使用", spaced(&arguments), spaced(&others)),
        },
        ErrorKind::InvalidUtf8 => "参数里有不能识别的字符，请用 UTF-8 编码的终端".to_owned(),
        _ => format!("参数有误：{}", error.kind()),
    }
}

/// An argument with what it means: --tree <TREE>（机关层级文件（TOML））.
fn described(name: &str, command: &Command) -> String {
    let is_it = |argument: &&Arg| argument.to_string() == name;
    let help = command.get_arguments().find(is_it).and_then(Arg::get_help);
    let Some(help) = help.map(ToString::to_string) else { return format!("{name} ") };
    let meaning = help.split(['；', '：', '，']).next().unwrap_or_default();
    format!("{name}（{meaning}）")
}

fn meant(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("，是不是 {}？", names.join("、")) }
}

/// Names with the space that parts them from the characters after them.
fn spaced(names: &[String]) -> String {
    format!("{} ", names.join("、"))
}

/// Placeholders that the library writes itself.
fn plain(text: &str) -> String {
    text.replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>")
}

/// A report year on the command line.
pub(crate) fn year(text: &str) -> Result<i16, String> {
    let is_year = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| is_year).ok_or_else(|| "年度要写成四位数字，如 2025".into())
}

/// A day on the command line.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "日期要写成年-月-日，如 2025-01-20".into())
}

/// How many, on the command line.
pub(crate) fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "要写成数字，如 4".into())
}

/// Address and port on the command line.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "要写成地址:端口，如 127.0.0.1:8080 或 0.0.0.0:80".into())
}
