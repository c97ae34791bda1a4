//! The scanner of files (病毒扫描): ClamAV's daemon, asked over its socket with INSTREAM. What cannot be scanned is not taken.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bytes that are handed over at once.
const CHUNK: usize = 64 << 10;

/// The longest answer that is read.
const ANSWER: u64 = 4096;

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clamd {
    /// Path of its socket, or `address:port`; empty for no scanning.
    pub socket: String,
    /// Seconds that it may take for a file.
    pub seconds: u64,
}

impl Default for Clamd {
    fn default() -> Clamd {
        Clamd { socket: String::new(), seconds: 30 }
    }
}

impl Clamd {
    /// Whether files are scanned.
    pub fn is_configured(&self) -> bool {
        !self.socket.is_empty()
    }

    /// Has a file scanned.
    ///
    /// # Errors
    /// The sentence for whoever chose the file: which signature was found, or that it could not be scanned.
    pub(super) fn check(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        match self.ask(bytes) {
            Ok(None) => Ok(()),
            Ok(Some(signature)) => {
                tracing::warn!(%signature, "an infected file was refused");
                Err(format!("“{name}”含有病毒（{signature}），没有接收，也没有保存；请查杀病毒后再提交"))
            }
            Err(error) => {
                tracing::error!(%error, socket = self.socket, "the virus scanner does not answer");
                Err(format!(
                    "“{name}”暂时不能进行病毒扫描，没有接收；请稍后再提交，急需的可以邮寄或者当面提交"
                ))
            }
        }
    }

    /// What was found in some bytes; none when they are clean.
    fn ask(&self, bytes: &[u8]) -> io::Result<Option<String>> {
        let patience = Some(Duration::from_secs(self.seconds.max(1)));
        if self.socket.starts_with('/') {
            let stream = UnixStream::connect(&self.socket)?;
            stream.set_read_timeout(patience)?;
            stream.set_write_timeout(patience)?;
            return converse(stream, bytes);
        }
        let address = self.socket.to_socket_addrs()?.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_read_timeout(patience)?;
        stream.set_write_timeout(patience)?;
        converse(stream, bytes)
    }
}

/// Sends bytes in chunks, each after its length, then a length of nothing; and reads the verdict.
fn converse(mut stream: impl Read + Write, bytes: &[u8]) -> io::Result<Option<String>> {
    let mut send = || -> io::Result<()> {
        stream.write_all(b"zINSTREAM\0")?;
        for chunk in bytes.chunks(CHUNK) {
            stream.write_all(&(chunk.len() as u32).to_be_bytes())?;
            stream.write_all(chunk)?;
        }
        stream.write_all(&0_u32.to_be_bytes())
    };
    // A daemon that takes no more says why before it hangs up.
    let sent = send();
    let mut answer = Vec::new();
    let read = stream.take(ANSWER).read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    match verdict(answer) {
        Some(verdict) => Ok(verdict),
        None if answer.is_empty() => {
            Err(sent.and(read.map(drop)).err().unwrap_or(io::ErrorKind::UnexpectedEof.into()))
        }
        None => Err(io::Error::other(answer.to_owned())),
    }
}

/// `stream: OK`, or `stream: NAME FOUND`; everything else is no verdict.
fn verdict(answer: &str) -> Option<Option<String>> {
    let answer = answer.strip_prefix("stream: ")?;
    match answer.strip_suffix(" FOUND") {
        Some(signature) => Some(Some(signature.to_owned())),
        None => (answer == "OK").then_some(None),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// A daemon that reads one file and answers.
    fn daemon(answer: &'static str) -> Clamd {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let socket = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut command = [0; 10];
            stream.read_exact(&mut command).unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut total = 0;
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length);
                if length == 0 {
                    break;
                }
                total += io::copy(&mut (&mut stream).take(length.into()), &mut io::sink()).unwrap();
            }
            assert_eq!(total, 100_000);
            stream.write_all(answer.as_bytes()).unwrap();
        });
        Clamd { socket, seconds: 5 }
    }

    #[test]
    fn a_verdict_is_understood_and_everything_else_is_none() {
        let cases = [
            ("stream: OK\0", None, "clean"),
            ("stream: Win.Test.EICAR_HDB-1 FOUND\0", Some("含有病毒（Win.Test.EICAR_HDB-1）"), "infected"),
            ("INSTREAM size limit exceeded. ERROR\0", Some("暂时不能进行病毒扫描"), "too large for it"),
            ("", Some("暂时不能进行病毒扫描"), "it hangs up"),
        ];
        for (answer, words, why) in cases {
            let said = daemon(answer).check("a.pdf", &[7; 100_000]).err();
            assert_eq!(said.is_some(), words.is_some(), "{why}");
            assert!(said.unwrap_or_default().contains(words.unwrap_or_default()), "{why}");
        }
    }

    #[test]
    fn what_cannot_be_scanned_is_not_taken() {
        let gone = |socket: String| Clamd { socket, seconds: 1 };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for socket in ["/nowhere/clamd.ctl".to_owned(), port.to_string(), "nobody.invalid:3310".to_owned()] {
            let said = gone(socket.clone()).check("a.pdf", b"%PDF").unwrap_err();
            assert!(said.contains("没有接收"), "{socket}: {said}");
        }
    }
}
