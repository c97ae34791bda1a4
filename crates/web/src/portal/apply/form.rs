//! What an applicant fills in, step by step (申请表), and what is wrong with it.

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::Applying;
use casework::event::CaseKind;
use jiff::civil::Date;
use law::receipt::Channel;
use serde::Deserialize;
use services::mail::is_address;

use crate::name::named;

/// The longest request, in characters.
pub(crate) const LONGEST: usize = 2000;

/// Everything that was filled in so far. It travels from page to page in the form itself: nothing is kept here before
/// the application is submitted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filled {
    /// The step that was filled in.
    pub(crate) step: u8,
    /// The step that is asked for next.
    pub(crate) to: u8,
    /// By what a second submission is recognised.
    pub(crate) key: String,
    pub(crate) kind: String,
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) number: String,
    pub(crate) contact: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) postcode: String,
    pub(crate) email: String,
    pub(crate) help: String,
    pub(crate) request: String,
    pub(crate) form: String,
    pub(crate) way: String,
    pub(crate) agree: String,
}

/// Something that has to be corrected, and the field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) field: &'static str,
    pub(crate) says: String,
}

/// The steps: identity, request, way, check, receipt.
pub(crate) const IDENTITY: u8 = 1;
pub(crate) const REQUEST: u8 = 2;
pub(crate) const WAY: u8 = 3;
pub(crate) const CHECK: u8 = 4;
pub(crate) const RECEIPT: u8 = 5;

impl Filled {
    pub(crate) fn class(&self) -> Option<ApplicantClass> {
        named(&self.class)
    }

    pub(crate) fn is_natural(&self) -> bool {
        self.class() == Some(ApplicantClass::NaturalPerson)
    }

    pub(crate) fn wanted(&self) -> Option<Wanted> {
        Some(Wanted { form: named::<Form>(&self.form)?, way: named::<Way>(&self.way)? })
    }

    pub(crate) fn kind(&self) -> CaseKind {
        named(&self.kind).unwrap_or(CaseKind::Access)
    }

    /// What is wrong with the steps up to one, that one included.
    pub(crate) fn wrong(&self, through: u8) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut say = |field, says: &str| wrong.push(Wrong { field, says: says.to_owned() });
        if through >= IDENTITY {
            if self.class().is_none() {
                say("class", "请选择以什么身份申请");
            }
            if self.name.trim().is_empty() {
                say("name", if self.is_natural() { "请填写姓名" } else { "请填写单位名称" });
            }
            match number_fault(&self.document, self.number.trim()) {
                None => {}
                Some(fault) => say("number", &fault),
            }
            if !self.is_natural() && self.class().is_some() && self.contact.trim().is_empty() {
                say("contact", "请填写联系人姓名");
            }
            if self.phone.chars().filter(char::is_ascii_digit).count() < 7 {
                say("phone", "请填写联系电话，至少7位数字；我们要用它与您确认收到申请");
            }
        }
        if through >= REQUEST {
            let length = self.request.trim().chars().count();
            if length == 0 {
                say("request", "请写明要申请的信息名称、文号，或者能让我们找到它的特征");
            }
            if length > LONGEST {
                say("request", &format!("最多{LONGEST}字，您填写了{length}字"));
            }
        }
        if through >= WAY {
            match self.wanted() {
                None => say("form", "请选择提供的形式和获取的方式"),
                Some(wanted) => {
                    if wanted.way == Way::Post && self.address.trim().is_empty() {
                        say("address", "选择邮寄的，请填写通信地址");
                    }
                    if !is_postcode(self.postcode.trim()) {
                        say("postcode", "邮政编码是6位数字；不知道的可以不填");
                    }
                    let email = self.email.trim();
                    if wanted.way == Way::Email && email.is_empty() {
                        say("email", "选择发送到电子邮箱的，请填写邮箱地址");
                    } else if !email.is_empty() && !is_address(email) {
                        say("email", "这不是电子邮箱地址，应写作 name@example.com；没有的可以不填");
                    }
                }
            }
        }
        if through >= RECEIPT && self.agree.is_empty() {
            say("agree", "提交前请确认以上内容真实，并同意我们用所留方式与您联系");
        }
        wrong
    }

    /// The first step that something is wrong with.
    pub(crate) fn step_of(field: &str) -> u8 {
        match field {
            "request" => REQUEST,
            "form" | "way" | "address" | "postcode" | "email" => WAY,
            "agree" | "files" => CHECK,
            _ => IDENTITY,
        }
    }

    /// The application; nothing is wrong with it.
    pub(crate) fn applying(&self, on: Date) -> Option<Applying> {
        let text = |text: &str| text.trim().to_owned();
        Some(Applying {
            kind: self.kind(),
            channel: Channel::Web,
            on,
            class: self.class()?,
            applicants: vec![Identity {
                name: text(&self.name),
                document: text(&self.document),
                document_number: text(&self.number),
                contact: text(&self.contact),
                phone: text(&self.phone),
                address: text(&self.address),
                postcode: text(&self.postcode),
                email: text(&self.email),
                help: text(&self.help),
            }],
            request: self.request.trim().replace("\r\n", "\n"),
            files: Vec::new(),
            wanted: self.wanted()?,
        })
    }

    /// What goes along to the next page: name and value of everything that was filled in.
    pub(crate) fn carried(&self) -> [(&'static str, &str); 15] {
        [
            ("key", &self.key),
            ("kind", &self.kind),
            ("class", &self.class),
            ("name", &self.name),
            ("document", &self.document),
            ("number", &self.number),
            ("contact", &self.contact),
            ("phone", &self.phone),
            ("address", &self.address),
            ("postcode", &self.postcode),
            ("email", &self.email),
            ("help", &self.help),
            ("request", &self.request),
            ("form", &self.form),
            ("way", &self.way),
        ]
    }
}

