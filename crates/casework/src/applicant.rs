//! Who applies (申请人).

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, TextId};
use crate::seal::{keyed_hash, legible};

/// The six classes of table three (申请人类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantClass {
    /// 自然人.
    NaturalPerson,
    /// 商业企业.
    Enterprise,
    /// 科研机构.
    Research,
    /// 社会公益组织.
    PublicWelfare,
    /// 法律服务机构.
    LegalService,
    /// 其他.
    Other,
}

impl ApplicantClass {
    /// All six, in the order of the table.
    pub const ALL: [ApplicantClass; 6] = [
        ApplicantClass::NaturalPerson,
        ApplicantClass::Enterprise,
        ApplicantClass::Research,
        ApplicantClass::PublicWelfare,
        ApplicantClass::LegalService,
        ApplicantClass::Other,
    ];

    /// Its column in the report's form.
    pub fn key(self) -> &'static str {
        match self {
            ApplicantClass::NaturalPerson => "natural_person",
            ApplicantClass::Enterprise => "enterprise",
            ApplicantClass::Research => "research",
            ApplicantClass::PublicWelfare => "public_welfare",
            ApplicantClass::LegalService => "legal_service",
            ApplicantClass::Other => "other",
        }
    }

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            ApplicantClass::NaturalPerson => "自然人",
            ApplicantClass::Enterprise => "商业企业",
            ApplicantClass::Research => "科研机构",
            ApplicantClass::PublicWelfare => "社会公益组织",
            ApplicantClass::LegalService => "法律服务机构",
            ApplicantClass::Other => "其他",
        }
    }
}

/// One of those who apply, without anything that tells who it is (申请人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The same for every application of the same person.
    pub person: PersonId,
    /// Name, document, address and contact, as a JSON text under the key of the case.
    pub identity: TextId,
}

/// How the applicant wants to have the information (获取信息的方式、途径), art. 29.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// 纸质, 电子 …
    pub form: Form,
    /// 邮寄, 网上获取 …
    pub way: Way,
}

/// The form in which information is given (提供形式), art. 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 纸质.
    Paper,
    /// 电子文档.
    Electronic,
    /// 查阅、抄录.
    Inspection,
}

/// The way on which letters and information reach the applicant (送达、获取途径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 当面领取.
    InPerson,
    /// 邮寄: by the postal enterprise, never collect.
    Post,
    /// 网上获取: in the applicant's page here.
    Online,
    /// 电子邮件.
    Email,
}

impl Form {
    /// All of them, in the order of the form.
    pub const ALL: [Form; 3] = [Form::Paper, Form::Electronic, Form::Inspection];

    /// Its name on the form.
    pub fn name(self) -> &'static str {
        match self {
            Form::Paper => "纸质",
            Form::Electronic => "电子文档",
            Form::Inspection => "查阅、抄录",
        }
    }
}

impl Way {
    /// All of them, in the order of the form.
    pub const ALL: [Way; 4] = [Way::Online, Way::Post, Way::InPerson, Way::Email];

    /// Its name on the form.
    pub fn name(self) -> &'static str {
        match self {
            Way::InPerson => "当面领取",
            Way::Post => "邮寄",
            Way::Online => "网上获取",
            Way::Email => "电子邮件",
        }
    }

    /// Whether nothing is handed over or posted: only at the applicant's wish.
    pub fn is_electronic(self) -> bool {
        matches!(self, Way::Online | Way::Email)
    }
}

/// Who an applicant is (申请人身份), art. 29 ¶2. Kept under the key of the case, never in an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// 姓名或者名称.
    pub name: String,
    /// 证件类型, such as 居民身份证 or 统一社会信用代码.
    pub document: String,
    /// 证件号码.
    pub document_number: String,
    /// 联系人, for organisations.
    pub contact: String,
    /// 联系电话.
    pub phone: String,
    /// 通信地址.
    pub address: String,
    /// 邮政编码.
    pub postcode: String,
    /// 电子邮箱.
    pub email: String,
    /// 需要的帮助, of those who read, see or hear with difficulty (art. 43).
    pub help: String,
}

impl Identity {
    /// The same for every application of the same person: of the document, or of name and phone where there is none.
    pub fn person(&self, key: &[u8; 32]) -> PersonId {
        let plain =
            |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let number = plain(&self.document_number);
        let known =
            if number.is_empty() { format!("{}\n{}", plain(&self.name), plain(&self.phone)) } else { number };
        PersonId::from(keyed_hash(key, &known)[..32].to_owned())
    }

    /// The fields that are longer than anything that can be meant.
    pub fn too_long(&self) -> impl Iterator<Item = &'static str> {
        let fields = [
            (&self.name, "姓名或者名称", 200),
            (&self.document, "证件类型", 60),
            (&self.document_number, "证件号码", 60),
            (&self.contact, "联系人", 200),
            (&self.phone, "联系电话", 60),
            (&self.address, "通信地址", 400),
            (&self.postcode, "邮政编码", 20),
            (&self.email, "电子邮箱", 254),
            (&self.help, "需要的帮助", 200),
        ];
        let long = fields.into_iter().filter(|(text, _, most)| text.chars().count() > *most);
        long.map(|(_, name, _)| name)
    }

    /// Without characters that nobody reads.
    #[must_use]
    pub fn legible(&self) -> Identity {
        let Identity { name, document, document_number, contact, phone, address, postcode, email, help } =
            self;
        Identity {
            name: legible(name),
            document: legible(document),
            document_number: legible(document_number),
            contact: legible(contact),
            phone: legible(phone),
            address: legible(address),
            postcode: legible(postcode),
            email: legible(email),
            help: legible(help),
        }
    }

    /// The form in which it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`to_json`](Identity::to_json) wrote.
    pub fn from_json(text: &str) -> Option<Identity> {
        serde_json::from_str(text).ok()
    }
}

/// A name as lists show it (脱敏): the first character of a person's, all of an organisation's.
pub fn masked_name(name: &str, class: ApplicantClass) -> String {
    if class != ApplicantClass::NaturalPerson {
        return name.to_owned();
    }
    let mut letters = name.chars();
    let first: String = letters.next().into_iter().collect();
    first + &"＊".repeat(letters.count())
}

/// A number as lists show it (脱敏): all but the last two characters are hidden.
pub fn masked_number(number: &str) -> String {
    let length = number.chars().count();
    let hidden = length.saturating_sub(2);
    "＊".repeat(hidden.min(6)) + &number.chars().skip(hidden).collect::<String>()
}
