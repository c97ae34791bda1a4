//! E-mail by SMTP (电子邮件). A message is a reminder, never the service of a letter.

use std::time::Duration;

use jiff::Timestamp;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use store::files::Secret;

/// How messages get to the server (加密方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Begun in the clear and encrypted before anything is said (587).
    StartTls,
    /// Encrypted from the first byte on (465).
    Tls,
    /// Not encrypted: for a server on the same machine (25).
    None,
}

/// The server that takes messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// Name of the server; empty for no e-mail.
    pub server: String,
    /// Its port; 0 for the usual one of the encryption.
    pub port: u16,
    /// How messages get there.
    pub encryption: Encryption,
    /// Name for signing in; empty for none.
    pub user: String,
    /// The password for it.
    pub password: Secret,
    /// From whom messages are, such as `政府信息公开 <gongkai@example.gov.cn>`.
    pub from: String,
    /// Seconds that the server may take for a message.
    pub seconds: u64,
}

impl Default for MailSettings {
    fn default() -> MailSettings {
        MailSettings {
            server: String::new(),
            port: 0,
            encryption: Encryption::StartTls,
            user: String::new(),
            password: Secret::default(),
            from: String::new(),
            seconds: 30,
        }
    }
}

/// Sends messages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A message (邮件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub text: String,
    /// Its name, the same when it is sent again: whoever gets it twice can tell.
    pub id: String,
}

/// Why there is no e-mail, or why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings are wrong.
    #[error("邮件设置（mail.{0}）不对：{1}")]
    Settings(&'static str, String),
    /// The address is none.
    #[error("不是电子邮箱地址")]
    Address,
    /// The server does not take it.
    #[error("邮件服务器没有接收：{0}")]
    Server(String),
}

/// Whether a text is an address that messages can be sent to.
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

impl Mailer {
    /// A sender for a server; none where none is configured.
    ///
    /// # Errors
    /// The settings are wrong. The server is not asked.
    pub fn new(settings: &MailSettings) -> Result<Option<Mailer>, MailError> {
        if settings.server.is_empty() {
            return Ok(None);
        }
        let from = settings.from.parse();
        let from = from.map_err(|_| MailError::Settings("from", "要写成“名称 <地址>”".to_owned()))?;
        let server = settings.server.as_str();
        let wrong = |error: lettre::transport::smtp::Error| MailError::Settings("server", error.to_string());
        let builder = match settings.encryption {
            Encryption::StartTls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(server).map_err(wrong)?
            }
            Encryption::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(server).map_err(wrong)?,
            Encryption::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server),
        };
        let builder = builder.timeout(Some(Duration::from_secs(settings.seconds.max(1))));
        let builder = if settings.port == 0 { builder } else { builder.port(settings.port) };
        let builder = match settings.user.as_str() {
            "" => builder,
            user => {
                builder.credentials(Credentials::new(user.to_owned(), settings.password.expose().to_owned()))
            }
        };
        Ok(Some(Mailer { transport: builder.build(), from }))
    }

    /// Hands a message to the server.
    ///
    /// # Errors
    /// The address is none, or the server does not take it. The reason does not contain the address.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        let to: lettre::Address = mail.to.parse().map_err(|_| MailError::Address)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(now.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|error| MailError::Server(error.to_string()))?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| {
            // Servers repeat the address, which is not for everybody who looks after them.
            let mut said = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                said = format!("{said}: {inner}");
                cause = inner.source();
            }
            MailError::Server(said.replace(&mail.to, "收件人"))
        })
    }
}