/// Whether it can be a postcode, or nothing.
pub(crate) fn is_postcode(text: &str) -> bool {
    text.is_empty() || text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is wrong with the number of an identity document.
fn number_fault(document: &str, number: &str) -> Option<String> {
    let length = number.chars().count();
    match document {
        _ if number.is_empty() => Some("请填写证件号码".to_owned()),
        "居民身份证" if length != 18 => Some(format!("身份证号码应为18位，您填写了{length}位")),
        "居民身份证" if !is_identity_number(number) => Some("身份证号码的校验位不对，请核对".to_owned()),
        "统一社会信用代码" if length != 18 => {
            Some(format!("统一社会信用代码应为18位，您填写了{length}位"))
        }
        _ => None,
    }
}

/// Whether the last sign of an identity number follows from the others (GB 11643).
fn is_identity_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const SIGNS: &[u8; 11] = b"10X98765432";
    let digits: Option<Vec<u32>> = number.chars().take(17).map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    number.to_ascii_uppercase().bytes().last() == Some(SIGNS[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Filled {
        let text = |text: &str| text.to_owned();
        Filled {
            class: text("natural_person"),
            name: text("赵秀兰"),
            document: text("居民身份证"),
            number: text("11010519491231002X"),
            phone: text("138 0000 0000"),
            request: text("某项信息"),
            form: text("electronic"),
            way: text("online"),
            agree: text("on"),
            ..Filled::default()
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_each_field() {
        type Change = fn(&mut Filled);
        let cases: [(Change, &str); 9] = [
            (|f| f.class.clear(), "class"),
            (|f| f.name = " ".to_owned(), "name"),
            (|f| f.number = "1101051949123100".to_owned(), "number"),
            (|f| f.number = "110105194912310021".to_owned(), "number"),
            (|f| f.phone.clear(), "phone"),
            (|f| f.request = "长".repeat(2001), "request"),
            (|f| f.way = "post".to_owned(), "address"),
            (|f| f.way = "email".to_owned(), "email"),
            (|f| f.agree.clear(), "agree"),
        ];
        assert!(filled().wrong(RECEIPT).is_empty());
        for (change, field) in cases {
            let mut filled = filled();
            change(&mut filled);
            let wrong: Vec<_> = filled.wrong(RECEIPT).into_iter().map(|wrong| wrong.field).collect();
            assert_eq!(wrong, [field]);
        }
    }

    #[test]
    fn an_empty_form_lacks_everything_of_the_step_and_nothing_of_the_next() {
        let fields =
            |step| -> Vec<_> { Filled::default().wrong(step).into_iter().map(|wrong| wrong.field).collect() };
        assert_eq!(fields(IDENTITY), ["class", "name", "number", "phone"]);
        assert_eq!(fields(REQUEST), ["class", "name", "number", "phone", "request"]);
    }
}
