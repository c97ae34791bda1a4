//! Whose site it is (站点).

use serde::{Deserialize, Serialize};

/// What files of a demonstration say of themselves.
pub(crate) const DEMO_MARK: &str = "演示：机构、人员和数据均为虚构";

/// The authority that runs the site, as its pages name it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// Name of the authority (主办单位).
    pub name: String,
    /// The government it belongs to.
    pub city: String,
    /// Postal address.
    pub address: String,
    /// Telephone and hours of the disclosure office.
    pub contact: String,
    /// 网站标识码.
    pub code: String,
    /// 备案号.
    pub licence: String,
    /// Host name.
    pub domain: String,
    /// Whether visitors see how the check of a report came out (是否公开体检结果).
    pub findings: bool,
    /// Whether visitors reach it by https only: cookies of sessions then say so.
    pub https: bool,
    /// Whether a proxy stands before it, which says in `X-Forwarded-For` who visits.
    pub proxy: bool,
    /// Whether all of it is demonstration (演示): every page says so.
    pub demo: bool,
}

impl Site {
    /// The invented city of the demonstration.
    pub fn demo() -> Site {
        Site {
            name: "云州市政务公开办公室".into(),
            city: "云州市人民政府".into(),
            address: "云州市文澜路18号".into(),
            contact: "0000-1234567（工作日 9:00—12:00，14:00—17:30）".into(),
            code: "0000000000".into(),
            licence: "演示ICP备00000000号".into(),
            domain: "gongkai.yunzhou.example".into(),
            findings: true,
            https: false,
            proxy: false,
            demo: true,
        }
    }

    /// The address of the site, without a path.
    pub fn address(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.domain)
    }

    /// What letters of a demonstration are marked with.
    pub fn watermark(&self) -> Option<&'static str> {
        self.demo.then_some("演示")
    }
}

impl Default for Site {
    /// A site that nobody has named yet.
    fn default() -> Site {
        let open = || "（未填写）".to_owned();
        Site {
            name: "政务公开工作机构".into(),
            city: String::new(),
            address: open(),
            contact: open(),
            code: open(),
            licence: open(),
            domain: "localhost".into(),
            findings: true,
            https: false,
            proxy: false,
            demo: false,
        }
    }
}
